import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Flashbar from '@cloudscape-design/components/flashbar';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from './follow';
import { useNotifications } from './notifications';
import { usePageHead } from './page';
import { useNotices } from './useNotices';

export interface NavigationEntry {
  readonly href: string;
  readonly text: string;
}

const isWide = (): boolean => matchMedia('(min-width: 900px)').matches;

/** Navigation, breadcrumbs and messages around a page. */
export function Layout({
  entries,
  children,
}: {
  readonly entries: readonly NavigationEntry[];
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation('layout');
  const { head } = usePageHead();
  const { items } = useNotifications();
  const notices = useNotices();
  const [open, setOpen] = useState(isWide);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const follow = useFollow();
  const active = entries.findLast(({ href }) => path === href || path.startsWith(`${href}/`))?.href ?? '';
  return (
    <AppLayout
      headerSelector="#top"
      toolsHide
      navigationOpen={open}
      onNavigationChange={({ detail }) => setOpen(detail.open)}
      navigationWidth={240}
      navigation={
        <SideNavigation
          activeHref={active}
          onFollow={(event) => {
            follow(event);
            if (!isWide()) setOpen(false);
          }}
          items={entries.map(({ href, text }) => ({ type: 'link', href, text }))}
        />
      }
      breadcrumbs={
        <BreadcrumbGroup
          onFollow={follow}
          items={[{ text: 'Deskplane', href: '/console' }, ...head.above, { text: head.title, href: path }]}
        />
      }
      notifications={<Flashbar items={[...notices, ...items]} stackItems />}
      content={
        <div id="content" tabIndex={-1}>
          {children}
        </div>
      }
      ariaLabels={{
        navigation: t('navigation'),
        navigationClose: t('navigationClose'),
        navigationToggle: t('navigationOpen'),
        notifications: t('notifications'),
      }}
    />
  );
}
