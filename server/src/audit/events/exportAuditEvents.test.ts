import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readEnvelope } from '@deskplane/verify/readBundle.js';
import { verifyAuditExport } from '@deskplane/verify/verifyAuditExport.js';
import fc from 'fast-check';
import type pg from 'pg';
import { asId } from '../../ids.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { setGuards } from '../../testing/logGuards.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { forgetActor } from './forgetActor.js';

describe('an export of traces', () => {
  let service: TestService;
  let ownToken: string;
  before(async () => {
    service = await startTestService();
    ownToken = await token();
    const [one] = await createDesktops(service, {});
    for (const name of ['one', 'two', 'three']) await rename(one, name);
    await service.call('DELETE', `/desktops/${one}`);
    await showUntilGone(service, one);
    await sealed();
  });
  after(() => service.remove());

  async function rename(desktopId: string, computer_name: string): Promise<void> {
    const answer = await service.call('PUT', `/desktops/${desktopId}`, { desktop: { computer_name } });
    assert.ok(answer.status < 300, answer.text);
  }
  const sealed = (): Promise<unknown> =>
    waitUntil(async () => {
      const { rows } = await service.database.pool.query('select 1 from log_unsealed limit 1');
      return rows.length === 0;
    }, 'the log to be sealed');
  async function exported(query = ''): Promise<Buffer> {
    const { credentials, endpoint } = service;
    const answer = await fetch(`${endpoint}/v3/${credentials.project_id}/traces/export${query}`, {
      headers: { 'x-auth-token': ownToken },
    });
    assert.equal(answer.status, 200);
    return Buffer.from(await answer.arrayBuffer());
  }
  async function token(): Promise<string> {
    const { credentials } = service;
    const domain = { name: credentials.domain_name };
    const user = { name: credentials.user_name, password: credentials.password, domain };
    const identity = { methods: ['password'], password: { user } };
    const scope = { project: { id: credentials.project_id } };
    const answer = await service.call('POST', '//v3/auth/tokens', { auth: { identity, scope } });
    return answer.headers.get('x-subject-token') ?? '';
  }
  const head = async (): Promise<TestAnswer['body']> => (await service.call('GET', '//log/head')).body;

  it('is valid as it comes, with the keys that are published, and since an older head', async () => {
    const older = await head();
    const [desktop] = await createDesktops(service, {});
    await sealed();
    const { size } = JSON.parse(Buffer.from(older.payload, 'base64').toString('utf8'));
    const file = await exported(`?first=${size}`);
    const verdict = verifyAuditExport(file, { head: readEnvelope(older, 'head') });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.ok(verdict.events >= 7, `${verdict.events} events`);
    assert.match(file.toString('utf8'), /\\"trace_name\\":\\"deleteDesktop\\"/);
    assert.match(file.toString('utf8'), new RegExp(`"value":"${service.credentials.user_name}"`));
    assert.match(file.toString('utf8'), /createDesktop/);
    assert.ok(desktop);
    assert.equal(verifyAuditExport(file, { keys: new Map() }).valid, false);
  });

  it('of a time holds what lies in it, and is valid too', async () => {
    const { body } = await service.call(
      'GET',
      `//v3/${service.credentials.project_id}/traces?trace_name=updateDesktop`,
    );
    const times: number[] = body.traces.map((trace: TestAnswer['body']) => trace.time);
    const file = await exported(`?from=${Math.min(...times)}&to=${Math.max(...times)}`);
    const verdict = verifyAuditExport(file);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.ok(verdict.events >= 3 && verdict.start > 0 && verdict.end < verdict.head.size);
  });

  it('does not verify with any one line removed, repeated, moved or changed, or cut anywhere', async () => {
    const file = (await exported()).toString('utf8');
    const lines = file.split('\n').filter((line) => line !== '');
    const holds = (changed: readonly string[]): boolean =>
      verifyAuditExport(Buffer.from(changed.map((line) => `${line}\n`).join(''))).valid;
    assert.ok(holds(lines));
    for (const place of lines.keys()) {
      assert.ok(!holds(lines.toSpliced(place, 1)), `without line ${place + 1}`);
      assert.ok(!holds(lines.toSpliced(place, 0, lines[place] ?? '')), `with line ${place + 1} twice`);
      assert.ok(!holds(lines.slice(0, place)), `cut before line ${place + 1}`);
    }
    fc.assert(
      fc.property(fc.nat(file.length - 2), fc.integer({ min: 0x20, max: 0x7e }), (place, code) => {
        const letter = String.fromCharCode(code);
        if (file[place] === letter) return;
        const changed = file.slice(0, place) + letter + file.slice(place + 1);
        assert.equal(verifyAuditExport(Buffer.from(changed)).valid, false);
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.nat(file.length - 2), (length) => {
        assert.equal(verifyAuditExport(Buffer.from(file.slice(0, length))).valid, false);
      }),
      { numRuns: 60 },
    );
  });

  /** What somebody can do who owns the database; undone afterwards. */
  async function tampered(change: (client: pg.PoolClient) => Promise<unknown>): Promise<Buffer> {
    await sealed();
    const client = await service.database.pool.connect();
    try {
      await client.query(`create temporary table kept as select * from log_entries`);
      await client.query(`create temporary table kept_tiles as select * from log_tiles`);
      await setGuards(client, 'disable');
      await change(client);
      const file = await exported();
      await client.query('delete from log_tiles');
      await client.query('insert into log_entries select * from kept on conflict (sequence) do nothing');
      await client.query(
        'update log_entries e set kind = k.kind, payload = k.payload from kept k where k.sequence = e.sequence',
      );
      await client.query('insert into log_tiles select * from kept_tiles');
      return file;
    } finally {
      await setGuards(client, 'enable');
      await client.query('drop table if exists kept, kept_tiles');
      client.release();
    }
  }

  it('shows when a row of the log was removed, emptied, exchanged or made another kind', async () => {
    const oneTrace = `(select sequence from log_entries where kind = 'trace' and convert_from(payload, 'UTF8') like '%updateDesktop%' limit 1)`;
    const removed = await tampered((client) =>
      client.query(`delete from log_tiles where ${oneTrace} = any(sequences)`),
    );
    const gone = verifyAuditExport(removed);
    assert.ok(!gone.valid && /is missing/.test(gone.reason), JSON.stringify(gone));
    const emptied = await tampered((client) =>
      client.query(`update log_entries set payload = null where sequence = ${oneTrace}`),
    );
    const without = verifyAuditExport(emptied);
    assert.ok(!without.valid && /removed without a checkpoint/.test(without.reason), JSON.stringify(without));
    const exchanged = await tampered(async (client) => {
      await client.query('alter table log_entries drop constraint log_entries_leaf_hash_check');
      await client.query(
        `update log_entries set payload = convert_to(replace(convert_from(payload, 'UTF8'), 'updateDesktop', 'createDesktop'), 'UTF8')
         where sequence = ${oneTrace}`,
      );
    });
    const other = verifyAuditExport(exchanged);
    assert.ok(!other.valid && other.failed === 'tree', JSON.stringify(other));
    const check = `alter table log_entries add constraint log_entries_leaf_hash_check check
      (get_byte(payload, 0) = 1 or leaf_hash = sha256('\\x00'::bytea || payload))`;
    await service.database.pool.query(check);
    const whole = verifyAuditExport(await exported());
    assert.ok(whole.valid, JSON.stringify(whole));
  });

  it('shows that a log was cut, to whoever kept an older head', async () => {
    const older = await head();
    const cut = await tampered(async (client) => {
      await client.query('create temporary table kept_heads as select * from log_heads');
      await client.query('delete from log_heads where size = (select max(size) from log_heads)');
      await client.query('delete from log_tiles where first >= (select max(size) from log_heads)');
      // Otherwise they would be sealed again, in the same places.
      await client.query('delete from log_entries where sequence >= (select max(next) from log_heads)');
    });
    const alone = verifyAuditExport(cut);
    assert.ok(alone.valid, JSON.stringify(alone));
    const held = verifyAuditExport(cut, { head: readEnvelope(older, 'head') });
    assert.ok(!held.valid && held.failed === 'history', JSON.stringify(held));
  });

  it('is valid when a person was forgotten, and no longer says the name', async () => {
    const { credentials, database } = service;
    const { rows } = await database.pool.query<{ id: string; domain_id: string }>(
      'select id, domain_id from iam_users where name = $1',
      [credentials.user_name],
    );
    const [user] = rows;
    assert.ok(user !== undefined);
    const forgotten = await forgetActor(database.database, asId(user.domain_id), asId(user.id));
    assert.ok(forgotten > 5, `${forgotten}`);
    const { body } = await service.call(
      'GET',
      `//v3/${credentials.project_id}/traces?trace_name=updateDesktop`,
    );
    assert.deepEqual(
      body.traces.map((trace: TestAnswer['body']) => [trace.user.name, trace.source_ip]),
      Array.from({ length: 3 }, () => [null, null]),
    );
    const file = await exported();
    assert.ok(verifyAuditExport(file).valid);
  });
});
