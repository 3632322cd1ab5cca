import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow, useGo } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { ConfirmChange } from './ConfirmChange';
import { JsonText } from './JsonText';

/** One role policy with its document. */
export function RolePage(): ReactNode {
  const { t } = useTranslation('access');
  const go = useGo();
  const follow = useFollow();
  const roleId = useParameter('roleId');
  const path = { role_id: roleId };
  const read = useRead('KeystoneShowPermission', { path });
  const remove = useChange('DeleteCustomPolicy', ['KeystoneListPermissions']);
  const mayEdit = useMay('UpdateCloudServiceCustomPolicy');
  const mayDelete = useMay('DeleteCustomPolicy');
  const [deleting, setDeleting] = useState(false);
  const role = read.data?.role;
  usePage(role?.display_name ?? t('policy'), [{ text: t('access'), href: '/console/access' }]);
  if (role === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />
    );
  const own = role.domain_id !== null;
  const name = role.display_name;
  const mayNot = (may: boolean) => (may ? {} : { disabledReason: t('mayNot') });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={role.description || role.id}
        actions={
          own && (
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                href={`/console/access/roles/${roleId}/edit`}
                onFollow={follow}
                disabled={!mayEdit}
                {...mayNot(mayEdit)}
              >
                {t('edit.open')}
              </Button>
              <Button disabled={!mayDelete} {...mayNot(mayDelete)} onClick={() => setDeleting(true)}>
                {t('delete.open')}
              </Button>
            </SpaceBetween>
          )
        }
      >
        {name}
      </Header>
      <Container header={<Header variant="h2">{t('document')}</Header>}>
        <JsonText label={t('document')} text={JSON.stringify(role.policy)} />
      </Container>
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
          {t('delete.role')}
        </ConfirmChange>
      )}
    </SpaceBetween>
  );
}
