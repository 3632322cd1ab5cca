import Tabs from '@cloudscape-design/components/tabs';
import { useRouter, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Connections } from './Connections';
import { DesktopHistory } from './DesktopHistory';
import { DesktopJobs } from './DesktopJobs';
import { DesktopResources } from './DesktopResources';
import { type Desktop, desktopPath } from './desktop';

/** What a desktop is made of, and what happened to it. The address says which one is open: `?tab=history`. */
export function DesktopTabs({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const router = useRouter();
  const search = useRouterState({ select: ({ location }) => location.searchStr });
  const { desktop_id: id, computer_name: name } = desktop;
  const tabs = [
    { id: 'resources', label: t('resources.title'), content: <DesktopResources desktop={desktop} /> },
    { id: 'jobs', label: t('jobs.title'), content: <DesktopJobs desktopId={id} /> },
    { id: 'connections', label: t('connections.title'), content: <Connections name={name} /> },
    { id: 'history', label: t('history.title'), content: <DesktopHistory desktopId={id} /> },
  ];
  const wanted = new URLSearchParams(search).get('tab');
  return (
    <Tabs
      tabs={tabs}
      activeTabId={tabs.find((tab) => tab.id === wanted)?.id ?? 'resources'}
      onChange={({ detail }) => router.history.replace(`${desktopPath(id)}?tab=${detail.activeTabId}`)}
    />
  );
}
