import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { makeBackup, restore } from '../../backup/backupAndRestore.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { compactAll, countLeft, deleteAndSettle, moveBack, tablesWith } from '../../testing/oldDeletions.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../testing/temporaryDirectory.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { keepTombstones } from '../../tombstones/keepTombstones.js';

let directory: TemporaryDirectory;
let service: TestService;
let id: string;
let userId: string;
const targets: TestDatabase[] = [];

const request = (database: TestDatabase, file: string) => ({
  progress: () => undefined,
  environment: { DATABASE_URL: database.url, DESKPLANE_DATA_DIR: directory.path },
  file: join(directory.path, file),
  tombstones: undefined,
  withoutTombstones: false,
});

before(async () => {
  directory = await makeTemporaryDirectory();
  service = await startTestService();
  const keeper = await keepTombstones({
    pool: service.database.pool,
    path: join(directory.path, 'tombstones.jsonl'),
    logger: pino({ level: 'silent' }),
    deskplane: './deskplane',
    onOlderDatabase: assert.fail,
  });
  [id] = await createDesktops(service, {
    desktops: [{ user_name: 'vendelin', computer_name: 'vendelin-pc' }],
  });
  userId = (await service.call('GET', '/users?user_name=vendelin')).body.users[0].id;
  await makeBackup(request(service.database, 'alive'));
  await deleteAndSettle(service, id, { query: 'delete_users=true' });
  await moveBack(service, [id]);
  await makeBackup(request(service.database, 'whole'));
  assert.equal(await compactAll(service), 1);
  await makeBackup(request(service.database, 'let-go'));
  assert.equal((await service.call('POST', '/erasures', { user_id: userId })).status, 200);
  await keeper.stop();
  await service.stop();
});
after(async () => {
  for (const target of targets) await target.drop();
  await service.remove();
  await directory.remove();
});

async function restored(file: string): Promise<TestDatabase> {
  const target = await createTestDatabase();
  targets.push(target);
  await restore(request(target, file));
  return target;
}

async function tombstoneOf({ pool }: TestDatabase): Promise<unknown> {
  const { rows } = await pool.query(
    `select d.gone_at is not null as gone, d.compacted_at is not null as closed, d.computer_name as name,
       (select json_agg(p order by p.item_id) from past_items p where p.desktop_id = d.id) as items
     from desktops d where d.id = $1`,
    [id],
  );
  return rows[0];
}

describe('a backup and the retention', () => {
  it('keeps the tombstone of what was let go', async () => {
    const target = await restored('let-go');
    assert.deepEqual(await tombstoneOf(target), await tombstoneOf(service.database));
    assert.deepEqual(await countLeft({ ...service, database: target }, id), {});
    const { rows } = await target.pool.query('select deletions from compacted_totals');
    assert.deepEqual(rows, [{ deletions: '1' }]);
  });

  it('brings back whole what was let go since, and it is let go again', async () => {
    const target = await restored('whole');
    const there = { ...service, database: target };
    assert.equal((await countLeft(there, id))['items'], 3);
    assert.equal(await compactAll(there), 1);
    assert.deepEqual(await countLeft(there, id), {});
    assert.deepEqual(await tombstoneOf(target), await tombstoneOf(service.database));
  });

  it('forgets a person again who was erased when nothing was left of them', async () => {
    for (const file of ['alive', 'whole']) {
      const left = await tablesWith((await restored(file)).pool, 'vendelin');
      // What the simulated engine has of its own, as any engine would.
      assert.deepEqual(
        left.filter((table) => table !== 'simulated_items'),
        [],
        file,
      );
    }
  });

  it('S9: ends again what it has alive, which stays whole, since its receipt is not there', async () => {
    const target = await restored('alive');
    const there = { ...service, database: target };
    await moveBack(there, [id], 1_000);
    const { rows } = await target.pool.query(
      `select x.state, x.completed_at is not null as completed, x.accepted_by <> '' as accepted, x.delete_users
       from deletions x join desktops d on d.id = x.desktop_id where d.gone_at is not null and d.id = $1`,
      [id],
    );
    assert.deepEqual(rows, [{ state: 'done', completed: true, accepted: true, delete_users: true }]);
    assert.equal(await compactAll(there), 0);
    assert.equal((await countLeft(there, id))['deletion_orders'], 1);
  });
});
