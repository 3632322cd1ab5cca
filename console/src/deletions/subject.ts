import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const deletions: Subject = {
  name: 'deletions',
  navigation: '/console/deletions',
  pages: [
    {
      path: '/console/deletions/plan',
      component: loadedPage(() => import('./PlanPage'), 'PlanPage'),
    },
    {
      path: '/console/deletions/$desktopId',
      component: loadedPage(() => import('./DeletionPage'), 'DeletionPage'),
    },
    {
      path: '/console/restores/$desktopId/$snapshotId/$jobId',
      component: loadedPage(() => import('./RestorePage'), 'RestorePage'),
    },
    {
      path: '/console/deletions',
      component: loadedPage(() => import('./DeletionsPage'), 'DeletionsPage'),
    },
  ],
};
