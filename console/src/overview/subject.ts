import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const overview: Subject = {
  name: 'overview',
  navigation: '/console/overview',
  pages: [
    {
      path: '/console/overview',
      component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
    },
  ],
};
