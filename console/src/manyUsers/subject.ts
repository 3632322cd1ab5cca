import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const manyUsers: Subject = {
  name: 'manyUsers',
  pages: [
    {
      path: '/console/users/import',
      component: loadedPage(() => import('./ImportUsersPage'), 'ImportUsersPage'),
    },
  ],
};
