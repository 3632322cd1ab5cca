import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const access: Subject = {
  name: 'access',
  navigation: '/console/access',
  pages: [
    {
      path: '/console/access/users/$userId',
      component: lazyRouteComponent(() => import('./IamUserPage'), 'IamUserPage'),
    },
    {
      path: '/console/access/groups/$groupId',
      component: lazyRouteComponent(() => import('./GroupPage'), 'GroupPage'),
    },
    {
      path: '/console/access/policies/$policyId',
      component: lazyRouteComponent(() => import('./PolicyPage'), 'PolicyPage'),
    },
    {
      path: '/console/access',
      component: lazyRouteComponent(() => import('./AccessPage'), 'AccessPage'),
    },
  ],
};
