import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { claimTasks } from '../desktops/tasks/taskQueries.js';
import { asId, type WorkerId } from '../ids.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { addDesktop, addProject } from '../testing/desktopRows.js';
import { startTestService } from '../testing/startTestService.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { holdWorkerLease } from './lease.js';
import { announcePresence } from './presence.js';

const logger = pino({ level: 'silent' });
const claimingProcess = fileURLToPath(new URL('../testing/claimingProcess.js', import.meta.url));

describe('the presence of a worker', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  /** A worker like that of a process, in this one. */
  async function worker(context: TestContext) {
    const woken = { times: 0 };
    const presence = await announcePresence({
      pool: test.pool,
      ambient: realAmbient,
      logger,
      onWorkDue: () => {
        woken.times += 1;
      },
    });
    const lease = await holdWorkerLease(test.pool, realAmbient, logger, presence);
    context.after(async () => {
      await lease.end();
      await presence.end();
    });
    return { presence, lease, woken };
  }

  /** A worker that says it holds a lock, and does not. */
  async function plantDead(): Promise<WorkerId> {
    const id = asId<WorkerId>(realAmbient.uuid());
    await test.pool.query(
      `insert into workers (id, lease_until, lock_key) values ($1, now() + interval '1 hour', 4711)`,
      [id],
    );
    return id;
  }

  interface Standing {
    readonly state: 'alive' | 'dead';
    readonly lock_key: number | null;
    /** The server process that holds the lock. */
    readonly backend: number | null;
  }

  async function row(id: string): Promise<Standing | undefined> {
    const { rows } = await test.pool.query<Standing>(
      `select case when lease_until > now() then 'alive' else 'dead' end as state, lock_key,
         (select pid from pg_locks where locktype = 'advisory' and objsubid = 2
            and database = (select oid from pg_database where datname = current_database())
            and objid::bigint = (lock_key::bigint & 4294967295)) as backend
       from workers where id = $1`,
      [id],
    );
    return rows[0];
  }

  it('S8: ends with its process: what a killed one held is another’s, however long its lease', async (context) => {
    const { database, pool } = test;
    const project = await addProject(database);
    const desktop = await addDesktop(database, project);
    await pool.query('update desktops set task_due_at = now() where id = $1', [desktop]);
    const victim = fork(claimingProcess, [test.url]);
    const [taken]: unknown[] = await once(victim, 'message', { signal: AbortSignal.timeout(180_000) });
    assert.deepEqual(taken, [desktop]);
    const { lease, woken } = await worker(context);
    const dead = await plantDead();
    await waitUntil(async () => (await row(dead))?.state === 'dead', 'a look for the dead');
    assert.deepEqual(await claimTasks(database, lease.current(), 10), [], 'nobody takes from the living');
    const dies = once(victim, 'exit');
    victim.kill('SIGKILL');
    await dies;
    // From now on only the lock that went with the process tells that it is gone.
    await pool.query(
      `update workers set lease_until = now() + interval '1 hour' where lease_until > now() and id <> $1`,
      [lease.current()],
    );
    await waitUntil(async () => (await claimTasks(database, lease.current(), 10)).length === 1, 'the task');
    await waitUntil(() => woken.times > 0, 'the loops are woken for it');
  });

  it('goes on under its id when the lock’s connection breaks, with another lock', async (context) => {
    const { presence, lease } = await worker(context);
    await worker(context);
    const first = await row(lease.current());
    assert.ok(first?.state === 'alive' && first.backend !== null);
    await test.pool.query('select pg_terminate_backend($1)', [first.backend]);
    const second = await waitUntil(async () => {
      const now = await row(lease.current());
      return now?.state === 'alive' && now.backend !== null && now.backend !== first.backend && now;
    }, 'another lock');
    assert.notEqual(second.lock_key, first.lock_key);
    assert.equal(second.lock_key, presence.lockKey());
  });

  it('that holds no lock is left to its lease', async (context) => {
    await worker(context);
    const without = asId<WorkerId>(realAmbient.uuid());
    await test.pool.query(`insert into workers (id, lease_until) values ($1, now() + interval '1 hour')`, [
      without,
    ]);
    const dead = await plantDead();
    await waitUntil(async () => (await row(dead))?.state === 'dead', 'the other is found dead');
    assert.equal((await row(without))?.state, 'alive');
  });

  it('that others took for dead goes on under another id and another lock', async (context) => {
    const { presence, lease } = await worker(context);
    const [lost, lock] = [lease.current(), presence.lockKey()];
    await test.pool.query('update workers set lease_until = now() where id = $1', [lost]);
    await waitUntil(() => lease.current() !== lost, 'another id');
    await waitUntil(async () => {
      const now = await row(lease.current());
      return now?.state === 'alive' && now.backend !== null && now.lock_key !== lock;
    }, 'another lock');
    assert.equal((await row(lost))?.state, 'dead');
  });

  it('notifies the other nodes, not itself, and makes one message of many', async (context) => {
    const [one, other] = [await worker(context), await worker(context)];
    for (let call = 0; call < 1_000; call += 1) one.presence.notifyOtherNodes();
    await waitUntil(() => other.woken.times === 2, 'the first and the rest');
    one.presence.notifyOtherNodes();
    await waitUntil(() => other.woken.times === 3, 'the next one');
    assert.equal(one.woken.times, 0);
  });

  it('is what an order at one node tells the others by', async (context) => {
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    const heard = new Set<string>();
    client.on('notification', ({ channel, payload }) => heard.add(`${channel} ${payload}`));
    await client.query('listen deskplane_wake');
    const service = await startTestService({ database: test });
    context.after(async () => {
      await service.stop();
      await client.end();
    });
    await createDesktops(service, {}, { wait: false });
    await waitUntil(() => heard.size > 0, 'a message');
    const { rows } = await test.pool.query<{ told: string }>(
      `select 'deskplane_wake ' || lock_key as told from workers where lock_key is not null and lease_until > now()`,
    );
    assert.ok(rows.some(({ told }) => heard.has(told)));
  });
});
