import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { usualGroup } from '@deskplane/server/desktops/usualGroup.js';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useChange } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleUsers } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Gives a shared desktop to a group of users: whoever is in it may open the desktop. */
export function AssignGroup({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const projectId = useProjectId();
  const groups = useReadAll('ListUserGroups', 100, ({ user_groups, total_count }) => ({
    items: user_groups,
    total: total_count,
  }));
  const attach = useChange('AttachInstances', staleUsers);
  const [name, setName] = useState<string>();
  const [isAdministrator, setAdministrator] = useState(false);
  const [refusal, setRefusal] = useState('');
  const assign = useMutation({
    mutationFn: async (user_name: string) => {
      const group = {
        user_name,
        user_group: usualGroup(isAdministrator, desktop.metadata['os_type'] ?? ''),
        type: 'GROUP' as const,
      };
      const { job_id } = await attach.mutateAsync({
        body: { desktops: [{ desktop_id: desktop.desktop_id, attach_user_infos: [group] }] },
      });
      // The job is over with the answer, and says whether the desktop could be given.
      const { jobs } = await callOperation(projectId, 'ListItaSubJobs', { query: { job_id } });
      return jobs.find(({ status }) => status === 'FAILED');
    },
    onSuccess: (failed, user) => {
      if (failed !== undefined)
        return setRefusal(
          [failed.fail_reason, failed.error_code].filter((each) => each !== null).join(' · '),
        );
      notify({ type: 'success', text: t('users.assigned', { name: desktop.computer_name, user }) });
      onClose();
    },
  });
  const has = new Set(desktop.user_group_list);
  const options = (groups.data?.items ?? [])
    .filter((group) => !has.has(group.name))
    .map((group) => ({ value: group.name, description: group.description }));
  return (
    <Dialog
      title={t('users.groupTo', { name: desktop.computer_name })}
      action={t('users.assignGroup')}
      onAction={() => {
        setRefusal('');
        if (name !== undefined) assign.mutate(name);
      }}
      onClose={onClose}
      pending={assign.isPending}
      disabled={name === undefined}
    >
      {groups.error !== null && <ErrorAlert error={groups.error} />}
      {assign.error !== null && <ErrorAlert error={assign.error} header={t('users.groupNotAssigned')} />}
      {refusal !== '' && (
        <div role="alert">
          <Alert type="error" header={t('users.groupNotAssigned')}>
            {refusal}
          </Alert>
        </div>
      )}
      <FormField label={t('users.group')} description={t('users.groupHint')}>
        <Select
          filteringType="auto"
          placeholder={t('users.chooseGroup')}
          filteringAriaLabel={t('users.chooseGroup')}
          empty={t('users.noGroups')}
          statusType={groups.isPending ? 'loading' : 'finished'}
          loadingText={t('users.loadingGroups')}
          selectedOption={name === undefined ? null : { value: name }}
          options={options}
          onChange={({ detail }) => setName(detail.selectedOption.value)}
        />
      </FormField>
      <Checkbox
        checked={isAdministrator}
        description={t('new.administratorHint')}
        onChange={({ detail }) => setAdministrator(detail.checked)}
      >
        {t('users.groupAdministrates')}
      </Checkbox>
    </Dialog>
  );
}
