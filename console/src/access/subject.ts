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
      path: '/console/access/policies/create',
      component: lazyRouteComponent(() => import('./PolicyEditPage'), 'PolicyCreatePage'),
    },
    {
      path: '/console/access/policies/$policyId/edit',
      component: lazyRouteComponent(() => import('./PolicyEditPage'), 'PolicyEditPage'),
    },
    {
      path: '/console/access/roles/create',
      component: lazyRouteComponent(() => import('./RoleEditPages'), 'RoleCreatePage'),
    },
    {
      path: '/console/access/roles/$roleId/edit',
      component: lazyRouteComponent(() => import('./RoleEditPages'), 'RoleEditPage'),
    },
    {
      path: '/console/access/roles/$roleId',
      component: lazyRouteComponent(() => import('./RolePage'), 'RolePage'),
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
