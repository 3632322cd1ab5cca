import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { CreateIamUser } from './CreateIamUser';
import { Listing } from './Listing';

/** The users who administer the account. */
export function IamUsers(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const mayCreate = useMay('CreateUser');
  const mayAttach = useMay('AttachUserPolicyV5');
  const [creating, setCreating] = useState<'user' | 'auditor'>();
  const read = useRead('KeystoneListUsers');
  return (
    <>
      <Listing
        title={t('users')}
        description={t('usersHint')}
        read={read}
        items={read.data?.users}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={!mayCreate || !mayAttach}
              {...(mayCreate && mayAttach ? {} : { disabledReason: t('mayNot') })}
              onClick={() => setCreating('auditor')}
            >
              {t('auditor.open')}
            </Button>
            <Button
              variant="primary"
              disabled={!mayCreate}
              {...(mayCreate ? {} : { disabledReason: t('mayNot') })}
              onClick={() => setCreating('user')}
            >
              {t('create.open')}
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            sortingField: 'name',
            cell: ({ id, name }) => (
              <Link href={`/console/access/users/${id}`} onFollow={follow}>
                {name}
              </Link>
            ),
          },
          {
            id: 'state',
            header: t('state'),
            cell: ({ enabled }) => (
              <StatusIndicator type={enabled ? 'success' : 'stopped'}>
                {enabled ? t('enabled') : t('disabled')}
              </StatusIndicator>
            ),
          },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
      {creating !== undefined && (
        <CreateIamUser auditor={creating === 'auditor'} onClose={() => setCreating(undefined)} />
      )}
    </>
  );
}
