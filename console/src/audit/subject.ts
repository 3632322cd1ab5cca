import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const audit: Subject = {
  name: 'audit',
  navigation: '/console/audit',
  pages: [
    {
      path: '/console/audit',
      component: loadedPage(() => import('./AuditPage'), 'AuditPage'),
    },
  ],
};
