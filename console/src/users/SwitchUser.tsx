import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { useNotifications } from '../layout/notifications';

/** Disables a user, which ends the sessions at the desk, or lets the user in again. Says what is wanted, so that a second click changes nothing. */
export function SwitchUser({ user }: { readonly user: Answer<'ListUserDetail'>['user_detail'] }): ReactNode {
  const { t } = useTranslation('users');
  const mayEdit = useMay('UpdateUserInfo');
  const { notify, complain } = useNotifications();
  const change = useChange('UpdateUserInfo', ['ListUsers', 'ListUserDetail', 'ShowPerson']);
  const disabled = !user.disabled;
  const submit = (): void =>
    change.mutate(
      { path: { user_id: user.id }, body: { disabled } },
      {
        onSuccess: () =>
          notify({
            type: 'success',
            text: t(disabled ? 'switch.disabled' : 'switch.enabled', { name: user.user_name }),
          }),
        onError: complain,
      },
    );
  return (
    <Button disabled={!mayEdit} disabledReason={t('mayNot')} loading={change.isPending} onClick={submit}>
      {t(user.disabled ? 'switch.enable' : 'switch.disable')}
    </Button>
  );
}
