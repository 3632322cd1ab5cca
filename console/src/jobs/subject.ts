import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const jobs: Subject = {
  name: 'jobs',
  navigation: { href: '/console/jobs', text: 'jobs' },
  pages: [
    {
      path: '/console/jobs',
      component: lazyRouteComponent(() => import('./JobsPage'), 'JobsPage'),
    },
  ],
};
