import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const orphans: Subject = {
  name: 'orphans',
  navigation: '/console/orphans',
  pages: [
    {
      path: '/console/orphans',
      component: loadedPage(() => import('./OrphansPage'), 'OrphansPage'),
    },
  ],
};
