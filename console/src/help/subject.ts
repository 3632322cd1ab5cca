import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

/** Linked to from the top bar. */
export const help: Subject = {
  name: 'help',
  pages: [{ path: '/console/help', component: lazyRouteComponent(() => import('./HelpPage'), 'HelpPage') }],
};
