import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const mails: Subject = {
  name: 'mails',
  navigation: '/console/mails',
  pages: [
    {
      path: '/console/mails',
      component: lazyRouteComponent(() => import('./MailsPage'), 'MailsPage'),
    },
  ],
};
