import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { processesIn } from '../../system/processTable.js';
import { currentUser, ensureSystemUser, isRoot } from '../../system/systemUsers.js';
import { waitUntil } from '../../system/waitUntil.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../testing/temporaryDirectory.js';
import { migrations } from '../migrationFiles.js';
import type { EmbeddedPostgresOptions } from './options.js';
import { prepareTemplate } from './prepareTemplate.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './startEmbeddedPostgres.js';

const deadlineMs = 180_000;
const parentProgram = fileURLToPath(new URL('../../testing/leavePostgres.js', import.meta.url));

describe('the embedded PostgreSQL', () => {
  let temporary: TemporaryDirectory;
  let directory: string;
  let options: EmbeddedPostgresOptions;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    directory = temporary.path;
    options = await optionsIn(directory);
  });

  after(() => temporary.remove());

  it('starts from nothing with checksums and fsync, as a role that is no superuser', async (test) => {
    const server = await run(test, options);
    const [row] = await query(
      server.url,
      `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
              current_setting('server_encoding') as encoding, current_setting('is_superuser') as superuser,
              current_setting('listen_addresses') as addresses, current_user as role`,
    );
    await server.stop();
    assert.deepEqual(row, {
      fsync: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      superuser: 'off',
      addresses: '',
      role: 'deskplane',
    });
  });

  it('becomes a copy of a template that is made once, with the tables of this release and nothing synced', async (test) => {
    const own = await optionsIn(join(directory, 'copies'));
    const templates = join(directory, 'templates');
    const template = await prepareTemplate(own, templates);
    const [name, ...others] = await readdir(templates);
    assert.ok(name !== undefined && template?.startsWith(join(templates, name)));
    assert.deepEqual(others, []);
    assert.equal(await prepareTemplate(own, templates), template);
    const server = await run(test, { ...own, template, durable: false });
    const [row] = await query(
      server.url,
      `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
              (select count(*)::int from migrations) as migrations, (select count(*)::int from desktops) as desktops`,
    );
    await server.stop();
    assert.deepEqual(row, { fsync: 'off', checksums: 'on', migrations: migrations.length, desktops: 0 });
  });

  it('is made without a template where none can be kept, and says why', async (test) => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    for (const templates of [file, join(file, 'below'), '/proc/nope/templates']) {
      const said: string[] = [];
      const own = {
        ...(await optionsIn(join(directory, 'uncached'))),
        progress: (text: string) => said.push(text),
      };
      assert.equal(await prepareTemplate(own, templates), undefined);
      assert.ok(said[0]?.startsWith(`No template of the database can be kept in ${templates}: E`), said[0]);
    }
    const own = await optionsIn(join(directory, 'uncached'));
    const server = await run(test, { ...own, template: undefined, durable: false });
    assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
    await server.stop();
  });

  it('keeps everything that was acknowledged when the server is killed', async (test) => {
    const first = await run(test, options);
    await query(first.url, 'create table kept (number int)');
    for (let number = 0; number < 50; number += 1) {
      await query(first.url, `insert into kept values (${number})`);
    }
    process.kill(first.pid, 'SIGKILL');
    assert.equal(await first.exited, 'SIGKILL');
    const second = await run(test, options);
    const [row] = await query(second.url, 'select count(*)::int as rows from kept');
    await second.stop();
    assert.deepEqual(row, { rows: 50 });
  });

  it('refuses a second server on the same cluster and leaves the first alone', async (test) => {
    const first = await run(test, options);
    await assert.rejects(startEmbeddedPostgres(options), /is in use by process \d+\. Stop that one first/);
    assert.deepEqual(await query(first.url, 'select 1 as one'), [{ one: 1 }]);
    await first.stop();
    const next = await run(test, options);
    await next.stop();
  });

  it('ends the server that a killed parent left behind, and starts anew on its data', async (test) => {
    const orphan = await leaveOrphan({ ...options, endWithParent: false });
    assert.ok((await serversOf(options)).includes(orphan));
    const server = await run(test, options);
    assert.notEqual(server.pid, orphan);
    assert.ok(!(await serversOf(options)).includes(orphan));
    assert.deepEqual(await query(server.url, 'select count(*)::int as rows from kept'), [{ rows: 50 }]);
    await server.stop();
  });

  it('ends by itself when its parent is killed', async () => {
    await leaveOrphan(options);
    assert.ok(
      await waitUntil(async () => (await serversOf(options)).length === 0, deadlineMs),
      'the server lives on',
    );
  });

  it('is not kept from starting by a number in an old lock file that is another process by now', async (test) => {
    const pidFile = join(options.directory, 'cluster', 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${join(options.directory, 'cluster')}\n1\n5432\n\n\n\n`, {
      mode: 0o600,
    });
    if (options.serverUser) await chown(pidFile, options.serverUser.uid, options.serverUser.gid);
    const server = await run(test, options);
    await server.stop();
  });

  it('is not kept from starting by such a number in the lock of its old socket either', async (test) => {
    const socketDirectory = join(options.runtimeDirectory, 'socket');
    for (const [name, text] of [
      ['.s.PGSQL.5432', ''],
      [
        '.s.PGSQL.5432.lock',
        `${process.pid}\n${join(options.directory, 'cluster')}\n1\n5432\n${socketDirectory}\n`,
      ],
    ] as const) {
      await writeFile(join(socketDirectory, name), text, { mode: 0o600 });
      if (options.serverUser)
        await chown(join(socketDirectory, name), options.serverUser.uid, options.serverUser.gid);
    }
    const server = await run(test, options);
    assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
    await server.stop();
  });

  it('throws away a cluster that was not finished', async (test) => {
    const other = await optionsIn(join(directory, 'other'));
    const unfinished = await run(test, other);
    await unfinished.stop();
    await rename(join(other.directory, 'cluster'), join(other.directory, 'cluster.new'));
    const server = await run(test, other);
    assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
    await server.stop();
  });

  it('lets nobody in but the users it was told of', async (test) => {
    const { uid, gid } = currentUser();
    const server = await run(test, {
      ...options,
      clientUser: { name: 'somebody-else', uid, gid },
      extraClientUsers: [],
    });
    await assert.rejects(query(server.url, 'select 1'), /Peer authentication failed/);
    await assert.rejects(
      query(server.url.replace('user=deskplane', 'user=cluster_owner'), 'select 1'),
      /no pg_hba/,
    );
    await server.stop();
  });

  it('refuses a directory whose socket path the system would cut', async () => {
    const runtimeDirectory = join(directory, 'x'.repeat(100));
    await assert.rejects(startEmbeddedPostgres({ ...options, runtimeDirectory }), /the maximum is 107/);
  });

  it('tells why it cannot start, in its own words', async () => {
    await assert.rejects(
      startEmbeddedPostgres({ ...options, maxConnections: -1 }),
      /cannot start.*max_connections/s,
    );
  });
});

async function optionsIn(directory: string): Promise<EmbeddedPostgresOptions> {
  await mkdir(directory, { recursive: true, mode: 0o711 });
  return {
    directory: join(directory, 'postgres'),
    runtimeDirectory: join(directory, 'run'),
    logFile: join(directory, 'postgres.log'),
    serverUser: isRoot() ? await ensureSystemUser('deskplane-db') : undefined,
    clientUser: currentUser(),
    binaryCache: join(directory, 'programs'),
  };
}

/** A server that is stopped when the test is over, however it ends. */
async function run(test: TestContext, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(options);
  test.after(() => server.stop());
  return server;
}

/** Living processes of the cluster; a zombie is not among them. */
function serversOf(options: EmbeddedPostgresOptions): Promise<number[]> {
  return processesIn(join(options.directory, 'cluster'), 'postgres');
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** @returns the process id of a server whose parent has been killed */
async function leaveOrphan(options: EmbeddedPostgresOptions): Promise<number> {
  const parent = fork(parentProgram, { execArgv: [], serialization: 'advanced' });
  parent.send(options);
  const [message]: unknown[] = await Promise.race([once(parent, 'message'), once(parent, 'exit')]);
  assert.ok(typeof message === 'object' && message !== null && 'pid' in message);
  assert.ok(typeof message.pid === 'number');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  return message.pid;
}
