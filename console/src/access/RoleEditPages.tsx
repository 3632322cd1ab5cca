import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { PolicyForm } from './PolicyForm';

const begun = JSON.stringify(
  { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list'] }] },
  undefined,
  2,
);

const stale = ['KeystoneListPermissions', 'KeystoneShowPermission', 'ShowOwnRights'] as const;

/** A new role policy. */
export function RoleCreatePage(): ReactNode {
  const { t } = useTranslation('access');
  usePage(t('edit.createRole'), [{ text: t('access'), href: '/console/access' }]);
  const create = useChange('CreateCloudServiceCustomPolicy', stale);
  return (
    <PolicyForm
      model="role"
      title={t('edit.createRole')}
      action={t('edit.submitNew')}
      draft={{ name: '', description: '', mode: 'XA', text: begun }}
      fixed={{ name: false, description: false }}
      concerns={[]}
      save={async ({ name, description, mode, text }) => {
        const role = { display_name: name, type: mode, description, policy: parse(text) };
        return `/console/access/roles/${(await create.mutateAsync({ body: { role } })).role.id}`;
      }}
      done={({ name }) => t('edit.created', { name })}
      cancelTo="/console/access"
    />
  );
}

/** A role policy changes as a whole; what it was before is gone. */
export function RoleEditPage(): ReactNode {
  const { t } = useTranslation('access');
  const roleId = useParameter('roleId');
  const path = { role_id: roleId };
  const page = `/console/access/roles/${roleId}`;
  const read = useRead('KeystoneShowPermission', { path });
  const change = useChange('UpdateCloudServiceCustomPolicy', stale);
  const role = read.data?.role;
  usePage(t('edit.title', { name: role?.display_name ?? '' }), [
    { text: t('access'), href: '/console/access' },
    { text: role?.display_name ?? roleId, href: page },
  ]);
  if (role === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('policy')} error={read.error} />
    );
  const { display_name: name, description } = role;
  const mode = role.type === 'AX' ? 'AX' : 'XA';
  return (
    <PolicyForm
      model="role"
      title={t('edit.title', { name })}
      action={t('edit.submit')}
      draft={{ name, description, mode, text: JSON.stringify(role.policy, undefined, 2) }}
      fixed={{ name: false, description: false }}
      concerns={[]}
      save={async (draft) => {
        const body = {
          role: {
            display_name: draft.name,
            type: draft.mode,
            description: draft.description,
            policy: parse(draft.text),
          },
        };
        await change.mutateAsync({ path, body });
        return page;
      }}
      done={(draft) => t('edit.done', { name: draft.name })}
      cancelTo={page}
    />
  );
}

/** The service has found no fault in it, so that it is JSON without a key that comes twice. */
function parse(text: string): Readonly<Record<string, unknown>> {
  const document: Readonly<Record<string, unknown>> = JSON.parse(text);
  return document;
}
