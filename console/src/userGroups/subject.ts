import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const userGroups: Subject = {
  name: 'userGroups',
  navigation: '/console/user-groups',
  pages: [
    {
      path: '/console/user-groups/$groupId',
      component: loadedPage(() => import('./UserGroupPage'), 'UserGroupPage'),
    },
    {
      path: '/console/user-groups',
      component: loadedPage(() => import('./UserGroupsPage'), 'UserGroupsPage'),
    },
  ],
};
