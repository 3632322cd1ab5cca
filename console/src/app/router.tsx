import { createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router';
import { BrokenPage } from './BrokenPage';
import { Console } from './Console';
import { MissingPage } from './MissingPage';
import { subjects } from './subjects';

const root = createRootRoute({ component: Console, notFoundComponent: MissingPage });

const start = createRoute({
  getParentRoute: () => root,
  path: '/console',
  component: () => <Navigate to={subjects[0]?.navigation ?? '/console'} replace />,
});

const pages = subjects.flatMap((subject) =>
  subject.pages.map(({ path, component }) => createRoute({ getParentRoute: () => root, path, component })),
);

export const router = createRouter({
  routeTree: root.addChildren([start, ...pages]),
  defaultErrorComponent: BrokenPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
