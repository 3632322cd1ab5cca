import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { NoMail } from '../reach/SignInFields';
import { type Reach, useReach } from '../reach/useReach';
import { type AskedChange, staleAfterSignIn } from './SignInMenu';

type User = Answer<'ListUserDetail'>['user_detail'];
type Change = Exclude<AskedChange, 'give' | 'device'>;

interface Props {
  readonly user: User;
  readonly change: Change;
  readonly onClose: () => void;
  readonly onEdit: () => void;
  readonly onGive: () => void;
}

/** Says what a change of the sign-in does to the user, and asks; where it cannot be done: why, and what can be done about it. */
export function ConfirmSignIn({ user, change, onClose, onEdit, onGive }: Props): ReactNode {
  const { t } = useTranslation('users');
  const { notify } = useNotifications();
  const reach = useReach();
  const edit = useChange('UpdateUserInfo', staleAfterSignIn);
  const operate = useChange('ChangeUserStatus', staleAfterSignIn);
  const invite = useChange('SendEmail', staleAfterSignIn);
  const path = { user_id: user.id };
  const name = user.user_name;
  const isMailed = change === 'reset' || change === 'invite';
  const obstacle = isMailed ? obstacleOf(user, change, reach) : undefined;
  const run = async (): Promise<void> => {
    if (change === 'disable') await edit.mutateAsync({ path, body: { disabled: true } });
    else if (change === 'invite') await invite.mutateAsync({ path });
    else await operate.mutateAsync({ path, body: { op_type: change === 'lock' ? 'LOCK' : 'RESET_PWD' } });
    const done = t(`signIn.done.${change}`, { name });
    if (!isMailed) notify({ type: 'success', text: done });
    else if (reach?.keepsMails === true) notify({ type: 'warning', text: `${done} ${t('mail.kept')}` });
    else notify({ type: 'success', text: `${done} ${t('mail.queued', { email: user.user_email })}` });
    onClose();
  };
  const error = edit.error ?? operate.error ?? invite.error;
  return (
    <Dialog
      title={t(`confirm.${change}.title`, { name })}
      action={t(`confirm.${change}.submit`)}
      // What went wrong is shown below.
      onAction={() => void run().catch(() => undefined)}
      onClose={onClose}
      pending={edit.isPending || operate.isPending || invite.isPending}
      disabled={obstacle !== undefined}
    >
      {obstacle === undefined ? (
        <SpaceBetween size="m">
          <div>{t(`confirm.${change}.effect`, { name, email: user.user_email })}</div>
          {isMailed && <NoMail />}
        </SpaceBetween>
      ) : (
        <Alert
          type="warning"
          action={
            <SpaceBetween direction="horizontal" size="xs">
              {obstacle === 'noAddress' && <Button onClick={onEdit}>{t('obstacle.setAddress')}</Button>}
              {obstacle !== 'keptOut' && <Button onClick={onGive}>{t('signIn.give')}</Button>}
            </SpaceBetween>
          }
        >
          {t(`obstacle.${obstacle}`, { name })}
        </Alert>
      )}
      {error !== null && <ErrorAlert error={error} header={t('edit.failed')} />}
    </Dialog>
  );
}

/** Why no mail can be sent to the user with a link to choose a password, as far as it is known here; the service has the last word. */
function obstacleOf(user: User, change: 'reset' | 'invite', reach: Reach | undefined) {
  if (change === 'invite' && user.password_state === 'set') return 'hasPassword';
  if (user.user_email === '') return 'noAddress';
  if (user.disabled || user.locked) return 'keptOut';
  if (reach !== undefined && reach.deskUrl === undefined) return 'noLink';
  return undefined;
}
