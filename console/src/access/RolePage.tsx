import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { JsonText } from './JsonText';
import { PolicyHeader } from './PolicyHeader';

/** One role policy with its document. */
export function RolePage(): ReactNode {
  const { t } = useTranslation('access');
  const roleId = useParameter('roleId');
  const path = { role_id: roleId };
  const read = useRead('KeystoneShowPermission', { path });
  const remove = useChange('DeleteCustomPolicy', ['KeystoneListPermissions']);
  const mayEdit = useMay('UpdateCloudServiceCustomPolicy');
  const mayDelete = useMay('DeleteCustomPolicy');
  const role = read.data?.role;
  usePage(role?.display_name ?? t('policy'), [{ text: t('access'), href: '/console/access' }]);
  if (role === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('policy')} error={read.error} onRetry={() => void read.refetch()} />
    );
  const mayNot = (may: boolean) => (may ? undefined : t('mayNot'));
  return (
    <SpaceBetween size="l">
      <PolicyHeader
        name={role.display_name}
        description={role.description || role.id}
        editPath={role.domain_id === null ? undefined : `/console/access/roles/${roleId}/edit`}
        mayNotEdit={mayNot(mayEdit)}
        mayNotDelete={mayNot(mayDelete)}
        loss={t('delete.role')}
        remove={() => remove.mutateAsync({ path })}
      />
      <Container header={<Header variant="h2">{t('document')}</Header>}>
        <JsonText label={t('document')} text={JSON.stringify(role.policy)} />
      </Container>
    </SpaceBetween>
  );
}
