import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { permissions } from '../access/permissions/table.js';
import { operationSections } from '../http/openapi/operationSections.js';
import { comparePage } from '../testing/comparePage.js';
import { describeRoutes } from '../testing/describeRoutes.js';
import { errorTable, operationTables, withMadePart } from './apiPage.js';
import type { DescribedRoute } from './describedRoute.js';

let routes: readonly DescribedRoute[];
before(async () => {
  routes = await describeRoutes();
});

describe('the operations of the API', () => {
  it('each have one route', () => {
    const routed = routes.map(({ operation }) => operation).sort();
    assert.deepEqual(routed, Object.keys(permissions).sort());
  });

  it('each have one line of the page, in both languages', () => {
    const lined = operationSections.flatMap(({ operations }) => Object.keys(operations)).sort();
    assert.deepEqual(lined, Object.keys(permissions).sort());
  });

  for (const language of ['en', 'zh'] as const)
    it(`are told in docs/${language}/api.md, with the error codes; UPDATE_PAGES=1 with this test writes both anew`, () =>
      comparePage(`docs/${language}/api.md`, (page) => {
        const withOperations = withMadePart(page, 'operations', operationTables(language, routes));
        return withMadePart(withOperations, 'error codes', errorTable(language));
      }));
});
