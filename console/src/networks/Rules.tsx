import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './ActionButton';
import type { Leaving } from './DeleteDialog';
import type { SecurityGroup } from './network';
import { useObstacle } from './useObstacle';

interface Props {
  readonly group: SecurityGroup;
  /** All of them: rules name others. */
  readonly groups: readonly SecurityGroup[];
  readonly onDelete: (leaving: Leaving) => void;
}

/** The rules of a security group. What none of them names does not pass. */
export function Rules({ group, groups, onDelete }: Props): ReactNode {
  const { t } = useTranslation('networks');
  const remove = useObstacle('DeleteSecurityGroupRuleV3');
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
        {
          id: 'ports',
          header: t('rules.ports'),
          cell: ({ multiport }) => multiport?.replaceAll('-', '–') ?? t('rules.any'),
        },
        {
          id: 'remote',
          header: t('rules.remote'),
          cell: ({ remote_ip_prefix: range, remote_group_id: id }) =>
            id === null
              ? (range ?? t('rules.anywhere'))
              : t('rules.group', { name: groups.find((each) => each.id === id)?.name ?? id }),
        },
        { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        {
          id: 'actions',
          header: t('actions'),
          cell: (rule) => (
            <ActionButton
              variant="inline-link"
              obstacle={remove}
              label={t('deletion.title.rule', { name: group.name })}
              onClick={() => onDelete({ kind: 'rule', group, rule })}
            >
              {t('action.delete')}
            </ActionButton>
          ),
        },
      ]}
    />
  );
}
