import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { asId, type DesktopId, type JobId } from '../../ids.js';
import { deletionOrder } from '../../testing/deletionOrder.js';
import { addDesktop, addProject, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { planDeletion } from '../plan/planDeletion.js';
import type { AcceptanceStore, DeletionOrder, PlannedDesktop } from './acceptanceStore.js';
import { createPostgresAcceptanceStore } from './postgresAcceptanceStore.js';

describe('deletions that are accepted at the same moment', () => {
  let test: TestDatabase;
  let project: TestProject;
  let store: AcceptanceStore;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
    store = createPostgresAcceptanceStore(test.pool, realAmbient, 'simulated');
  });
  after(() => test.drop());

  const order = (): DeletionOrder => deletionOrder(project.projectId);

  async function planFor(id: DesktopId): Promise<PlannedDesktop> {
    const desktop = (await store.read(project.projectId, [id])).get(id);
    assert.ok(desktop !== undefined);
    return { desktop, plan: planDeletion(desktop.inventory, order().flags), position: 0 };
  }

  const accept = async (...plans: PlannedDesktop[]): Promise<DesktopId[]> => {
    const jobId = asId<JobId>(realAmbient.uuid());
    return [...(await store.accept({ order: order(), jobId, plans, failures: [] }))];
  };

  it('wait each for its own desktops only, and lose none of those that somebody holds', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => addDesktop(test.database, project)));
    const [held, free, alsoHeld, alsoFree] = await Promise.all(ids.map(planFor));
    assert.ok(held && free && alsoHeld && alsoFree);
    const holder = await test.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select from desktops where id = any($1::uuid[]) for update', [
        [held.desktop.id, alsoHeld.desktop.id],
      ]);
      const waiting = [accept(held), accept(alsoHeld, alsoFree)];
      assert.deepEqual(await accept(free), [free.desktop.id], 'beside two that have to wait');
      await holder.query('commit');
      const [first = [], second = []] = await Promise.all(waiting);
      assert.deepEqual(first, [held.desktop.id]);
      assert.deepEqual(new Set(second), new Set([alsoHeld.desktop.id, alsoFree.desktop.id]));
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    const { rows } = await test.pool.query(
      `select d.id, count(*)::int as jobs, count(distinct e.leaf_hash)::int as entries
       from desktops d join deletions x on x.desktop_id = d.id join shown_sub_jobs s on s.desktop_id = d.id::text
       join log_entries e on e.desktop_id = d.id
       where d.id = any($1::uuid[]) and d.status = 'DELETING' group by d.id`,
      [ids],
    );
    assert.deepEqual(
      new Map(rows.map((row) => [row.id, [row.jobs, row.entries]])),
      new Map(ids.map((id) => [id, [1, 1]])),
    );
  });

  it('A1: are accepted once where several want the same desktop', async () => {
    const plan = await planFor(await addDesktop(test.database, project));
    const answers = await Promise.all([1, 2, 3, 4].map(() => accept(plan)));
    assert.equal(answers.flat().length, 1);
  });

  it('S7: stay on the ledger, whoever wants them away', async () => {
    await accept(await planFor(await addDesktop(test.database, project)));
    for (const table of ['desktops', 'items', 'deletion_orders', 'deletion_progress', 'deletion_users']) {
      await assert.rejects(test.pool.query(`delete from ${table}`), /the ledger keeps its rows/);
      await assert.rejects(test.pool.query(`truncate ${table} cascade`), /the ledger keeps its rows/);
    }
  });
});
