import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const networks: Subject = {
  name: 'networks',
  navigation: '/console/networks',
  pages: [
    {
      path: '/console/networks',
      component: loadedPage(() => import('./NetworksPage'), 'NetworksPage'),
    },
  ],
};
