import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { ConfirmChange } from './ConfirmChange';
import { useEntities } from './entities';
import { JsonText } from './JsonText';
import { PolicyVersions } from './PolicyVersions';

/** One policy: its document as it counts now, its versions, and whom it is attached to. */
export function PolicyPage(): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
  const follow = useFollow();
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
  const [deleting, setDeleting] = useState(false);
  usePage(policy?.policy_name ?? t('policy'), [{ text: t('access'), href: '/console/access' }]);
  if (policy === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />
    );
  const name = policy.policy_name;
  const own = policy.policy_type === 'custom';
  const attached = policy.attachment_count > 0;
  const reason = mayDelete ? (attached ? t('delete.attached') : undefined) : t('mayNot');
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={policy.description || policy.policy_id}
        actions={
          own && (
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                href={`/console/access/policies/${policyId}/edit`}
                onFollow={follow}
                disabled={!mayEdit}
                {...(mayEdit ? {} : { disabledReason: t('mayNot') })}
              >
                {t('edit.open')}
              </Button>
              <Button
                disabled={reason !== undefined}
                {...(reason === undefined ? {} : { disabledReason: reason })}
                onClick={() => setDeleting(true)}
              >
                {t('delete.open')}
              </Button>
            </SpaceBetween>
          )
        }
      >
        {name}
      </Header>
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
      {deleting && (
        <ConfirmChange
          title={t('delete.title', { name })}
          action={t('delete.submit')}
          concerns={[]}
          change={() => remove.mutateAsync({ path })}
          done={t('delete.done', { name })}
          onDone={() => go('/console/access')}
          onClose={() => setDeleting(false)}
        >
          {t('delete.policy')}
        </ConfirmChange>
      )}
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
