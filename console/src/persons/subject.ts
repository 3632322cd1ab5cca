import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const persons: Subject = {
  name: 'persons',
  pages: [
    {
      path: '/console/persons/$userId',
      component: loadedPage(() => import('./PersonPage'), 'PersonPage'),
    },
    {
      path: '/console/persons',
      component: loadedPage(() => import('./PersonsPage'), 'PersonsPage'),
    },
  ],
};
