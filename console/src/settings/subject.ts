import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const settings: Subject = {
  name: 'settings',
  navigation: '/console/settings',
  pages: [
    {
      path: '/console/settings',
      component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
    },
  ],
};
