import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

/** The API Explorer: a page for each operation and each error code. */
export const explorer: Subject = {
  name: 'explorer',
  navigation: '/explorer',
  pages: [
    {
      path: '/explorer',
      component: lazyRouteComponent(() => import('./OperationsPage'), 'OperationsPage'),
    },
    {
      path: '/explorer/errors',
      component: lazyRouteComponent(() => import('./ErrorCodesPage'), 'ErrorCodesPage'),
    },
    {
      path: '/explorer/errors/$code',
      component: lazyRouteComponent(() => import('./ErrorCodePage'), 'ErrorCodePage'),
    },
    {
      path: '/explorer/signature',
      component: lazyRouteComponent(() => import('./SignaturePage'), 'SignaturePage'),
    },
    {
      path: '/explorer/operations/$operation',
      component: lazyRouteComponent(() => import('./OperationPage'), 'OperationPage'),
    },
  ],
};
