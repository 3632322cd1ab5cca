import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const users: Subject = {
  name: 'users',
  navigation: '/console/users',
  pages: [
    {
      path: '/console/users/$userId',
      component: loadedPage(() => import('./UserPage'), 'UserPage'),
    },
    {
      path: '/console/users',
      component: loadedPage(() => import('./UsersPage'), 'UsersPage'),
    },
  ],
};
