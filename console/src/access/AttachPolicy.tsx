import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { useReadMarked } from './readMarked';

interface Props {
  readonly attach: (policyId: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Chooses a policy to attach. */
export function AttachPolicy({ attach, onClose }: Props): ReactNode {
  const { t } = useTranslation('access');
  const { notify } = useNotifications();
  const read = useReadMarked('ListPoliciesV5', ({ policies }) => policies);
  const [chosenId, setChosenId] = useState<string>();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const chosen = read.data?.find(({ policy_id }) => policy_id === chosenId);
  const submit = async (): Promise<void> => {
    if (chosen === undefined) return;
    setPending(true);
    try {
      await attach(chosen.policy_id);
      notify({ type: 'success', text: t('attach.done', { name: chosen.policy_name }) });
      onClose();
    } catch (error) {
      if (error instanceof Error) setFailure(error);
      setPending(false);
    }
  };
  return (
    <Modal
      visible
      header={t('attach.open')}
      closeAriaLabel={t('cancel')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              variant="primary"
              loading={isPending}
              disabled={chosen === undefined}
              onClick={() => void submit()}
            >
              {t('attach.submit')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {read.error !== null && <ErrorAlert error={read.error} />}
        <FormField label={t('policy')}>
          <Select
            filteringType="auto"
            placeholder={t('attach.choose')}
            empty={t('none')}
            statusType={read.isPending ? 'loading' : 'finished'}
            loadingText={t('loading')}
            selectedOption={
              chosen === undefined ? null : { value: chosen.policy_id, label: chosen.policy_name }
            }
            options={(read.data ?? []).map(({ policy_id, policy_name, description }) => ({
              value: policy_id,
              label: policy_name,
              description,
            }))}
            onChange={({ detail }) => setChosenId(detail.selectedOption.value)}
          />
        </FormField>
        {failure !== undefined && <ErrorAlert error={failure} header={t('attach.failed')} />}
      </SpaceBetween>
    </Modal>
  );
}
