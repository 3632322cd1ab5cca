import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const desktops: Subject = {
  name: 'desktops',
  navigation: '/console/desktops',
  pages: [
    {
      path: '/console/desktops/create',
      component: loadedPage(() => import('./CreateDesktopPage'), 'CreateDesktopPage'),
    },
    {
      path: '/console/desktops/$desktopId/screen',
      component: loadedPage(() => import('./ScreenPage'), 'ScreenPage'),
    },
    {
      path: '/console/desktops/$desktopId',
      component: loadedPage(() => import('./DesktopPage'), 'DesktopPage'),
    },
    {
      path: '/console/desktops',
      component: loadedPage(() => import('./DesktopsPage'), 'DesktopsPage'),
    },
  ],
};
