import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const audit: Subject = {
  name: 'audit',
  navigation: '/console/audit',
  pages: [
    {
      path: '/console/audit',
      component: lazyRouteComponent(() => import('./AuditPage'), 'AuditPage'),
    },
  ],
};
