import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useChange } from '../api/queries';
import { ServiceError } from '../api/serviceError';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { TypedDialog } from '../layout/TypedDialog';

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  readonly onClose: () => void;
}

/** Shows what goes and what stays, asks for the name, and shows what the service says where the user cannot go. */
export function DeleteUser({ user, onClose }: Props): ReactNode {
  const { t } = useTranslation('users');
  const go = useGo();
  const { notify } = useNotifications();
  const projectId = useProjectId();
  const remove = useChange('DeleteUser', ['ListUsers', 'ListPersons', 'ListUserGroups', 'ListUsersOfGroup']);
  const name = user.user_name;
  const run = async (): Promise<void> => {
    try {
      await remove.mutateAsync({ path: { user_id: user.id } });
    } catch (error) {
      // Gone already, or the answer was lost: whether the user is there says what came of it.
      if (!(await isGone(projectId, user.id, error))) return;
    }
    notify({ type: 'success', text: t('delete.done', { name }) });
    go(`/console/persons/${user.id}`);
  };
  return (
    <TypedDialog
      title={t('delete.title', { name })}
      word={name}
      action={t('delete.submit')}
      onAction={run}
      onClose={onClose}
    >
      {user.total_desktops > 0 && (
        <Alert type="warning">{t('delete.busy', { count: user.total_desktops })}</Alert>
      )}
      <div>
        <Box variant="h3">{t('delete.goes')}</Box>
        <ul>
          <li>{t('delete.takes.user')}</li>
          <li>{t('delete.takes.desk')}</li>
          {user.group_names.length > 0 && <li>{t('delete.takes.groups')}</li>}
        </ul>
        <Box variant="h3">{t('delete.stays')}</Box>
        <ul>
          <li>{t('delete.keeps.records')}</li>
          <li>{t('delete.keeps.receipts')}</li>
        </ul>
      </div>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('delete.failed')} />}
    </TypedDialog>
  );
}

/** @returns false as well where nobody answers: the failure is shown, and asking again does no harm */
async function isGone(projectId: string, userId: string, error: unknown): Promise<boolean> {
  if (!(error instanceof ServiceError)) throw error;
  if (error.status === 404) return true;
  if (error.status !== 0 && error.status < 500) return false;
  try {
    await callOperation(projectId, 'ListUserDetail', { path: { user_id: userId } });
    return false;
  } catch (second) {
    return second instanceof ServiceError && second.status === 404;
  }
}
