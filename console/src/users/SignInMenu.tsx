import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, OperationName } from '../api/operations';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { useNotifications } from '../layout/notifications';

/** What is read again after a user's sign-in was changed. */
export const staleAfterSignIn: readonly OperationName[] = [
  'ListUsers',
  'ListUserDetail',
  'ShowPerson',
  'ListMails',
];

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  /** A password is to be given. */
  readonly onGive: () => void;
}

/** What lets a user sign in or keeps the user out: disabling, locking, another password, another invitation. */
export function SignInMenu({ user, onGive }: Props): ReactNode {
  const { t } = useTranslation('users');
  const { notify, complain } = useNotifications();
  const mayEdit = useMay('UpdateUserInfo');
  const mayOperate = useMay('ChangeUserStatus');
  const mayInvite = useMay('SendEmail');
  const mayReset = useMay('ResetRandomPassword');
  const mayGive = mayReset && (user.active_type !== 'USER_ACTIVATE' || mayEdit);
  const edit = useChange('UpdateUserInfo', staleAfterSignIn);
  const operate = useChange('ChangeUserStatus', staleAfterSignIn);
  const invite = useChange('SendEmail', staleAfterSignIn);
  // A second click comes before the page shows that the first one counted.
  const isUnderWay = useRef(false);
  const path = { user_id: user.id };
  const switchKey = user.disabled ? 'enable' : 'disable';
  const lockKey = user.locked ? 'unlock' : 'lock';
  const run = async (id: string): Promise<void> => {
    if (id === switchKey) await edit.mutateAsync({ path, body: { disabled: !user.disabled } });
    else if (id === lockKey)
      await operate.mutateAsync({ path, body: { op_type: user.locked ? 'UNLOCK' : 'LOCK' } });
    else if (id === 'reset') await operate.mutateAsync({ path, body: { op_type: 'RESET_PWD' } });
    else await invite.mutateAsync({ path });
    notify({ type: 'success', text: t(`signIn.done.${id}`, { name: user.user_name }) });
  };
  const choose = (id: string): void => {
    if (id === 'give') return onGive();
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    run(id)
      .catch(complain)
      .finally(() => (isUnderWay.current = false));
  };
  const item = (id: string, may: boolean) => ({
    id,
    text: t(`signIn.${id}`),
    disabled: !may,
    disabledReason: t('mayNot'),
  });
  return (
    <ButtonDropdown
      items={[
        item(switchKey, mayEdit),
        item(lockKey, mayOperate),
        item('give', mayGive),
        item('reset', mayOperate),
        item('invite', mayInvite),
      ]}
      loading={edit.isPending || operate.isPending || invite.isPending}
      onItemClick={({ detail }) => choose(detail.id)}
    >
      {t('signIn.title')}
    </ButtonDropdown>
  );
}
