import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const users: Subject = {
  name: 'users',
  navigation: '/console/users',
  pages: [
    {
      path: '/console/users/$userId',
      component: lazyRouteComponent(() => import('./UserPage'), 'UserPage'),
    },
    {
      path: '/console/users',
      component: lazyRouteComponent(() => import('./UsersPage'), 'UsersPage'),
    },
  ],
};
