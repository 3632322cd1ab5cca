import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { ActionButton } from './ActionButton';
import { Addresses } from './Addresses';
import { DeleteDialog, type Leaving } from './DeleteDialog';
import { GroupDialog } from './GroupDialog';
import { mostPorts, type SecurityGroup, type Subnet, useNetwork, type Vpc } from './network';
import { RuleDialog } from './RuleDialog';
import { SecurityGroups } from './SecurityGroups';
import { SubnetDialog } from './SubnetDialog';
import { Subnets } from './Subnets';
import { useObstacle } from './useObstacle';
import { VpcDialog } from './VpcDialog';

/** What is asked for above the page. */
type Asked =
  | { readonly kind: 'vpcForm'; readonly vpc?: Vpc }
  | { readonly kind: 'subnetForm'; readonly vpc: Vpc; readonly subnet?: Subnet }
  | { readonly kind: 'groupForm'; readonly group?: SecurityGroup }
  | { readonly kind: 'ruleForm'; readonly group: SecurityGroup }
  | { readonly kind: 'deletion'; readonly leaving: Leaving };

/** Where desktops are connected and what may reach them, to be made, changed and deleted. */
export function NetworksPage(): ReactNode {
  const { t } = useTranslation('networks');
  usePage(t('networks'));
  const [asked, setAsked] = useState<Asked>();
  const mayCreate = useObstacle('CreateVpc');
  const onDelete = (leaving: Leaving): void => setAsked({ kind: 'deletion', leaving });
  const close = (): void => setAsked(undefined);
  const { vpcs, subnets, ports, groups, desktops } = useNetwork();
  const reads = [vpcs, subnets, ports, groups];
  const [failure] = reads.flatMap(({ error }) => (error === null ? [] : [error]));
  const known = desktops.data?.items ?? [];
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('description')}
        actions={
          <ActionButton variant="primary" obstacle={mayCreate} onClick={() => setAsked({ kind: 'vpcForm' })}>
            {t('vpcs.create')}
          </ActionButton>
        }
      >
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
          onChange={() => setAsked({ kind: 'vpcForm', vpc })}
          onCreate={() => setAsked({ kind: 'subnetForm', vpc })}
          onChangeSubnet={(subnet) => setAsked({ kind: 'subnetForm', vpc, subnet })}
          onDelete={onDelete}
        />
      ))}
      {groups.data !== undefined && (
        <SecurityGroups
          groups={groups.data.security_groups}
          ports={ports.data?.ports ?? []}
          desktops={known}
          onCreate={() => setAsked({ kind: 'groupForm' })}
          onChange={(group) => setAsked({ kind: 'groupForm', group })}
          onAddRule={(group) => setAsked({ kind: 'ruleForm', group })}
          onDelete={onDelete}
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
      {asked?.kind === 'vpcForm' && <VpcDialog vpc={asked.vpc} onClose={close} />}
      {asked?.kind === 'subnetForm' && <SubnetDialog vpc={asked.vpc} subnet={asked.subnet} onClose={close} />}
      {asked?.kind === 'groupForm' && <GroupDialog group={asked.group} onClose={close} />}
      {asked?.kind === 'ruleForm' && (
        <RuleDialog group={asked.group} groups={groups.data?.security_groups ?? []} onClose={close} />
      )}
      {asked?.kind === 'deletion' && <DeleteDialog leaving={asked.leaving} onClose={close} />}
    </SpaceBetween>
  );
}
