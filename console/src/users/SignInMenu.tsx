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

/** Changes that take something from the user, or need more than a click. */
export type AskedChange = 'disable' | 'lock' | 'give' | 'reset' | 'invite' | 'device';

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  readonly onAsk: (change: AskedChange) => void;
}

/** What lets a user sign in or keeps the user out: disabling, locking, another password, another invitation. */
export function SignInMenu({ user, onAsk }: Props): ReactNode {
  const { t } = useTranslation('users');
  const { notify, complain } = useNotifications();
  const mayEdit = useMay('UpdateUserInfo');
  const mayOperate = useMay('ChangeUserStatus');
  const mayInvite = useMay('SendEmail');
  const mayForget = useMay('BatchDeleteOtpDevices');
  const mayReset = useMay('ResetRandomPassword');
  const mayGive = mayReset && (user.active_type !== 'USER_ACTIVATE' || mayEdit);
  const edit = useChange('UpdateUserInfo', staleAfterSignIn);
  const operate = useChange('ChangeUserStatus', staleAfterSignIn);
  // A second click comes before the page shows that the first one counted.
  const isUnderWay = useRef(false);
  const path = { user_id: user.id };
  const admit = (id: 'enable' | 'unlock'): void => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    const change =
      id === 'enable'
        ? edit.mutateAsync({ path, body: { disabled: false } })
        : operate.mutateAsync({ path, body: { op_type: 'UNLOCK' } });
    change
      .then(() => notify({ type: 'success', text: t(`signIn.done.${id}`, { name: user.user_name }) }))
      .catch(complain)
      .finally(() => (isUnderWay.current = false));
  };
  const item = (id: AskedChange | 'enable' | 'unlock', may: boolean) => ({
    id,
    text: t(`signIn.${id}`),
    disabled: !may,
    disabledReason: t('mayNot'),
  });
  const items = [
    item(user.disabled ? 'enable' : 'disable', mayEdit),
    item(user.locked ? 'unlock' : 'lock', mayOperate),
    item('give', mayGive),
    item('reset', mayOperate),
    item('invite', mayInvite),
    item('device', mayForget),
  ];
  return (
    <ButtonDropdown
      items={items}
      loading={edit.isPending || operate.isPending}
      onItemClick={({ detail }) => {
        const id = items.find((each) => each.id === detail.id)?.id;
        if (id === 'enable' || id === 'unlock') admit(id);
        else if (id !== undefined) onAsk(id);
      }}
    >
      {t('signIn.title')}
    </ButtonDropdown>
  );
}
