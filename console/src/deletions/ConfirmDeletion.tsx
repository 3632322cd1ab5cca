import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { deleteAsPlanned, type Outcome } from './deleteAsPlanned';
import type { Flags, PlannedDesktop } from './plans';

interface Props {
  readonly planned: readonly PlannedDesktop[];
  readonly flags: Flags;
  readonly onBusy: (busy: boolean) => void;
  /** Plans are others by now. */
  readonly onChanged: () => void;
}

interface Failure {
  readonly name: string;
  readonly outcome: Exclude<Outcome, { readonly state: 'accepted' }>;
}

/** So many deletions are asked for at once. */
const abreast = 4;

/** Typing the name, or DELETE for several, enables the button: nobody deletes by a slip. */
export function ConfirmDeletion({ planned, flags, onBusy, onChanged }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  const go = useGo();
  const follow = useFollow();
  const { notify } = useNotifications();
  const client = useQueryClient();
  const projectId = useProjectId();
  const [typed, setTyped] = useState('');
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const [busy, setBusy] = useState(false);
  // A second click comes before the page shows that the first one counted.
  const isUnderWay = useRef(false);
  const [first] = planned;
  const word = planned.length === 1 && first !== undefined ? first.desktop.computer_name : 'DELETE';
  const isConfirmed = typed.trim() === word;

  const run = async (): Promise<void> => {
    if (isUnderWay.current || !isConfirmed) return;
    isUnderWay.current = true;
    setBusy(true);
    onBusy(true);
    const failed: Failure[] = [];
    const waiting = [...planned];
    const takeOn = async (): Promise<void> => {
      for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
        const outcome = await deleteAsPlanned(projectId, each, flags);
        if (outcome.state !== 'accepted') failed.push({ name: each.desktop.computer_name, outcome });
      }
    };
    await Promise.all(Array.from({ length: abreast }, takeOn));
    await client.invalidateQueries({ queryKey: [projectId, 'ListDesktopsDetail'] });
    isUnderWay.current = false;
    setBusy(false);
    onBusy(false);
    if (failed.length === 0) {
      notify({ type: 'success', text: t('accepted', { count: planned.length }) });
      go(
        planned.length === 1 && first !== undefined
          ? `/console/deletions/${first.desktop.desktop_id}`
          : '/console/deletions',
      );
      return;
    }
    if (failed.some(({ outcome }) => outcome.state === 'changed')) {
      notify({ type: 'warning', text: t('changed') });
      onChanged();
      return;
    }
    setFailures(failed);
  };

  return (
    <Container header={<Header variant="h2">{t('confirm.title')}</Header>}>
      <form
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          void run();
        }}
      >
        <SpaceBetween size="m">
          {failures.map(({ name, outcome }) => (
            <ErrorAlert key={name} header={t(`outcome.${outcome.state}`, { name })} error={outcome.error} />
          ))}
          <FormField label={t('confirm.label', { word })} description={t('confirm.hint')} stretch>
            <Input
              value={typed}
              disabled={busy}
              autoComplete={false}
              spellcheck={false}
              placeholder={word}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" disabled={!isConfirmed} loading={busy} formAction="submit">
              {t('confirm.button', { count: planned.length })}
            </Button>
            <Button variant="link" href="/console/desktops" onFollow={follow} formAction="none">
              {t('cancel')}
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </form>
    </Container>
  );
}
