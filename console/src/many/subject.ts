import { manyPath } from '../desktops/desktop';
import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const many: Subject = {
  name: 'many',
  pages: [{ path: manyPath, component: loadedPage(() => import('./CreateManyPage'), 'CreateManyPage') }],
};
