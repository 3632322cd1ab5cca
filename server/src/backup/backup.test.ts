import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { createSimulatedEngine } from '../engines/simulated/simulatedEngine.js';
import { asId, type DesktopId } from '../ids.js';
import { scanOrphans } from '../orphans/scanOrphans.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { earlierMigrations, makeEarlierState } from '../testing/earlierState.js';
import { forkService, readTestConfig } from '../testing/forkService.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { keepTombstones } from '../tombstones/keepTombstones.js';
import { makeBackup, replay, restore } from './backupAndRestore.js';
import { readTables } from './tables.js';

/** Everything in a database, row by row, but for the order of rows. */
async function contentOf(database: TestDatabase): Promise<Map<string, string[]>> {
  const client = await database.pool.connect();
  try {
    const content = new Map<string, string[]>();
    for (const { name } of await readTables(client)) {
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from "${name}" t`,
      );
      content.set(name, rows.map(({ row }) => row).sort());
    }
    return content;
  } finally {
    client.release();
  }
}

let directory: TemporaryDirectory;
const databases: TestDatabase[] = [];
before(async () => {
  directory = await makeTemporaryDirectory();
});
after(async () => {
  for (const database of databases) await database.drop();
  await directory.remove();
});

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

function environmentOf(database: TestDatabase) {
  return { DATABASE_URL: database.url, DESKPLANE_DATA_DIR: directory.path };
}

const quiet = { progress: () => undefined };
const request = (database: TestDatabase, file: string) => ({
  ...quiet,
  environment: environmentOf(database),
  file: join(directory.path, file),
  tombstones: undefined,
  withoutTombstones: false,
});

/** Starts the real service on a database. @returns why it does not start, or undefined when it does */
async function startOn(database: TestDatabase, masterKeyPath: string): Promise<string | undefined> {
  const service = forkService(directory.path, {
    config: readTestConfig(directory.path, { DATABASE_URL: database.url, DESKPLANE_REGION: 'test-1' }),
    databaseUrl: database.url,
    masterKeyPath,
  });
  const outcome = await service.outcome;
  await service.end();
  return 'failure' in outcome ? outcome.failure : undefined;
}

describe('a backup', () => {
  let service: TestService;
  let kept: string;
  let doomed: string;
  let masterKey: string;

  before(async () => {
    service = await startTestService({ simulated: { delayMs: 10 } });
    masterKey = join(
      tmpdir(),
      `deskplane-test-master-${new URL(service.database.url).pathname.slice(1)}.key`,
    );
    [kept] = await createDesktops(service, { desktops: [{ computer_name: 'kept', user_name: 'ann' }] });
    [doomed] = await createDesktops(service, { desktops: [{ computer_name: 'doomed', user_name: 'bob' }] });
    const { users } = (await service.call('GET', '/users?user_name=ann')).body;
    for (const group_name of ['Doomed team', 'Lasting team']) {
      const group = { group_name, platform_type: 'LOCAL' };
      const { id } = (await service.call('POST', '/groups', group)).body;
      const joining = { op_type: 'ADD', user_ids: [users[0].id] };
      await service.call('POST', `/groups/${id}/actions`, joining);
    }
    await service.database.pool.query(
      `insert into otp_devices (id, user_id, project_id, sealed_secret, created_at, confirmed_at)
       select 'lost', id, project_id, '\\x00', now(), now() from desktop_users where id = $1`,
      [users[0].id],
    );
    const [earlier] = await createDesktops(service, { desktop_name: 'earlier' });
    await service.call('DELETE', `/desktops/${earlier}`);
    await showUntilGone(service, earlier);
  });
  after(() => service.remove());

  it('is made while the service runs, for its owner only, and never over another file', async () => {
    const summary = await makeBackup(request(service.database, 'first'));
    assert.ok((summary.rows.get('desktops') ?? 0) === 3 && (summary.rows.get('tombstones') ?? 0) >= 2);
    assert.equal((await stat(join(directory.path, 'first'))).mode & 0o777, 0o600);
    await assert.rejects(makeBackup(request(service.database, 'first')), /exists already/);
    const over = { ...request(service.database, 'first'), withoutTombstones: true };
    await assert.rejects(restore(over), /A service is using this database/);
  });

  it('is refused when a byte of it was changed, cut off, or it is something else', async () => {
    const path = join(directory.path, 'first');
    const whole = await readFile(path);
    const lines = gunzipSync(whole).toString('utf8').split('\n');
    const target = await newDatabase();
    const untouched = await contentOf(target);
    const broken: [string, Buffer][] = [
      ['cut', whole.subarray(0, whole.length - 40)],
      ['flipped', Buffer.from(whole.map((byte, index) => (index === 400 ? byte ^ 1 : byte)))],
      ['changed', gzipSync(lines.join('\n').replace('doomed', 'doomex'))],
      ['endless', gzipSync(`${lines.slice(0, -2).join('\n')}\n`)],
      ['short', gzipSync(lines.filter((line) => !line.includes('"ann"')).join('\n'))],
      ['text', Buffer.from('hello')],
      ['empty', gzipSync('')],
    ];
    for (const [name, content] of broken) {
      await writeFile(join(directory.path, name), content);
      const wish = { ...request(target, name), withoutTombstones: true };
      await assert.rejects(restore(wish), /is not a complete backup of Deskplane/, name);
    }
    assert.deepEqual(await contentOf(target), untouched);
  });

  it('restores everything as it was', async () => {
    // At rest, so that there is something to compare.
    await service.stop();
    await makeBackup(request(service.database, 'rest'));
    const target = await newDatabase();
    await assert.rejects(restore(request(target, 'rest')), /There is no tombstone file/);
    const restored = await restore({ ...request(target, 'rest'), withoutTombstones: true });
    assert.deepEqual([...restored.replayed], []);
    assert.deepEqual(await contentOf(target), await contentOf(service.database));
    await assert.rejects(restore({ ...request(target, 'rest'), withoutTombstones: true }), /not empty/);
  });

  it('S9: does not bring back to life what ended after it', async () => {
    const second = await startTestService({ database: service.database, simulated: { delayMs: 10 } });
    const path = join(directory.path, 'tombstones.jsonl');
    const logger = pino({ level: 'silent' });
    const keeper = await keepTombstones({
      pool: service.database.pool,
      path,
      deskplane: './deskplane',
      logger,
      onOlderDatabase: assert.fail,
    });
    const { database } = service.database;
    try {
      assert.equal((await second.call('DELETE', `/desktops/${doomed}?delete_users=true`)).status, 204);
      await showUntilGone(second, doomed);
      const { user_groups } = (await second.call('GET', '/groups?keyword=doomed')).body;
      assert.equal((await second.call('DELETE', `/groups/${user_groups[0].id}`)).status, 204);
      const { users } = (await second.call('GET', '/users?user_name=ann')).body;
      const lost = { otp_ids: ['lost'] };
      assert.equal((await second.call('DELETE', `/users/${users[0].id}/otp-devices`, lost)).status, 204);
      await database.updateTable('access_keys').set({ enabled: false }).execute();
      await database.deleteFrom('tokens').execute();
      await database.updateTable('iam_users').set({ password_hash: 'another' }).execute();
    } finally {
      await second.stop();
      await keeper.stop();
    }
    const target = await newDatabase();
    const { replayed } = await restore(request(target, 'rest'));
    assert.equal(replayed.get('desktop'), 1);
    assert.equal(replayed.get('desktop-user'), 1);
    assert.equal(replayed.get('user-group'), 1);
    assert.equal(replayed.get('otp-device'), 1);
    assert.equal(replayed.get('access-key'), 1);
    assert.equal(replayed.get('password'), 1);
    const groups = await target.pool.query<{ name: string }>('select name from user_groups');
    assert.deepEqual(groups.rows, [{ name: 'Lasting team' }]);
    await assertGone(target);
    // The engine's world was put back, too: what is in it of the deleted desktop is known to be ours.
    const { pool, database: restored } = target;
    const settings = { seed: 1, delayMs: 10, faultRate: 0 };
    const engine = createSimulatedEngine({ pool, ambient: realAmbient, settings, region: 'test-1' });
    const scan = await scanOrphans({ database: restored, engine, ambient: realAmbient });
    assert.deepEqual(
      scan.suspects.map((suspect) => [suspect.class, suspect.record?.desktopId]),
      [1, 2, 3].map(() => ['ours-orphaned', doomed]),
    );
    assert.deepEqual([...scan.live.values()], [3]);
    assert.deepEqual([scan.missing, scan.foreign], [[], []]);
    assert.equal(await startOn(target, masterKey), undefined);
  });

  it('S9: is refused by the service when it was put back by other means, until it was replayed', async () => {
    const target = await newDatabase();
    await restore({
      ...request(target, 'rest'),
      tombstones: join(directory.path, 'none'),
      withoutTombstones: true,
    });
    const refusal = await startOn(target, masterKey);
    assert.match(refusal ?? '', /bring back deleted desktops.*deskplane restore --replay/s);
    const { replayed } = await replay({
      ...quiet,
      environment: environmentOf(target),
      tombstones: undefined,
    });
    assert.equal(replayed.get('desktop'), 1);
    await assertGone(target);
    assert.equal(await startOn(target, masterKey), undefined);
    // Once is as good as twice.
    const again = await replay({ ...quiet, environment: environmentOf(target), tombstones: undefined });
    assert.deepEqual([[...again.replayed], again.known.file], [[], again.known.database]);
  });

  it('of an earlier state, or of another release, is refused by name, and nothing is restored', async () => {
    const [head = '', ...content] = gunzipSync(await readFile(join(directory.path, 'rest')))
      .toString('utf8')
      .split('\n')
      .slice(0, -2);
    const { migrations, ...own } = JSON.parse(head).head;
    const [first, ...others] = migrations;
    const heads: [string, object, RegExp][] = [
      [
        'earlier',
        { ...own, version: 1, migrations: earlierMigrations },
        /earlier is a backup by a development state of Deskplane from before 0\.1\.0.*Nothing was restored/,
      ],
      ['later', { ...own, version: 9, migrations }, /later release of Deskplane.*version 9/],
      [
        'edited',
        { ...own, migrations: [{ ...first, checksum: '0'.repeat(64) }, ...others] },
        /migration 1 is 0001_accounts_and_access\.sql 000000000000….*Nothing was restored/,
      ],
      ['older', { ...own, migrations: migrations.slice(0, -1) }, /is no such migration/],
    ];
    const target = await newDatabase();
    const untouched = await contentOf(target);
    for (const [name, changed, refusal] of heads) {
      const lines = [JSON.stringify({ head: changed }), ...content].map((line) => `${line}\n`).join('');
      const digest = createHash('sha256').update(lines).digest('hex');
      const end = JSON.stringify({ end: { rows: {}, digest } });
      await writeFile(join(directory.path, name), gzipSync(`${lines}${end}\n`));
      const wish = { ...request(target, name), withoutTombstones: true };
      await assert.rejects(restore(wish), { name: 'StartError', message: refusal }, name);
    }
    assert.deepEqual(await contentOf(target), untouched);
  });

  it('is neither made of a database of an earlier state nor restored into one, which the service refuses too', async () => {
    const earlier = await newDatabase();
    await makeEarlierState(earlier);
    const refusal = /before 0\.1\.0, which was never released.*0018_proof\.sql/;
    await assert.rejects(makeBackup(request(earlier, 'never')), refusal);
    await assert.rejects(restore({ ...request(earlier, 'rest'), withoutTombstones: true }), refusal);
    assert.match((await startOn(earlier, masterKey)) ?? '', refusal);
    const { rows } = await earlier.pool.query(
      'select count(*)::integer as tables from pg_tables where schemaname = current_schema()',
    );
    assert.deepEqual(rows, [{ tables: 2 }]);
  });

  it('takes no tombstones of another database', async () => {
    const stranger = await newDatabase();
    await stranger.pool.query(`update tombstones set subject = 'stranger', position = null, hash = null`);
    const wish = { ...quiet, environment: environmentOf(stranger), tombstones: undefined };
    await assert.rejects(replay(wish), /belongs to another database/);
    assert.match((await startOn(stranger, masterKey)) ?? '', /does not belong to/);
  });

  async function assertGone({ database }: TestDatabase): Promise<void> {
    const desktops = await database
      .selectFrom('desktops')
      .select(['id', 'gone_at', 'task_status'])
      .where('gone_at', 'is', null)
      .execute();
    assert.deepEqual(
      desktops.map(({ id }) => id),
      [kept],
    );
    const users = await database.selectFrom('desktop_users').select('user_name').execute();
    assert.deepEqual(users, [{ user_name: 'ann' }]);
    const items = await database
      .selectFrom('items')
      .select('id')
      .where('state', '<>', 'absent')
      .where('desktop_id', '<>', asId<DesktopId>(kept))
      .execute();
    assert.deepEqual(items, []);
    const deletions = await database.selectFrom('deletions').select('state').distinct().execute();
    assert.deepEqual(deletions, [{ state: 'done' }]);
    assert.deepEqual(await database.selectFrom('tokens').select('user_id').execute(), []);
  }
});
