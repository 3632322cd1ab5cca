import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '../api/project';
import { useFollow } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { TopBar } from '../layout/TopBar';
import { useSession, useSignOut } from './session';

/** The top bar with the project and the user's menu. */
export function SignedInBar(): ReactNode {
  const { t } = useTranslation(['layout', 'session']);
  const { user, account, projects } = useSession();
  const project = useProject();
  const signOut = useSignOut();
  const follow = useFollow();
  const { complain } = useNotifications();
  const name = projects.find(({ id }) => id === project.id)?.name ?? t('session:project.noneShort');
  const projectMenu: TopNavigationProps.Utility = {
    type: 'menu-dropdown',
    text: name,
    ariaLabel: `${t('project')}: ${name}`,
    title: t('project'),
    items: projects.map((each) => ({ id: each.id, text: each.name, description: each.id })),
    onItemClick: ({ detail }) => project.choose(detail.id),
  };
  const help: TopNavigationProps.Utility = {
    type: 'button',
    iconName: 'status-info',
    text: t('help'),
    href: '/console/help',
    onFollow: (event) =>
      follow({ preventDefault: () => event.preventDefault(), detail: { href: '/console/help' } }),
  };
  const userMenu: TopNavigationProps.Utility = {
    type: 'menu-dropdown',
    text: user.name,
    description: account.name,
    iconName: 'user-profile',
    items: [
      { id: 'here', text: t('signOut') },
      { id: 'everywhere', text: t('signOutEverywhere') },
    ],
    onItemClick: ({ detail }) =>
      signOut.mutate({ everywhere: detail.id === 'everywhere' }, { onError: complain }),
  };
  return <TopBar utilities={[projectMenu, help, userMenu]} />;
}
