import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const namePolicies: Subject = {
  name: 'namePolicies',
  navigation: '/console/name-policies',
  pages: [
    {
      path: '/console/name-policies',
      component: loadedPage(() => import('./NamePoliciesPage'), 'NamePoliciesPage'),
    },
  ],
};
