import { loadedPage } from '../layout/loadedPage';
import type { Subject } from '../layout/subject';

export const schedules: Subject = {
  name: 'schedules',
  navigation: '/console/scheduled-tasks',
  pages: [
    {
      path: '/console/scheduled-tasks/$taskId',
      component: loadedPage(() => import('./TaskPage'), 'TaskPage'),
    },
    {
      path: '/console/scheduled-tasks',
      component: loadedPage(() => import('./TasksPage'), 'TasksPage'),
    },
  ],
};
