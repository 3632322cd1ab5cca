import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ServiceError } from '../api/serviceError';
import { formatList, formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { IdHeader } from '../layout/IdHeader';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { DeskAddress } from '../reach/DeskAddress';
import { ConfirmSignIn } from './ConfirmSignIn';
import { DeleteUser } from './DeleteUser';
import { EditUser } from './EditUser';
import { ForgetDevice } from './ForgetDevice';
import { GivePassword } from './GivePassword';
import { type AskedChange, SignInMenu } from './SignInMenu';
import { UserDesktops } from './UserDesktops';
import { UserState } from './UserState';

/** In milliseconds, until the user is read again. */
const soon = 5_000;
const later = 30_000;

/** One desktop user: who it is, and which desktops are his. */
export function UserPage(): ReactNode {
  const { t } = useTranslation('users');
  const userId = useParameter('userId');
  const mayDelete = useMay('DeleteUser');
  const mayEdit = useMay('UpdateUserInfo');
  const follow = useFollow();
  const [asking, setAsking] = useState<'delete' | 'edit' | AskedChange>();
  const close = (): void => setAsking(undefined);
  const read = useRead(
    'ListUserDetail',
    { path: { user_id: userId } },
    // A mail that waits is soon sent, kept or refused.
    { every: (last) => (last?.user_detail.password_state === 'invited' ? soon : later) },
  );
  const user = read.data?.user_detail;
  const ask = (change: AskedChange): void => {
    setAsking(change);
    // Meanwhile the user may have chosen a password: what is asked depends on that.
    void read.refetch();
  };
  usePage(user?.user_name ?? t('user'), [{ text: t('users'), href: '/console/users' }]);
  if (user === undefined) {
    if (read.error === null) return <Spinner size="large" />;
    const isGone = read.error instanceof ServiceError && read.error.status === 404;
    return (
      <SpaceBetween size="m">
        <ErrorAlert
          title={t('user')}
          error={read.error}
          {...(isGone ? { header: t('gone') } : { onRetry: () => void read.refetch() })}
        />
        {isGone && (
          <Link href={`/console/persons/${userId}`} onFollow={follow}>
            {t('about')}
          </Link>
        )}
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="l">
      <IdHeader
        id={user.id}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button href={`/console/persons/${user.id}`} onFollow={follow}>
              {t('about')}
            </Button>
            <SignInMenu user={user} onAsk={ask} />
            <Button disabled={!mayEdit} disabledReason={t('mayNot')} onClick={() => setAsking('edit')}>
              {t('edit.open')}
            </Button>
            <Button disabled={!mayDelete} disabledReason={t('mayNot')} onClick={() => setAsking('delete')}>
              {t('delete.open')}
            </Button>
          </SpaceBetween>
        }
      >
        {user.user_name}
      </IdHeader>
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: t('status'),
              value: (
                <UserState
                  disabled={user.disabled}
                  locked={user.locked}
                  expired={user.user_expired}
                  passwordState={user.password_state}
                />
              ),
            },
            { label: t('email'), value: user.user_email || '–' },
            { label: t('phone'), value: user.user_phone || '–' },
            { label: t('note'), value: user.description || '–' },
            { label: t('groups'), value: formatList(user.group_names) || '–' },
            { label: t('created'), value: formatTime(user.when_created) },
            {
              label: t('expires'),
              value:
                user.account_expires === 0
                  ? t('never')
                  : formatTime(new Date(user.account_expires).toISOString()),
            },
            { label: t('signsInAt'), value: <DeskAddress /> },
            ...(user.object_sid === user.id ? [] : [{ label: t('sid'), value: user.object_sid || '–' }]),
          ]}
        />
      </Container>
      <UserDesktops name={user.user_name} groups={user.group_names} />
      {asking === 'delete' && <DeleteUser user={user} onClose={close} />}
      {asking === 'edit' && <EditUser user={user} onClose={close} />}
      {asking === 'give' && <GivePassword user={user} onClose={close} />}
      {asking === 'device' && <ForgetDevice user={user} onClose={close} />}
      {asking !== undefined &&
        asking !== 'delete' &&
        asking !== 'edit' &&
        asking !== 'give' &&
        asking !== 'device' && (
          <ConfirmSignIn
            key={asking}
            user={user}
            change={asking}
            onClose={close}
            onEdit={() => setAsking('edit')}
            onGive={() => setAsking('give')}
          />
        )}
    </SpaceBetween>
  );
}
