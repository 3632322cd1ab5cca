import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const overview: Subject = {
  name: 'overview',
  navigation: { href: '/console/overview', text: 'overview' },
  pages: [
    {
      path: '/console/overview',
      component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
    },
  ],
};
