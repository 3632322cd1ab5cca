import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { comparePage } from '../testing/comparePage.js';
import { readDefinitions } from '../testing/definitions/readDefinitions.js';
import { describeRoutes } from '../testing/describeRoutes.js';
import type { DescribedRoute } from './describedRoute.js';
import { operationsPage } from './operationsPage.js';
import { groupOf, publishedGroups } from './publishedGroups.js';

const published = readDefinitions();
let routes: readonly DescribedRoute[];
before(async () => {
  routes = await describeRoutes();
});

describe('the published operations', () => {
  it('each belong to a group, and no group is empty', () => {
    const used = new Set(published.map(groupOf));
    assert.deepEqual(
      publishedGroups.filter(({ en }) => !used.has(en)),
      [],
    );
  });

  it('are all that the definitions and the SDK have of Workspace', () => {
    assert.ok(published.filter(({ service }) => service === 'workspace').length >= 352);
  });

  for (const language of ['en', 'zh'] as const)
    it(`are told in docs/${language}/operations.md; UPDATE_PAGES=1 with this test writes it anew`, () =>
      comparePage(`docs/${language}/operations.md`, () => operationsPage(language, published, routes)));
});
