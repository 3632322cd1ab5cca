import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadAll } from '../api/readAll';
import { usePage } from '../layout/page';
import { ReachWarning } from '../reach/ReachWarning';
import { DeletionsPerDay } from './DeletionsPerDay';
import { DesktopCounts } from './DesktopCounts';
import { FirstSteps } from './FirstSteps';
import { Health } from './Health';
import { Room } from './Room';
import { StuckDeletions } from './StuckDeletions';
import { Troubles } from './Troubles';

/** What an operator wants to know first: what there is, what is stuck and why, and whether everything works. */
export function OverviewPage(): ReactNode {
  const { t } = useTranslation('overview');
  usePage(t('overview'));
  const desktops = useReadAll('ListDesktopsDetail', 500, (answer) => ({
    items: answer.desktops,
    total: answer.total_count,
  }));
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('description')}>
        {t('overview')}
      </Header>
      {desktops.data?.total === 0 && <FirstSteps />}
      <ReachWarning />
      <StuckDeletions />
      <Troubles desktops={desktops.data?.items ?? []} />
      <DesktopCounts read={desktops} />
      <DeletionsPerDay />
      <Health />
      <Room />
    </SpaceBetween>
  );
}
