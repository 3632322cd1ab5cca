import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

/** The API Explorer: a page for each operation and each error code. */
export const explorer: Subject = {
  name: 'explorer',
  navigation: '/explorer',
  pages: [
    {
      path: '/explorer',
      component: loadedPage(() => import('./OperationsPage'), 'OperationsPage'),
    },
    {
      path: '/explorer/errors',
      component: loadedPage(() => import('./ErrorCodesPage'), 'ErrorCodesPage'),
    },
    {
      path: '/explorer/errors/$code',
      component: loadedPage(() => import('./ErrorCodePage'), 'ErrorCodePage'),
    },
    {
      path: '/explorer/signature',
      component: loadedPage(() => import('./SignaturePage'), 'SignaturePage'),
    },
    {
      path: '/explorer/operations/$operation',
      component: loadedPage(() => import('./OperationPage'), 'OperationPage'),
    },
  ],
};
