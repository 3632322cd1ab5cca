import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const desktops: Subject = {
  name: 'desktops',
  navigation: '/console/desktops',
  pages: [
    {
      path: '/console/desktops/create',
      component: lazyRouteComponent(() => import('./CreateDesktopPage'), 'CreateDesktopPage'),
    },
    {
      path: '/console/desktops/$desktopId/screen',
      component: lazyRouteComponent(() => import('./ScreenPage'), 'ScreenPage'),
    },
    {
      path: '/console/desktops/$desktopId',
      component: lazyRouteComponent(() => import('./DesktopPage'), 'DesktopPage'),
    },
    {
      path: '/console/desktops',
      component: lazyRouteComponent(() => import('./DesktopsPage'), 'DesktopsPage'),
    },
  ],
};
