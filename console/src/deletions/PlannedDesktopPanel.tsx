import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ItemIds } from '../desktops/ItemIds';
import { RecordId, Records } from '../layout/Records';
import { nameOfItem } from './itemWords';
import type { PlannedDesktop } from './plans';

interface Props {
  readonly planned: PlannedDesktop;
  readonly expanded: boolean;
}

/** The plan of one desktop: every item with what becomes of it and why, every user, every mail. */
export function PlannedDesktopPanel({ planned, expanded }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  const { desktop, plan } = planned;
  const going = plan.items.filter(({ intent }) => intent === 'delete').length;
  return (
    <ExpandableSection
      variant="container"
      headerText={desktop.computer_name}
      headerInfo={<RecordId>{desktop.desktop_id}</RecordId>}
      headerDescription={t('plan.summary', {
        going,
        staying: plan.items.length - going,
        users: plan.users.filter(({ forecast }) => forecast === 'deleted').length,
      })}
      defaultExpanded={expanded}
    >
      <SpaceBetween size="l">
        <Records
          label={t('plan.itemsOf', { name: desktop.computer_name })}
          entries={plan.items}
          idOf={({ id }) => id}
          empty={t('item.none')}
          columns={[
            {
              id: 'what',
              header: t('item.what'),
              cell: (item) => (
                <>
                  {t(`kind.${item.kind}`)} {nameOfItem(item, planned)}
                  <ItemIds item={item} />
                </>
              ),
            },
            {
              id: 'fate',
              header: t('item.fate'),
              cell: ({ intent }) =>
                intent === 'delete' ? (
                  <StatusIndicator type="warning">{t('intent.delete')}</StatusIndicator>
                ) : (
                  <StatusIndicator type="info">{t('intent.detach')}</StatusIndicator>
                ),
            },
            {
              id: 'encrypted',
              header: t('item.encrypted'),
              cell: ({ encrypted }) => (encrypted === null ? '–' : t(encrypted ? 'item.yes' : 'item.no')),
            },
            { id: 'reason', header: t('item.reason'), cell: ({ reason }) => reason, long: true },
          ]}
        />
        <Records
          label={t('plan.usersOf', { name: desktop.computer_name })}
          entries={plan.users}
          idOf={({ id }) => id}
          empty={t('user.none')}
          columns={[
            { id: 'user', header: t('user.title'), cell: ({ user_name }) => user_name },
            {
              id: 'fate',
              header: t('item.fate'),
              cell: ({ forecast }) =>
                forecast === 'deleted' ? (
                  <StatusIndicator type="warning">{t('user.deleted')}</StatusIndicator>
                ) : (
                  <StatusIndicator type="info">{t('user.kept')}</StatusIndicator>
                ),
            },
            { id: 'mail', header: t('user.mail'), cell: ({ mail }) => t(`mail.${mail}`) },
            { id: 'reason', header: t('item.reason'), cell: ({ reason }) => reason, long: true },
          ]}
        />
        {plan.user_groups.length > 0 && (
          <Records
            label={t('user.groups')}
            entries={plan.user_groups}
            idOf={({ id }) => id}
            empty={t('user.none')}
            columns={[
              { id: 'group', header: t('user.groups'), cell: ({ name }) => name },
              {
                id: 'fate',
                header: t('item.fate'),
                cell: () => <StatusIndicator type="info">{t('user.kept')}</StatusIndicator>,
              },
              { id: 'reason', header: t('item.reason'), cell: ({ reason }) => reason, long: true },
            ]}
          />
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}
