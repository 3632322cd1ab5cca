import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { createSimulatedEngine } from '../../engines/simulated/simulatedEngine.js';
import { asId, type DesktopId, type Generation, type ProviderId } from '../../ids.js';
import { addDesktop, addProject } from '../../testing/desktopRows.js';
import { addItem } from '../../testing/plantItems.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { createServerWatch } from './watchServers.js';

describe('the watch over servers', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  it('comes to the idle desktops behind a crowd of busy ones', async () => {
    const project = await addProject(test.database);
    const idle = asId<DesktopId>('ffffffff-ffff-4fff-8fff-ffffffffffff');
    await addDesktop(test.database, project, { id: idle, status: 'ACTIVE' });
    await addItem(test.database, project, idle, {
      kind: 'server',
      state: 'present',
      provider_id: asId<ProviderId>(realAmbient.uuid()),
      generation: asId<Generation>('1'),
    });
    // More than two pages' walks.
    await test.pool.query(
      `insert into desktops (id, project_id, computer_name, desktop_type, product_id, image_id, image_type,
         availability_zone, subnet_id, security_group_ids, status, task_status, created_at, language)
       select gen_random_uuid(), d.project_id, 'busy-' || n, d.desktop_type, d.product_id, d.image_id, d.image_type,
         d.availability_zone, d.subnet_id, d.security_group_ids, 'DELETING', 'deleting', d.created_at, d.language
       from desktops d, generate_series(1, 1100) n where d.id = $1`,
      [idle],
    );
    const settings = { seed: 1, delayMs: 10, faultRate: 0 };
    const engine = createSimulatedEngine({
      pool: test.pool,
      ambient: realAmbient,
      region: 'test-1',
      settings,
    });
    const watch = createServerWatch({ ...test, engine });
    const found = await waitUntil(async () => {
      const servers = await watch.claim(4);
      return servers.length > 0 ? servers : undefined;
    }, 'the idle desktop to be come to');
    assert.deepEqual(
      found.map((server) => watch.keyOf(server)),
      [idle],
    );
  });
});
