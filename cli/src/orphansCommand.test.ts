import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { plantInEngine } from '@deskplane/server/testing/plantItems.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('deskplane orphans', () => {
  let service: TestService;
  let deskplane: Deskplane;
  before(async () => {
    service = await startTestService();
    deskplane = await prepareDeskplane(service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await service?.remove();
  });

  it('S2: names what was made after a restored backup, says what to do, and removes nothing of it', async () => {
    const clean = await deskplane.run('orphans');
    assert.deepEqual([clean.code, clean.stderr], [0, '']);
    const planted = await Promise.all(
      (['server', 'volume', 'port'] as const).map((kind) =>
        plantInEngine(service.database.database, { kind, name: `dp-${randomUUID()}` }),
      ),
    );
    const found = await deskplane.run('orphans', '--reclaim', '--yes');
    assert.equal(found.code, 1);
    for (const { kind, id, name } of planted)
      assert.match(found.stdout, new RegExp(`unclear +${kind} +${id} +- +not-on-record +${name}`));
    assert.match(found.stdout, /0 orphaned, 3 unclear, 0 missing; 0 foreign/);
    assert.match(
      found.stderr,
      /^3 items carry a name of ours, .*"What no ledger knows" in docs\/en\/deletion\.md/,
    );
    assert.match((await deskplane.runInChinese('orphans')).stderr, /^3 个资源带有本服务的名称/);
    const { rows } = await service.database.pool.query('select 1 from simulated_items');
    assert.equal(rows.length, planted.length);
  });
});
