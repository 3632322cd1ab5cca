import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const jobs: Subject = {
  name: 'jobs',
  navigation: '/console/jobs',
  pages: [
    {
      path: '/console/jobs',
      component: lazyRouteComponent(() => import('./JobsPage'), 'JobsPage'),
    },
  ],
};
