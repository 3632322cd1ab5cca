import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

/** Linked to from the top bar. */
export const help: Subject = {
  name: 'help',
  pages: [{ path: '/console/help', component: loadedPage(() => import('./HelpPage'), 'HelpPage') }],
};
