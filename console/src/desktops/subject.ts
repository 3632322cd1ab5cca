import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const desktops: Subject = {
  name: 'desktops',
  navigation: { href: '/console/desktops', text: 'desktops' },
  pages: [
    {
      path: '/console/desktops',
      component: lazyRouteComponent(() => import('./DesktopsPage'), 'DesktopsPage'),
    },
  ],
};
