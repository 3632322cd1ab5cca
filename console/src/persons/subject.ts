import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const persons: Subject = {
  name: 'persons',
  pages: [
    {
      path: '/console/persons/$userId',
      component: lazyRouteComponent(() => import('./PersonPage'), 'PersonPage'),
    },
    {
      path: '/console/persons',
      component: lazyRouteComponent(() => import('./PersonsPage'), 'PersonsPage'),
    },
  ],
};
