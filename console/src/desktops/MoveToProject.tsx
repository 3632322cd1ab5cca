import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { useChange, useRead } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Puts the desktop into another enterprise project. */
export function MoveToProject({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const projectId = useProjectId();
  const projects = useRead('ListEnterpriseProject', { query: { limit: 1_000 } });
  const move = useChange('MigrateResource', staleChanges);
  const [chosen, setChosen] = useState(desktop.enterprise_project_id);
  const choices = (projects.data?.enterprise_projects ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  const name = choices.find(({ value }) => value === chosen)?.label ?? chosen;
  const submit = (): void =>
    move.mutate(
      {
        path: { enterprise_project_id: chosen },
        body: {
          resource_type: 'workspace-desktop',
          resource_id: desktop.desktop_id,
          project_id: projectId,
        },
      },
      {
        onSuccess: () => {
          notify({
            type: 'success',
            text: t('change.inProject', { name: desktop.computer_name, project: name }),
          });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('change.projectOf', { name: desktop.computer_name })}
      action={t('change.moveToProject')}
      onAction={submit}
      onClose={onClose}
      pending={move.isPending}
      disabled={projects.data === undefined}
    >
      <p>{t('change.projectHint')}</p>
      {projects.error !== null && <ErrorAlert error={projects.error} />}
      <FormField label={t('change.project')}>
        <Select
          selectedOption={choices.find(({ value }) => value === chosen) ?? null}
          options={choices}
          statusType={projects.isPending ? 'loading' : 'finished'}
          onChange={({ detail }) => setChosen(detail.selectedOption.value ?? chosen)}
        />
      </FormField>
      {move.error !== null && <ErrorAlert error={move.error} header={t('change.notMoved')} />}
    </Dialog>
  );
}
