import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const networks: Subject = {
  name: 'networks',
  navigation: '/console/networks',
  pages: [
    {
      path: '/console/networks',
      component: lazyRouteComponent(() => import('./NetworksPage'), 'NetworksPage'),
    },
  ],
};
