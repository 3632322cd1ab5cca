import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId, type DesktopId } from '../../ids.js';
import { addDesktop, addPort, addProject, addVolume, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { showWhetherFailing } from './showWhetherFailing.js';

describe('what a deletion is shown as', () => {
  let data: TestDatabase;
  let project: TestProject;
  before(async () => {
    data = await createTestDatabase();
    project = await addProject(data.database);
  });
  after(() => data.drop());

  async function deletionWith(...attempts: number[]): Promise<DesktopId> {
    const desktop = await addDesktop(data.database, project, { task_status: 'deleting' });
    await data.pool.query(
      `insert into deletions (desktop_id, project_id, delete_users, email_notification, is_force_delete, accepted_at,
         accepted_by, request_id) values ($1, $2, false, false, false, now(), 'operator', 'request')`,
      [desktop, project.projectId],
    );
    for (const [index, count] of attempts.entries()) {
      const item =
        index === 0
          ? await addVolume(data.database, project, desktop, '/dev/vda')
          : await addPort(data.database, project, desktop, `100.64.1.${(made += 1)}`);
      await data.pool.query(
        `insert into deletion_items (item_id, desktop_id, stage, kind, intent, attempts)
         values ($1, $2, 1, $3, 'delete', $4)`,
        [item, desktop, index === 0 ? 'volume' : 'port', count],
      );
    }
    return desktop;
  }
  let made = 1;

  async function shown(desktop: DesktopId): Promise<unknown[]> {
    const { rows } = await data.pool.query(
      `select d.state, d.failed_since, desktops.task_status from deletions d
       join desktops on desktops.id = d.desktop_id where d.desktop_id = $1`,
      [desktop],
    );
    const [row] = rows;
    return [row.state, row.task_status, row.failed_since === null];
  }

  async function failedSince(desktop: DesktopId): Promise<unknown> {
    const { rows } = await data.pool.query('select failed_since from deletions where desktop_id = $1', [
      desktop,
    ]);
    return rows[0].failed_since;
  }

  it('is failing while one item is in trouble, since the first of it, and running again after', async () => {
    const desktop = await deletionWith(10, 12);
    await showWhetherFailing(data.database, desktop);
    assert.deepEqual(await shown(desktop), ['failed', 'deleteFailed', false]);
    const since = await failedSince(desktop);
    await data.pool.query(`update deletion_items set attempts = 0 where desktop_id = $1 and kind = 'port'`, [
      desktop,
    ]);
    await showWhetherFailing(data.database, desktop);
    assert.deepEqual(await shown(desktop), ['failed', 'deleteFailed', false], 'the other one still fails');
    assert.deepEqual(await failedSince(desktop), since);
    await data.pool.query(
      `update deletion_items set ended = 'released' where desktop_id = $1 and kind = 'volume'`,
      [desktop],
    );
    await showWhetherFailing(data.database, desktop);
    assert.deepEqual(await shown(desktop), ['running', 'deleting', true]);
  });

  it('is not failing by the word of a worker whose item was released meanwhile', async () => {
    const desktop = await deletionWith(11);
    let reported: Promise<void> | undefined;
    await data.database.transaction().execute(async (transaction) => {
      await transaction
        .selectFrom('deletions')
        .select('desktop_id')
        .where('desktop_id', '=', desktop)
        .forUpdate()
        .execute();
      reported = showWhetherFailing(data.database, desktop);
      await waitUntil(async () => {
        const { rows } = await data.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      }, 'the report to wait for the release');
      await transaction
        .updateTable('deletion_items')
        .set({ ended: 'released', ended_at: new Date() })
        .where('desktop_id', '=', desktop)
        .execute();
    });
    await reported;
    assert.deepEqual(await shown(desktop), ['running', 'deleting', true]);
  });

  it('is left alone when it is done or unknown', async () => {
    const desktop = await deletionWith(99);
    await data.pool.query(`update deletions set state = 'done' where desktop_id = $1`, [desktop]);
    await showWhetherFailing(data.database, desktop);
    assert.equal((await shown(desktop))[0], 'done');
    await showWhetherFailing(data.database, asId('a130ab3a-72bf-4b71-baa9-af4987c8e338'));
  });
});
