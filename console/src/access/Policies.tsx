import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { Listing } from './Listing';
import { useReadMarked } from './readMarked';
import { useRoles } from './roles';

/** Policies of both kinds, those of the service and those of the account. */
export function Policies(): ReactNode {
  return (
    <SpaceBetween size="l">
      <IdentityPolicies />
      <RolePolicies />
    </SpaceBetween>
  );
}

function IdentityPolicies(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const mayCreate = useMay('CreatePolicyV5');
  const read = useReadMarked('ListPoliciesV5', ({ policies }) => policies);
  return (
    <Listing
      title={t('policies')}
      description={t('policiesHint')}
      read={read}
      items={read.data}
      actions={
        <Button
          href="/console/access/policies/create"
          onFollow={follow}
          disabled={!mayCreate}
          {...(mayCreate ? {} : { disabledReason: t('mayNot') })}
        >
          {t('edit.create')}
        </Button>
      }
      columns={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          sortingField: 'policy_name',
          cell: ({ policy_id, policy_name }) => (
            <Link href={`/console/access/policies/${policy_id}`} onFollow={follow}>
              {policy_name}
            </Link>
          ),
        },
        {
          id: 'type',
          header: t('type'),
          sortingField: 'policy_type',
          cell: ({ policy_type }) => t(`policyType.${policy_type}`),
        },
        {
          id: 'attached',
          header: t('attachedTo'),
          sortingField: 'attachment_count',
          cell: ({ attachment_count }) => attachment_count,
        },
        { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
      ]}
    />
  );
}

function RolePolicies(): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const mayCreate = useMay('CreateCloudServiceCustomPolicy');
  const read = useRoles();
  return (
    <Listing
      title={t('roles')}
      description={t('rolesHint')}
      read={read}
      items={read.data}
      actions={
        <Button
          href="/console/access/roles/create"
          onFollow={follow}
          disabled={!mayCreate}
          {...(mayCreate ? {} : { disabledReason: t('mayNot') })}
        >
          {t('edit.createRole')}
        </Button>
      }
      columns={[
        {
          id: 'name',
          header: t('name'),
          isRowHeader: true,
          sortingField: 'display_name',
          cell: ({ id, display_name }) => (
            <Link href={`/console/access/roles/${id}`} onFollow={follow}>
              {display_name}
            </Link>
          ),
        },
        {
          id: 'type',
          header: t('type'),
          cell: ({ domain_id }) => t(domain_id === null ? 'policyType.system' : 'policyType.custom'),
        },
        { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
      ]}
    />
  );
}
