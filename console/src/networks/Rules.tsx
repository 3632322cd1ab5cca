import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule, SecurityGroup } from './network';

interface Props {
  readonly group: SecurityGroup;
  /** All of them: rules name others. */
  readonly groups: readonly SecurityGroup[];
}

/** The rules of a security group. What none of them names does not pass. */
export function Rules({ group, groups }: Props): ReactNode {
  const { t } = useTranslation('networks');
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      trackBy="id"
      items={group.security_group_rules}
      ariaLabels={{ tableLabel: t('rules.of', { group: group.name }) }}
      empty={<Box textAlign="center">{t('rules.none')}</Box>}
      columnDefinitions={[
        {
          id: 'direction',
          header: t('rules.direction'),
          isRowHeader: true,
          cell: ({ direction }) => t(direction === 'ingress' ? 'rules.ingress' : 'rules.egress'),
        },
        { id: 'family', header: t('rules.family'), cell: ({ ethertype }) => ethertype },
        {
          id: 'protocol',
          header: t('rules.protocol'),
          cell: ({ protocol }) => protocol?.toUpperCase() ?? t('rules.any'),
        },
        { id: 'ports', header: t('rules.ports'), cell: (rule) => portsText(rule, t) },
        {
          id: 'remote',
          header: t('rules.remote'),
          cell: ({ remote_ip_prefix: range, remote_group_id: id }) =>
            id === null
              ? (range ?? t('rules.anywhere'))
              : t('rules.group', { name: groups.find((each) => each.id === id)?.name ?? id }),
        },
      ]}
    />
  );
}

function portsText({ port_range_min: least, port_range_max: most }: Rule, t: TFunction<'networks'>): string {
  if (least === null || most === null) return t('rules.any');
  return least === most ? String(least) : `${least}–${most}`;
}
