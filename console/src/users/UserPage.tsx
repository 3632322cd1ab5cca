import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ServiceError } from '../api/serviceError';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { DeleteUser } from './DeleteUser';
import { UserDesktops } from './UserDesktops';
import { UserState } from './UserState';

/** One desktop user: who it is, and which desktops are his. */
export function UserPage(): ReactNode {
  const { t } = useTranslation('users');
  const userId = useParameter('userId');
  const mayDelete = useMay('DeleteUser');
  const [deleting, setDeleting] = useState(false);
  const read = useRead('ListUserDetail', { path: { user_id: userId } });
  const user = read.data?.user_detail;
  usePage(user?.user_name ?? t('user'), [{ text: t('users'), href: '/console/users' }]);
  if (user === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert
        error={read.error}
        {...(read.error instanceof ServiceError && read.error.status === 404
          ? { header: t('gone') }
          : { onRetry: () => void read.refetch() })}
      />
    );
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={
          <CopyToClipboard
            variant="inline"
            textToCopy={user.id}
            copyButtonAriaLabel={t('copy')}
            copySuccessText={t('copied')}
            copyErrorText={t('notCopied')}
          />
        }
        actions={
          <Button disabled={!mayDelete} disabledReason={t('mayNot')} onClick={() => setDeleting(true)}>
            {t('delete.open')}
          </Button>
        }
      >
        {user.user_name}
      </Header>
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: t('status'),
              value: <UserState disabled={user.disabled} locked={user.locked} expired={user.user_expired} />,
            },
            { label: t('email'), value: user.user_email || '–' },
            { label: t('phone'), value: user.user_phone || '–' },
            { label: t('note'), value: user.description || '–' },
            { label: t('created'), value: formatTime(user.when_created) },
            {
              label: t('expires'),
              value:
                user.account_expires === 0
                  ? t('never')
                  : formatTime(new Date(user.account_expires).toISOString()),
            },
            { label: t('sid'), value: user.object_sid || '–' },
          ]}
        />
      </Container>
      <UserDesktops name={user.user_name} />
      {deleting && <DeleteUser user={user} onClose={() => setDeleting(false)} />}
    </SpaceBetween>
  );
}
