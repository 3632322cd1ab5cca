import { lazyRouteComponent } from '@tanstack/react-router';
import type { Subject } from '../layout/subject';

export const images: Subject = {
  name: 'images',
  navigation: '/console/images',
  pages: [
    {
      path: '/console/images',
      component: lazyRouteComponent(() => import('./ImagesPage'), 'ImagesPage'),
    },
  ],
};
