import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const deletions: Subject = {
  name: 'deletions',
  navigation: '/console/deletions',
  pages: [
    {
      path: '/console/deletions/plan',
      component: lazyRouteComponent(() => import('./PlanPage'), 'PlanPage'),
    },
    {
      path: '/console/deletions/$desktopId',
      component: lazyRouteComponent(() => import('./DeletionPage'), 'DeletionPage'),
    },
    {
      path: '/console/deletions',
      component: lazyRouteComponent(() => import('./DeletionsPage'), 'DeletionsPage'),
    },
  ],
};
