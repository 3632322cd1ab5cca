import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { presentPermission } from './presentPermission.js';
import { isOperation } from './table.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

describe('what an operation needs', () => {
  it('is told by OpenAPI as the table has it', async () => {
    const { paths } = (await service.call('GET', '//openapi.json')).body;
    const told = Object.values<Record<string, { operationId: string; 'x-permissions'?: unknown }>>(paths);
    for (const described of told.flatMap((methods) => Object.values(methods))) {
      const { operationId } = described;
      assert.ok(isOperation(operationId));
      const { 'x-permissions': expected } = presentPermission(operationId);
      assert.deepEqual(described['x-permissions'], expected, operationId);
    }
  });
});
