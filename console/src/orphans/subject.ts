import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const orphans: Subject = {
  name: 'orphans',
  navigation: '/console/orphans',
  pages: [
    {
      path: '/console/orphans',
      component: lazyRouteComponent(() => import('./OrphansPage'), 'OrphansPage'),
    },
  ],
};
