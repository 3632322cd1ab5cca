import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const settings: Subject = {
  name: 'settings',
  navigation: '/console/settings',
  pages: [
    {
      path: '/console/settings',
      component: loadedPage(() => import('./SettingsPage'), 'SettingsPage'),
    },
  ],
};
