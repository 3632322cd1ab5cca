import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const overview: Subject = {
  name: 'overview',
  navigation: '/console/overview',
  pages: [
    {
      path: '/console/overview',
      component: loadedPage(() => import('./OverviewPage'), 'OverviewPage'),
    },
  ],
};
