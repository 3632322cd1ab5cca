import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOfItem } from './itemWords';
import type { PlannedDesktop } from './plans';

interface Props {
  readonly planned: PlannedDesktop;
  readonly expanded: boolean;
}

/** The plan of one desktop: every item with what becomes of it and why, every user, every mail. */
export function PlannedDesktopPanel({ planned, expanded }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  const { desktop, network, plan } = planned;
  const going = plan.items.filter(({ intent }) => intent === 'delete').length;
  return (
    <ExpandableSection
      variant="container"
      headerText={desktop.computer_name}
      headerDescription={t('plan.summary', {
        going,
        staying: plan.items.length - going,
        users: plan.users.filter(({ forecast }) => forecast === 'deleted').length,
      })}
      defaultExpanded={expanded}
    >
      <SpaceBetween size="m">
        <Table
          variant="embedded"
          contentDensity="compact"
          wrapLines
          ariaLabels={{ tableLabel: t('plan.itemsOf', { name: desktop.computer_name }) }}
          items={[...plan.items]}
          trackBy="id"
          columnDefinitions={[
            {
              id: 'what',
              header: t('item.what'),
              isRowHeader: true,
              cell: (item) => (
                <>
                  {t(`kind.${item.kind}`)} {nameOfItem(item, desktop, network)}
                  <Box variant="small" display="block">
                    {item.provider_id ?? t('item.notMade')}
                  </Box>
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
            { id: 'reason', header: t('item.reason'), cell: ({ reason }) => reason },
          ]}
        />
        <Table
          variant="embedded"
          contentDensity="compact"
          wrapLines
          ariaLabels={{ tableLabel: t('plan.usersOf', { name: desktop.computer_name }) }}
          items={[...plan.users]}
          trackBy="id"
          empty={t('user.none')}
          columnDefinitions={[
            { id: 'user', header: t('user.title'), isRowHeader: true, cell: ({ user_name }) => user_name },
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
            { id: 'reason', header: t('item.reason'), cell: ({ reason }) => reason },
          ]}
        />
      </SpaceBetween>
    </ExpandableSection>
  );
}
