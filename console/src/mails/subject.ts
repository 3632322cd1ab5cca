import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const mails: Subject = {
  name: 'mails',
  navigation: '/console/mails',
  pages: [
    {
      path: '/console/mails',
      component: loadedPage(() => import('./MailsPage'), 'MailsPage'),
    },
  ],
};
