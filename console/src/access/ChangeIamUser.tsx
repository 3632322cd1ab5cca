import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { useSession } from '../session/session';
import { ConfirmChange } from './ConfirmChange';

type IamUser = Answer<'ShowUser'>['user'];

const changed = ['ShowUser', 'KeystoneListUsers'] as const;

/** What may be done to an IAM user: a new password, disabling or enabling, deleting. */
export function ChangeIamUser({ user }: { readonly user: IamUser }): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
  const session = useSession();
  const { notify, complain } = useNotifications();
  const [open, setOpen] = useState<'password' | 'disable' | 'delete'>();
  const close = (): void => setOpen(undefined);
  const update = useChange('KeystoneUpdateUserByAdmin', changed);
  const remove = useChange('KeystoneDeleteUser', changed);
  const mayUpdate = useMay('KeystoneUpdateUserByAdmin');
  const mayDelete = useMay('KeystoneDeleteUser');
  const path = { user_id: user.id };
  const { name } = user;
  const own = user.id === session.user.id;
  // What is the root user's is changed by itself alone, and nobody can disable or delete it (docs: The account's root user).
  const ofRoot = user.is_domain_owner;
  const because = (may: boolean, root: boolean) => (!may ? t('mayNot') : root ? t('onlyRoot') : undefined);
  const button = (reason: string | undefined) => ({
    disabled: reason !== undefined,
    ...(reason === undefined ? {} : { disabledReason: reason }),
  });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button {...button(because(mayUpdate, ofRoot && !own))} onClick={() => setOpen('password')}>
        {t('renew.open')}
      </Button>
      {user.enabled ? (
        <Button {...button(because(mayUpdate, ofRoot))} onClick={() => setOpen('disable')}>
          {t('switch.disable')}
        </Button>
      ) : (
        <Button
          {...button(because(mayUpdate, ofRoot))}
          loading={update.isPending}
          onClick={() =>
            update.mutate(
              { path, body: { user: { enabled: true } } },
              {
                onSuccess: () => notify({ type: 'success', text: t('switch.enabled', { name }) }),
                onError: complain,
              },
            )
          }
        >
          {t('switch.enable')}
        </Button>
      )}
      <Button {...button(because(mayDelete, ofRoot))} onClick={() => setOpen('delete')}>
        {t('delete.open')}
      </Button>
      {open === 'password' && <RenewPassword user={user} onClose={close} />}
      {open === 'disable' && (
        <ConfirmChange
          title={t('switch.title', { name })}
          action={t('switch.disable')}
          concerns={[user.id]}
          change={() => update.mutateAsync({ path, body: { user: { enabled: false } } })}
          done={t('switch.disabled', { name })}
          onClose={close}
        >
          {t('switch.goes')}
        </ConfirmChange>
      )}
      {open === 'delete' && (
        <ConfirmChange
          title={t('delete.title', { name })}
          action={t('delete.submit')}
          concerns={[user.id]}
          change={() => remove.mutateAsync({ path })}
          done={t('delete.done', { name })}
          onDone={() => go('/console/access')}
          onClose={close}
        >
          {t('delete.user')}
        </ConfirmChange>
      )}
    </SpaceBetween>
  );
}

function RenewPassword({
  user,
  onClose,
}: {
  readonly user: IamUser;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation('access');
  const { notify } = useNotifications();
  const [password, setPassword] = useState('');
  const update = useChange('KeystoneUpdateUserByAdmin', changed);
  return (
    <Dialog
      title={t('renew.title', { name: user.name })}
      action={t('renew.submit')}
      onAction={() =>
        update.mutate(
          { path: { user_id: user.id }, body: { user: { password } } },
          {
            onSuccess: () => {
              notify({ type: 'success', text: t('renew.done', { name: user.name }) });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
      pending={update.isPending}
      disabled={password === ''}
    >
      <FormField label={t('password')} description={t('renew.hint')}>
        <Input
          type="password"
          value={password}
          autoFocus
          autoComplete="new-password"
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
      {update.error !== null && <ErrorAlert error={update.error} header={t('renew.failed')} />}
    </Dialog>
  );
}
