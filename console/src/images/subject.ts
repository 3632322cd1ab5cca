import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const images: Subject = {
  name: 'images',
  navigation: '/console/images',
  pages: [
    {
      path: '/console/images',
      component: loadedPage(() => import('./ImagesPage'), 'ImagesPage'),
    },
  ],
};
