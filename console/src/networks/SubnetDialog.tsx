import Checkbox from '@cloudscape-design/components/checkbox';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Optional } from '../reach/SignInFields';
import { addressesIn, firstAddressOf, isName, rangeIn } from './addressChecks';
import { FieldsDialog, type TextField } from './FieldsDialog';
import type { Subnet, Vpc } from './network';
import { useDone } from './useDone';

interface Props {
  readonly vpc: Vpc;
  /** Undefined: a new one. */
  readonly subnet: Subnet | undefined;
  readonly onClose: () => void;
}

type Name = 'name' | 'cidr' | 'gateway' | 'dns' | 'description';

/** A new subnet of a network, or another name, description or other name servers of one. */
export function SubnetDialog({ vpc, subnet, onClose }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const done = useDone(onClose);
  const stale = ['ListVpcSubnets', 'ListSubnets'] as const;
  const create = useChange('CreateSubnet', stale);
  const update = useChange('UpdateSubnet', stale);
  const [ipv6, setIpv6] = useState(subnet?.ipv6_enable ?? false);
  const verb = subnet === undefined ? 'create' : 'change';
  const submit = (values: Record<Name, string>): void => {
    const { name, cidr, gateway, description } = values;
    const end = done(t(`done.${verb}`, { name }));
    const settings = { name, description, dnsList: [...addressesIn(values.dns)], ipv6_enable: ipv6 };
    if (subnet !== undefined) {
      const path = { vpc_id: vpc.id, id: subnet.id };
      update.mutate({ path, body: { subnet: settings } }, end);
      return;
    }
    const place = { vpc_id: vpc.id, cidr: cidr.trim(), gateway_ip: gateway.trim() || firstAddressOf(cidr) };
    create.mutate({ body: { subnet: { ...settings, ...place } } }, end);
  };
  return (
    <FieldsDialog<Name>
      title={
        subnet === undefined
          ? t('subnets.create', { vpc: vpc.name })
          : t('subnets.change', { name: subnet.name })
      }
      action={t(`action.${verb}`)}
      failed={t('failed')}
      error={create.error ?? update.error}
      pending={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
      fields={useFields(vpc, subnet)}
    >
      <Checkbox
        checked={ipv6}
        disabled={subnet?.ipv6_enable ?? false}
        description={t('subnets.ipv6Hint')}
        onChange={({ detail }) => setIpv6(detail.checked)}
      >
        {t('subnets.ipv6')}
      </Checkbox>
    </FieldsDialog>
  );
}

function useFields(vpc: Vpc, subnet: Subnet | undefined): readonly TextField<Name>[] {
  const { t } = useTranslation('networks');
  const place: readonly TextField<Name>[] = [
    {
      name: 'cidr',
      label: t('range'),
      hint: t('subnets.rangeHint', { cidr: vpc.cidr }),
      fault: (text) => (rangeIn(text) === undefined ? t('fault.range') : undefined),
    },
    { name: 'gateway', label: <Optional>{t('gateway')}</Optional>, hint: t('subnets.gatewayHint') },
  ];
  return [
    {
      name: 'name',
      label: t('name'),
      initial: subnet?.name ?? '',
      fault: (name) => (isName(name) ? undefined : t('fault.name')),
    },
    ...(subnet === undefined ? place : []),
    {
      name: 'dns',
      label: <Optional>{t('dns')}</Optional>,
      hint: t('subnets.dnsHint'),
      initial: subnet?.dnsList.join(', ') ?? '',
      fault: (text) => (addressesIn(text).length > 5 ? t('fault.dns') : undefined),
    },
    {
      name: 'description',
      label: <Optional>{t('note')}</Optional>,
      initial: subnet?.description ?? '',
    },
  ];
}
