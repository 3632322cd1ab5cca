import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useChange, useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { useEntities } from './entities';
import { indent } from './JsonText';
import { PolicyForm } from './PolicyForm';

/** What a new policy begins with. */
const begun = JSON.stringify(
  { Version: '5.0', Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list'] }] },
  undefined,
  2,
);

const stale = ['ListPoliciesV5', 'GetPolicyV5', 'ListPolicyVersionsV5', 'ShowOwnRights'] as const;

/** A new identity policy. */
export function PolicyCreatePage(): ReactNode {
  const { t } = useTranslation('access');
  usePage(t('edit.create'), [{ text: t('access'), href: '/console/access' }]);
  const create = useChange('CreatePolicyV5', stale);
  return (
    <PolicyForm
      model="identity"
      title={t('edit.create')}
      action={t('edit.submitNew')}
      draft={{ name: '', description: '', mode: 'XA', text: begun }}
      fixed={{ name: false, description: false }}
      concerns={[]}
      save={async ({ name, description, text }) => {
        const body = { policy_name: name, description, policy_document: text };
        return `/console/access/policies/${(await create.mutateAsync({ body })).policy.policy_id}`;
      }}
      done={({ name }) => t('edit.created', { name })}
      cancelTo="/console/access"
    />
  );
}

/** Another document for an identity policy: a new version, which counts from then on. Of five versions the oldest goes. */
export function PolicyEditPage(): ReactNode {
  const { t } = useTranslation('access');
  const projectId = useProjectId();
  const policyId = useParameter('policyId');
  const path = { policy_id: policyId };
  const page = `/console/access/policies/${policyId}`;
  const read = useRead('GetPolicyV5', { path });
  const versions = useRead('ListPolicyVersionsV5', { path });
  const { reached } = useEntities(policyId);
  const add = useChange('CreatePolicyVersionV5', stale);
  const policy = read.data?.policy;
  usePage(t('edit.title', { name: policy?.policy_name ?? '' }), [
    { text: t('access'), href: '/console/access' },
    { text: policy?.policy_name ?? policyId, href: page },
  ]);
  const now = versions.data?.versions.find(({ is_default }) => is_default);
  const error = read.error ?? versions.error;
  if (policy === undefined || now === undefined)
    return error === null ? <Spinner size="large" /> : <ErrorAlert title={t('policy')} error={error} />;
  const oldest = versions.data?.versions.findLast(({ is_default }) => !is_default);
  const full = (versions.data?.versions.length ?? 0) >= 5;
  return (
    <PolicyForm
      model="identity"
      title={t('edit.title', { name: policy.policy_name })}
      action={
        full && oldest !== undefined ? t('edit.submitOver', { version: oldest.version_id }) : t('edit.submit')
      }
      draft={{ name: policy.policy_name, description: '', mode: 'XA', text: indent(now.document) }}
      fixed={{ name: true, description: true }}
      concerns={reached}
      save={async ({ text }) => {
        if (full && oldest !== undefined)
          await callOperation(projectId, 'DeletePolicyVersionV5', {
            path: { ...path, version_id: oldest.version_id },
          });
        await add.mutateAsync({ path, body: { policy_document: text, set_as_default: true } });
        return page;
      }}
      done={({ name }) => t('edit.done', { name })}
      cancelTo={page}
    />
  );
}
