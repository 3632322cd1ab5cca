import { before, describe, it } from 'node:test';
import { comparePage } from '../testing/comparePage.js';
import { describeRoutes } from '../testing/describeRoutes.js';
import type { DescribedRoute } from './describedRoute.js';
import { permissionsPage } from './permissionsPage.js';

let routes: readonly DescribedRoute[];
before(async () => {
  routes = await describeRoutes();
});

describe('permissions', () => {
  for (const language of ['en', 'zh'] as const)
    it(`are written down in docs/${language}/permissions.md; UPDATE_PAGES=1 with this test writes it anew`, () =>
      comparePage(`docs/${language}/permissions.md`, () => permissionsPage(language, routes)));
});
