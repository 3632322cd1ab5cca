import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const jobs: Subject = {
  name: 'jobs',
  navigation: '/console/jobs',
  pages: [
    {
      path: '/console/jobs',
      component: loadedPage(() => import('./JobsPage'), 'JobsPage'),
    },
  ],
};
