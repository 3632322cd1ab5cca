import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type CrashPostgres, startCrashPostgres } from '../testing/crashPostgres.js';
import { waitUntil } from '../testing/waitUntil.js';
import { startWire, type Wire } from '../testing/wire.js';
import { type Connections, connect } from './connect.js';

const unresolvable = `${'x'.repeat(64)}.test`;

describe('a database of several hosts', () => {
  const servers: CrashPostgres[] = [];
  const wires: Wire[] = [];
  const admins: pg.Client[] = [];
  before(async () => {
    for (const name of ['one', 'two']) {
      const server = await startCrashPostgres();
      servers.push(server);
      wires.push(await startWire(server.url));
      const admin = new pg.Client({ connectionString: server.url });
      await admin.connect();
      admins.push(admin);
      await admin.query(`create table self as select '${name}' as name`);
      await admin.query('create table written (at timestamptz)');
    }
  });
  after(async () => {
    for (const admin of admins) await admin.end();
    for (const wire of wires) await wire.close();
    for (const server of servers) await server.remove();
  });

  const ports = (): string[] => wires.map((wire) => new URL(wire.url).port);
  const urlOf = (target: string): string =>
    `postgres://deskplane@${unresolvable},127.0.0.1:1,127.0.0.1:${ports().join(',127.0.0.1:')}/deskplane?target_session_attrs=${target}`;
  const makeReadOnly = (index: number, readOnly: boolean): Promise<unknown> | undefined =>
    admins[index]?.query(
      `alter database deskplane set default_transaction_read_only = ${readOnly ? 'on' : 'off'}`,
    );
  const nameBehind = async ({ pool }: Connections): Promise<string> => {
    const { rows } = await pool.query<{ name: string }>(
      'with written as (insert into written values (now())) select name from self',
    );
    return rows[0]?.name ?? '';
  };
  async function using<Result>(
    target: string,
    work: (connections: Connections) => Promise<Result>,
  ): Promise<Result> {
    const connections = connect({ url: urlOf(target), connections: 4 });
    try {
      return await work(connections);
    } finally {
      await connections.close();
    }
  }

  it('is the first host that can be reached', async () => {
    assert.equal(await using('any', nameBehind), 'one');
  });

  it('is the first that takes writes, where that is asked for', async () => {
    await makeReadOnly(0, true);
    assert.equal(await using('read-write', nameBehind), 'two');
    // Read-only by default, and yet no standby.
    await assert.rejects(using('primary', nameBehind), { code: '25006' });
    await makeReadOnly(0, false);
  });

  it('is another one after a failover, whether the old one is silent, read-only or gone', async () => {
    await using('read-write', async (connections) => {
      const until = (name: string) =>
        waitUntil(async () => (await nameBehind(connections)) === name, `writes on ${name}`);
      await until('one');
      await makeReadOnly(0, true);
      await admins[0]?.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = current_user',
      );
      await until('two');
      await makeReadOnly(0, false);
      wires[1]?.silence();
      await until('one');
      wires[1]?.heal();
      await wires[0]?.close();
      wires.shift();
      await until('two');
    });
  });

  it('that has none to offer is refused with each host and why', async () => {
    const url = `postgres://deskplane:geheim@${unresolvable},127.0.0.1:1/deskplane?target_session_attrs=primary`;
    const connections = connect({ url });
    await assert.rejects(connections.pool.query('select'), (error: Error) => {
      assert.match(error.message, /x{64}\.test:5432: the name x{64}\.test cannot be resolved/);
      assert.match(error.message, /127\.0\.0\.1:1: connect ECONNREFUSED/);
      assert.doesNotMatch(error.message, /geheim/);
      return true;
    });
    await connections.close();
  });
});
