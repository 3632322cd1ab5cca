import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../layout/Dialog';
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
  const chosen = read.data?.find(({ policy_id }) => policy_id === chosenId);
  const attaching = useMutation({
    mutationFn: attach,
    onSuccess: () => {
      notify({ type: 'success', text: t('attach.done', { name: chosen?.policy_name }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('attach.open')}
      action={t('attach.submit')}
      onAction={() => {
        if (chosen !== undefined) attaching.mutate(chosen.policy_id);
      }}
      onClose={onClose}
      pending={attaching.isPending}
      disabled={chosen === undefined}
    >
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
      {attaching.error !== null && <ErrorAlert error={attaching.error} header={t('attach.failed')} />}
    </Dialog>
  );
}
