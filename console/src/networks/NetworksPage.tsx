import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { Addresses } from './Addresses';
import { mostPorts, useNetwork } from './network';
import { SecurityGroups } from './SecurityGroups';
import { Subnets } from './Subnets';

/** Where desktops are connected and what may reach them. To be read only: Deskplane keeps the networks of a project as it made them. */
export function NetworksPage(): ReactNode {
  const { t } = useTranslation('networks');
  usePage(t('networks'));
  const { vpcs, subnets, ports, groups, desktops } = useNetwork();
  const reads = [vpcs, subnets, ports, groups];
  const [failure] = reads.flatMap(({ error }) => (error === null ? [] : [error]));
  const known = desktops.data?.items ?? [];
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('description')}>
        {t('networks')}
      </Header>
      {failure !== undefined && (
        <ErrorAlert
          error={failure}
          onRetry={() => reads.filter(({ error }) => error !== null).forEach((read) => void read.refetch())}
        />
      )}
      {reads.some(({ isLoading }) => isLoading) && (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      )}
      {ports.data?.ports.length === mostPorts && (
        <Alert type="info">{t('partial', { count: mostPorts })}</Alert>
      )}
      {vpcs.data?.vpcs.map((vpc) => (
        <Subnets
          key={vpc.id}
          vpc={vpc}
          subnets={subnets.data?.subnets.filter(({ vpc_id }) => vpc_id === vpc.id) ?? []}
          ports={ports.data?.ports ?? []}
          desktops={known}
        />
      ))}
      {groups.data !== undefined && (
        <SecurityGroups
          groups={groups.data.security_groups}
          ports={ports.data?.ports ?? []}
          desktops={known}
        />
      )}
      {ports.data !== undefined && (
        <Addresses
          ports={ports.data.ports}
          subnets={subnets.data?.subnets ?? []}
          groups={groups.data?.security_groups ?? []}
          desktops={known}
        />
      )}
    </SpaceBetween>
  );
}
