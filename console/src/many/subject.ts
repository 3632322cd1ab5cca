import { lazyRouteComponent } from '@tanstack/react-router';
import { manyPath } from '../desktops/desktop';
import type { Subject } from '../layout/subject';

export const many: Subject = {
  name: 'many',
  pages: [
    { path: manyPath, component: lazyRouteComponent(() => import('./CreateManyPage'), 'CreateManyPage') },
  ],
};
