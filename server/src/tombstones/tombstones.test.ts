import assert from 'node:assert/strict';
import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { addDesktop, addProject, addUser, type TestProject } from '../testing/desktopRows.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { keepTombstones, type TombstoneKeeper } from './keepTombstones.js';
import { openTombstoneFile, readTombstones } from './tombstoneFile.js';

const logger = pino({ level: 'silent' });
let database: TestDatabase;
let directory: TemporaryDirectory;
let project: TestProject;
before(async () => {
  database = await createTestDatabase();
  directory = await makeTemporaryDirectory();
  project = await addProject(database.database);
});
after(async () => {
  await directory.remove();
  await database.drop();
});

async function keep(name: string, onOlderDatabase = (error: Error): void => assert.fail(error)) {
  const path = join(directory.path, name);
  const keeper = await keepTombstones({
    pool: database.pool,
    path,
    deskplane: './deskplane',
    logger,
    onOlderDatabase,
    every: 20,
  });
  return { path, keeper };
}

async function endSomeone(): Promise<string> {
  const id = await addUser(database.database, project, `u${Math.random()}`);
  await database.database.deleteFrom('desktop_users').where('id', '=', id).execute();
  return id;
}

async function subjects(path: string): Promise<string[]> {
  return ((await readTombstones(path)) ?? []).slice(1).map((stone) => `${stone.kind} ${stone.subject}`);
}

describe('the tombstone file', () => {
  it('gets every end, in one order for all replicas, and only its owner may read it', async () => {
    const one = await keep('one');
    const two = await keep('two');
    const desktop = await addDesktop(database.database, project);
    await database.database
      .updateTable('desktops')
      .set({ gone_at: new Date() })
      .where('id', '=', desktop)
      .execute();
    const users = await Promise.all(Array.from({ length: 40 }, endSomeone));
    await one.keeper.stop();
    await two.keeper.stop();
    const kept = await subjects(one.path);
    assert.deepEqual(
      [...kept].sort(),
      [`desktop ${desktop}`, ...users.map((user) => `desktop-user ${user}`)].sort(),
    );
    assert.equal(await readFile(two.path, 'utf8'), await readFile(one.path, 'utf8'));
    assert.equal((await stat(one.path)).mode & 0o777, 0o600);
  });

  it('loses no end whose transaction took long', async () => {
    const { path, keeper } = await keep('slow');
    const client = await database.pool.connect();
    await client.query('begin');
    const late = await addUser(database.database, project, 'late');
    await client.query('delete from desktop_users where id = $1', [late]);
    const quick = await endSomeone();
    await keeper.copyNow();
    assert.ok((await subjects(path)).includes(`desktop-user ${quick}`));
    await client.query('commit');
    client.release();
    await keeper.stop();
    assert.equal((await subjects(path)).at(-1), `desktop-user ${late}`);
  });

  it('goes on after a crash in the middle of a line', async () => {
    const { path, keeper } = await keep('torn');
    await keeper.stop();
    const whole = await readFile(path, 'utf8');
    await appendFile(path, '{"position":99,"kind":"des');
    assert.equal((await readTombstones(path))?.length, whole.trimEnd().split('\n').length);
    const again = await keep('torn');
    await again.keeper.stop();
    assert.equal(await readFile(path, 'utf8'), whole);
  });

  it('is caught up from any point where it broke off', async () => {
    const { path, keeper } = await keep('behind');
    await keeper.stop();
    const whole = await readFile(path, 'utf8');
    await truncate(path, Math.floor(whole.length / 2));
    const again = await keep('behind');
    await again.keeper.stop();
    assert.equal(await readFile(path, 'utf8'), whole);
  });

  it('is refused when a line was changed or taken out', async () => {
    const { path, keeper } = await keep('forged');
    await keeper.stop();
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.toSpliced(2, 1).join('\n'));
    await assert.rejects(readTombstones(path), /damaged: line 3/);
    await writeFile(path, lines.with(1, lines[1]?.replace('desktop', 'desktoq') ?? '').join('\n'));
    await assert.rejects(readTombstones(path), /damaged: line 2/);
    await writeFile(path, `${lines.join('\n')}nonsense\n`);
    await assert.rejects(openTombstoneFile(path), /its last line is not a tombstone/);
    await assert.rejects(readTombstones(path), /line \d+ is not a tombstone/);
    await writeFile(path, lines.join('\n').replace(/"subject"(?=[^\n]*\n$)/, '"subjekt"'));
    await assert.rejects(readTombstones(path), /line \d+ is not a tombstone/);
  });

  it('is named when it cannot be read, for the user at the terminal', async () => {
    await assert.rejects(readTombstones(directory.path), (error: Error) => {
      assert.deepEqual(
        [error.name, /Cannot read the tombstone file .*: EISDIR/.test(error.message)],
        ['StartError', true],
      );
      return true;
    });
  });

  it('stops a service whose database was put back while it ran', async () => {
    await endSomeone();
    let told: Error | undefined;
    const { keeper }: { keeper: TombstoneKeeper } = await keep('running', (error) => {
      told = error;
    });
    await database.pool.query(
      'delete from tombstones where position = (select max(position) from tombstones)',
    );
    await waitUntil(() => told !== undefined, 'the older database to be noticed');
    assert.match(told?.message ?? '', /deskplane restore --replay/);
    await keeper.stop();
  });
});
