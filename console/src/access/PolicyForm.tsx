import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { LossWarning } from './ConfirmChange';
import { PolicyText } from './PolicyText';
import { type PolicyModel, usePolicyCheck } from './policyCheck';

export interface PolicyDraft {
  readonly name: string;
  readonly description: string;
  /** Where a role policy is shown to be given. */
  readonly mode: 'AX' | 'XA';
  readonly text: string;
}

interface Props {
  readonly model: PolicyModel;
  readonly title: string;
  readonly action: string;
  readonly draft: PolicyDraft;
  /** Which of its parts cannot be changed. */
  readonly fixed: { readonly name: boolean; readonly description: boolean };
  /** The users whose rights change with it. */
  readonly concerns: readonly string[];
  /** @returns where to go then */
  readonly save: (draft: PolicyDraft) => Promise<string>;
  readonly done: (draft: PolicyDraft) => string;
  readonly cancelTo: string;
}

/** A policy to be written; it can be sent once the service finds no fault in the document. */
export function PolicyForm(props: Props): ReactNode {
  const { model, title, action, fixed, concerns, save, done, cancelTo } = props;
  const { t } = useTranslation('access');
  const go = useGo();
  const { notify } = useNotifications();
  const [draft, setDraft] = useState(props.draft);
  const [tried, setTried] = useState(false);
  const check = usePolicyCheck(model, draft.text);
  const saving = useMutation({
    mutationFn: save,
    onSuccess: (href, saved) => {
      notify({ type: 'success', text: done(saved) });
      go(href);
    },
  });
  const faulty = check.findings.some(({ kind }) => kind === 'fault');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (draft.name !== '' && !faulty && !check.pending) saving.mutate(draft);
  };
  const modes = (['XA', 'AX'] as const).map((value) => ({ value, label: t(`edit.mode.${value}`) }));
  return (
    <form onSubmit={submit}>
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={() => go(cancelTo)}>
              {t('edit.cancel')}
            </Button>
            <Button
              variant="primary"
              loading={saving.isPending}
              disabled={faulty || check.pending}
              {...(faulty ? { disabledReason: t('edit.faulty') } : {})}
            >
              {action}
            </Button>
          </SpaceBetween>
        }
        header={<Header variant="h1">{title}</Header>}
      >
        <Container>
          <SpaceBetween size="m">
            <FormField
              label={t('name')}
              description={model === 'identity' ? t('edit.nameHint') : undefined}
              errorText={tried && draft.name === '' ? t('edit.nameFault') : ''}
            >
              <Input
                value={draft.name}
                readOnly={fixed.name}
                autoComplete={false}
                onChange={({ detail }) => setDraft({ ...draft, name: detail.value })}
              />
            </FormField>
            {!fixed.description && (
              <FormField label={t('note')}>
                <Input
                  value={draft.description}
                  autoComplete={false}
                  onChange={({ detail }) => setDraft({ ...draft, description: detail.value })}
                />
              </FormField>
            )}
            {model === 'role' && (
              <FormField label={t('edit.where')}>
                <Select
                  options={modes}
                  selectedOption={modes.find(({ value }) => value === draft.mode) ?? null}
                  onChange={({ detail }) => {
                    const mode = modes.find(({ value }) => value === detail.selectedOption.value)?.value;
                    if (mode !== undefined) setDraft({ ...draft, mode });
                  }}
                />
              </FormField>
            )}
            <PolicyText text={draft.text} check={check} onChange={(text) => setDraft({ ...draft, text })} />
            <LossWarning concerns={concerns} />
            {saving.error !== null && <ErrorAlert error={saving.error} header={t('edit.failed')} />}
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}
