import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import {
  createTestDatabase,
  type TestDatabase,
  testMasterKeyFile,
} from '@deskplane/server/testing/testDatabase.js';
import { keepTombstones } from '@deskplane/server/tombstones/keepTombstones.js';
import { pino } from 'pino';
import { deskplanePath, prepareDeskplane, run } from './testing/runDeskplane.js';

let directory: string;
let service: TestService;
const databases: TestDatabase[] = [];
/** Deleted before either backup, between the two, and after both. */
let early: string;
let middle: string;
let late: string;
const at = (name: string) => join(directory, name);
/** A copy of the file of tombstones from before anything after the early deletion ended. */
const older = () => at('tombstones.older');

function deskplane(database: TestDatabase, ...words: string[]) {
  const environment = { DATABASE_URL: database.url, DESKPLANE_DATA_DIR: directory };
  return run(process.execPath, [deskplanePath, ...words], { environment });
}

async function newDatabase(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  databases.push(made);
  return made;
}

async function living({ pool }: TestDatabase): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from desktops where gone_at is null');
  return rows.map(({ id }) => id);
}

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deskplane-restore-'));
  service = await startTestService({ simulated: { delayMs: 10 } });
  const keeper = await keepTombstones({
    pool: service.database.pool,
    path: at('tombstones.jsonl'),
    logger: pino({ level: 'silent' }),
    deskplane: './deskplane',
    onOlderDatabase: assert.fail,
  });
  const backUp = async (name: string) => {
    const made = await deskplane(service.database, 'backup', at(name));
    assert.equal(made.code, 0, made.stderr);
  };
  const remove = async (id: string) => {
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await showUntilGone(service, id);
    await keeper.copyNow();
  };
  [early] = await createDesktops(service, { desktop_name: 'early' });
  [middle] = await createDesktops(service, { desktop_name: 'middle' });
  [late] = await createDesktops(service, { desktop_name: 'late' });
  await remove(early);
  await copyFile(at('tombstones.jsonl'), older());
  await backUp('first.gz');
  await remove(middle);
  await backUp('second.gz');
  await remove(late);
  await keeper.stop();
  await service.stop();
});
after(async () => {
  await service?.remove();
  for (const database of databases) await database.drop();
  await rm(directory, { recursive: true, force: true });
});

describe('deskplane restore', () => {
  it('S9: refuses tombstones that end before the backup does, naming both numbers, and changes nothing', async () => {
    const target = await newDatabase();
    const refused = await deskplane(target, 'restore', at('second.gz'), '--tombstones', older());
    assert.equal(refused.code, 1);
    const [, file, backup] =
      /ends with number (\d+), but the backup already has number (\d+): the file is older/.exec(
        refused.stderr,
      ) ?? [];
    assert.ok(Number(file) > 0 && Number(file) < Number(backup), refused.stderr);
    assert.match(refused.stderr, /Nothing was restored/);
    assert.deepEqual(await living(target), []);
    assert.equal((await target.pool.query('select from desktops')).rowCount, 0);
  });

  it('never says that nothing had ended: only what the file tells, and up to where', async () => {
    const target = await newDatabase();
    const restored = await deskplane(target, 'restore', at('second.gz'));
    assert.equal(restored.code, 0, restored.stderr);
    assert.match(restored.stdout, /Repeated deletions and revocations: 1 desktop\./);
    assert.match(restored.stdout, /: \d+ rows restored\./);
    assert.match(restored.stdout, /ends with number \d+ \(20\d\d-.*\)\. It cannot know of later deletions\./);
    assert.deepEqual(await living(target), []);

    const exact = await newDatabase();
    const first = await deskplane(exact, 'restore', at('first.gz'), '--tombstones', older());
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /There was nothing to repeat\. The tombstone file ends with number \d+/);
    assert.doesNotMatch(first.stdout, /had ended since/);
    assert.deepEqual((await living(exact)).toSorted(), [middle, late].toSorted());

    const without = await newDatabase();
    const words = ['restore', at('second.gz'), '--tombstones', older(), '--without-tombstones'];
    const unknown = await deskplane(without, ...words);
    assert.equal(unknown.code, 0, unknown.stderr);
    assert.match(unknown.stdout, /Later deletions are unknown: the restore may have undone them\./);
    assert.deepEqual(await living(without), [late]);
    // A database that was put back by other means is held to the file in the same way.
    const replayed = await deskplane(without, 'restore', '--replay', '--tombstones', older());
    assert.equal(replayed.code, 1);
    assert.match(
      replayed.stderr,
      /the database already has number \d+: the file is older.*Nothing was changed/s,
    );
  });

  it('shows a deletion that it ended again as replayed, not as waiting for its receipt', async () => {
    const target = await newDatabase();
    const again = await deskplane(target, 'restore', at('first.gz'));
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /: 2 desktops\.\n/, 'several are in the plural');
    await copyFile(testMasterKeyFile(service.database.url), testMasterKeyFile(target.url));
    const restored = await startTestService({ database: target, credentials: service.credentials });
    const client = await prepareDeskplane(restored.credentials);
    try {
      const states = await Promise.all(
        [early, middle, late].map(
          async (id) => (await restored.call('GET', `/deletions/${id}`)).body.receipt_state,
        ),
      );
      assert.deepEqual(states, ['sealed', 'replayed', 'replayed']);
      const refused = await client.run('receipt', 'get', middle);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /replayed from the tombstone file .* no receipt of it/);
      const { stdout } = await client.run('deletion', 'list');
      assert.equal(stdout.match(/done, replayed/g)?.length, 2, stdout);
    } finally {
      await client.remove();
      await restored.stop();
    }
  });
});
