import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const manyUsers: Subject = {
  name: 'manyUsers',
  pages: [
    {
      path: '/console/users/import',
      component: lazyRouteComponent(() => import('./ImportUsersPage'), 'ImportUsersPage'),
    },
  ],
};
