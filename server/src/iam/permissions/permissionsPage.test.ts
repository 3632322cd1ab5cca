import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { presentPermission } from '../../access/permissions/presentPermission.js';
import { isOperation, type Operation } from '../../access/permissions/table.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { type DescribedRoute, permissionsPage } from './permissionsPage.js';

interface Described {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly 'x-permissions'?: unknown;
}

let service: TestService;
let described: (DescribedRoute & { readonly open: boolean; readonly permission: unknown })[];
before(async () => {
  service = await startTestService();
  const { paths } = (await service.call('GET', '//openapi.json')).body;
  described = Object.entries<Record<string, Described>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security, 'x-permissions': permission }]) => {
      assert.ok(isOperation(operationId));
      const open = security?.length === 0;
      return { operation: operationId, method: method.toUpperCase(), path, open, permission };
    }),
  );
});
after(() => service.remove());

describe('permissions', () => {
  it('are told by OpenAPI as the table has them', () => {
    for (const { operation, permission } of described)
      assert.deepEqual(permission, presentPermission(operation)['x-permissions'], operation);
  });

  for (const language of ['en', 'zh'] as const)
    it(`are written down in docs/${language}/permissions.md; UPDATE_PAGES=1 with this test writes it anew`, async () => {
      const place = new URL(`../../../../docs/${language}/permissions.md`, import.meta.url);
      const open = new Set<Operation>(described.filter((each) => each.open).map((each) => each.operation));
      const page = permissionsPage(language, described, open);
      if (process.env['UPDATE_PAGES'] === '1') await writeFile(place, page);
      assert.equal(await readFile(place, 'utf8'), page);
    });
});
