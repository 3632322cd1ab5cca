import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const access: Subject = {
  name: 'access',
  navigation: '/console/access',
  pages: [
    {
      path: '/console/access/users/$userId',
      component: loadedPage(() => import('./IamUserPage'), 'IamUserPage'),
    },
    {
      path: '/console/access/groups/$groupId',
      component: loadedPage(() => import('./GroupPage'), 'GroupPage'),
    },
    {
      path: '/console/access/policies/create',
      component: loadedPage(() => import('./PolicyEditPage'), 'PolicyCreatePage'),
    },
    {
      path: '/console/access/policies/$policyId/edit',
      component: loadedPage(() => import('./PolicyEditPage'), 'PolicyEditPage'),
    },
    {
      path: '/console/access/roles/create',
      component: loadedPage(() => import('./RoleEditPages'), 'RoleCreatePage'),
    },
    {
      path: '/console/access/roles/$roleId/edit',
      component: loadedPage(() => import('./RoleEditPages'), 'RoleEditPage'),
    },
    {
      path: '/console/access/roles/$roleId',
      component: loadedPage(() => import('./RolePage'), 'RolePage'),
    },
    {
      path: '/console/access/policies/$policyId',
      component: loadedPage(() => import('./PolicyPage'), 'PolicyPage'),
    },
    {
      path: '/console/access',
      component: loadedPage(() => import('./AccessPage'), 'AccessPage'),
    },
  ],
};
