import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const mails: Subject = {
  name: 'mails',
  navigation: { href: '/console/mails', text: 'mails' },
  pages: [
    {
      path: '/console/mails',
      component: lazyRouteComponent(() => import('./MailsPage'), 'MailsPage'),
    },
  ],
};
