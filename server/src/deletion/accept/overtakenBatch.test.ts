import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import type { DesktopId } from '../../ids.js';
import { deletionOrder } from '../../testing/deletionOrder.js';
import { addDesktop, addProject, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import type { AcceptanceStore } from './acceptanceStore.js';
import { type DeletionOrder } from './acceptanceStore.js';
import { acceptDeletions } from './acceptDeletions.js';
import { createPostgresAcceptanceStore } from './postgresAcceptanceStore.js';

describe('a batch of deletions among others', () => {
  let test: TestDatabase;
  let project: TestProject;
  let store: AcceptanceStore;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
    store = createPostgresAcceptanceStore(test.pool, realAmbient, 'simulated');
  });
  after(() => test.drop());

  const order = (): DeletionOrder => deletionOrder(project.projectId, { force: true });

  async function addDesktops(count: number): Promise<DesktopId[]> {
    const ids: DesktopId[] = [];
    while (ids.length < count) ids.push(await addDesktop(test.database, project));
    return ids.sort();
  }

  it('A4: asks for the desktops in one order, whatever the caller says, so that no two batches wait for each other', async () => {
    const ids = await addDesktops(4);
    const asked: DesktopId[][] = [];
    const watched: AcceptanceStore = {
      ...store,
      accept: (acceptance) => {
        asked.push(acceptance.plans.map(({ desktop }) => desktop.id));
        return store.accept(acceptance);
      },
    };
    const known = await store.read(project.projectId, ids);
    await acceptDeletions(watched, realAmbient, order(), ids.toReversed(), known);
    assert.deepEqual(asked, [ids]);
  });

  it('A5: tells of a desktop that changes under every attempt as of a failed one', async () => {
    const [id] = await addDesktops(1);
    assert.ok(id !== undefined);
    const overtaken: AcceptanceStore = {
      ...store,
      accept: async (acceptance) => {
        await test.pool.query('update desktops set revision = revision + 1 where id = $1', [id]);
        return store.accept(acceptance);
      },
    };
    const known = await store.read(project.projectId, [id]);
    const jobId = await acceptDeletions(overtaken, realAmbient, order(), [id], known);
    const { rows } = await test.pool.query(
      'select status, error_code from shown_sub_jobs where job_id = $1',
      [jobId],
    );
    assert.deepEqual(rows, [{ status: 'FAILED', error_code: 'DPL.0409' }]);
  });
});
