import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import type { Task } from './task';

interface Props {
  readonly task: Task;
  readonly onClose: () => void;
}

/** Says what goes and what stays. */
export function DeleteTask({ task, onClose }: Props): ReactNode {
  const { t } = useTranslation('schedules');
  const go = useGo();
  const { notify } = useNotifications();
  // What is shown of the task is not read again: it is gone.
  const remove = useChange('DeleteScheduledTasks', ['ListScheduledTasks']);
  const { id, task_name: name } = task;
  return (
    <Dialog
      title={t('delete.title', { name })}
      action={t('delete.submit')}
      onAction={() =>
        remove.mutate(
          { path: { task_id: id } },
          {
            onSuccess: () => {
              notify({ type: 'success', text: t('delete.done', { name }) });
              go('/console/scheduled-tasks');
            },
          },
        )
      }
      onClose={onClose}
      pending={remove.isPending}
    >
      <div>{t('delete.what')}</div>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
    </Dialog>
  );
}
