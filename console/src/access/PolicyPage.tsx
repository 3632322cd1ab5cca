import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { useEntities } from './entities';
import { JsonText } from './JsonText';
import { PolicyHeader } from './PolicyHeader';
import { PolicyVersions } from './PolicyVersions';

/** One policy: its document as it counts now, its versions, and whom it is attached to. */
export function PolicyPage(): ReactNode {
  const { t } = useTranslation('access');
  const policyId = useParameter('policyId');
  const path = { policy_id: policyId };
  const read = useRead('GetPolicyV5', { path });
  const policy = read.data?.policy;
  const version = useRead(
    'GetPolicyVersionV5',
    { path: { policy_id: policyId, version_id: policy?.default_version_id ?? '' } },
    { enabled: policy !== undefined },
  );
  const remove = useChange('DeletePolicyV5', ['ListPoliciesV5']);
  const mayEdit = useMay('CreatePolicyVersionV5');
  const mayDelete = useMay('DeletePolicyV5');
  usePage(policy?.policy_name ?? t('policy'), [{ text: t('access'), href: '/console/access' }]);
  if (policy === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('policy')} error={read.error} onRetry={() => void read.refetch()} />
    );
  const own = policy.policy_type === 'custom';
  const attached = policy.attachment_count > 0 ? t('delete.attached') : undefined;
  return (
    <SpaceBetween size="l">
      <PolicyHeader
        name={policy.policy_name}
        description={policy.description || policy.policy_id}
        editPath={own ? `/console/access/policies/${policyId}/edit` : undefined}
        mayNotEdit={mayEdit ? undefined : t('mayNot')}
        mayNotDelete={mayDelete ? attached : t('mayNot')}
        loss={t('delete.policy')}
        remove={() => remove.mutateAsync({ path })}
      />
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            { label: t('type'), value: t(`policyType.${policy.policy_type}`) },
            { label: t('version'), value: policy.default_version_id },
            { label: t('created'), value: formatTime(policy.created_at) },
            { label: t('changed'), value: formatTime(policy.updated_at) },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">{t('document')}</Header>}>
        {version.error !== null && <ErrorAlert error={version.error} />}
        {version.data !== undefined && (
          <JsonText label={t('document')} text={version.data.policy_version.document} />
        )}
      </Container>
      <AttachedTo policyId={policyId} />
      {own && <PolicyVersions policyId={policyId} />}
    </SpaceBetween>
  );
}

function AttachedTo({ policyId }: { readonly policyId: string }): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const entities = useEntities(policyId);
  const users = useRead('KeystoneListUsers');
  const groups = useRead('KeystoneListGroups');
  const named = [
    ...entities.users.map((id) => ({
      id,
      href: `/console/access/users/${id}`,
      text: users.data?.users.find((each) => each.id === id)?.name ?? id,
    })),
    ...entities.groups.map((id) => ({
      id,
      href: `/console/access/groups/${id}`,
      text: groups.data?.groups.find((each) => each.id === id)?.name ?? id,
    })),
  ];
  return (
    <Container header={<Header variant="h2">{t('attachedTo')}</Header>}>
      {entities.read.error !== null && <ErrorAlert error={entities.read.error} />}
      {entities.read.data !== undefined && named.length === 0 && <Box>{t('nobody')}</Box>}
      <SpaceBetween direction="horizontal" size="s">
        {named.map(({ id, href, text }) => (
          <Link key={id} href={href} onFollow={follow}>
            {text}
          </Link>
        ))}
      </SpaceBetween>
    </Container>
  );
}
