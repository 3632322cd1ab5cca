import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import { openTestLog, type TestLog } from '../../testing/openTestLog.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { startSealer } from '../sealer.js';
import { indexAuditEvents } from './indexAuditEvents.js';
import { writeAuditEvent } from './writeAuditEvent.js';

let database: TestDatabase;
let log: TestLog;
beforeEach(async () => {
  database = await createTestDatabase();
  log = await openTestLog(database.database);
});
afterEach(async () => {
  await log.remove();
  await database.drop();
});

const facts = (requestId: string): AuditEventFacts => ({
  name: 'updateDesktop',
  rating: 'normal',
  code: '200',
  service: 'WORKSPACE',
  resource: { type: 'desktop', id: 'd' },
  resourceIds: [],
  sourceIp: '127.0.0.1',
  actor: undefined,
  projectId: undefined,
  credential: 'token',
  apiVersion: 'v2',
  requestId,
  method: 'PUT',
  route: '/',
  flags: {},
  decision: {},
  outcome: 'accepted',
});
const write = (requestId: string) => writeAuditEvent(database.pool, log.ambient, facts(requestId), 'always');
const indexed = async (): Promise<string[]> => {
  const { rows } = await sql<{ request_id: string }>`
    select request_id from audit_events join log_entries using (sequence) order by sequence`.execute(
    log.database,
  );
  return rows.map((row) => row.request_id);
};

describe('the index of audit events', () => {
  it('is filled up to what is committed by whoever asks, each event once, also by many at the same time', async () => {
    await Promise.all(['a', 'b', 'c'].map(write));
    assert.deepEqual(await indexed(), [], 'an event is not indexed where it is written');
    await Promise.all([indexAuditEvents(log.database), indexAuditEvents(log.database)]);
    assert.deepEqual((await indexed()).toSorted(), ['a', 'b', 'c']);
    await write('d');
    await indexAuditEvents(log.database);
    assert.deepEqual((await indexed()).toSorted(), ['a', 'b', 'c', 'd']);
  });

  it('misses no event whose transaction ends late', async () => {
    const client = await database.pool.connect();
    await client.query('begin');
    await writeAuditEvent(client, log.ambient, facts('slow'), 'always');
    await write('fast');
    await indexAuditEvents(log.database);
    assert.deepEqual(await indexed(), ['fast']);
    await client.query('commit');
    client.release();
    await indexAuditEvents(log.database);
    assert.deepEqual(await indexed(), ['slow', 'fast']);
  });

  it('is filled by the sealer too, also when the log is damaged and not signed any further', async (context) => {
    await log.append('one');
    const sealer = startSealer({ ...log, logger: pino({ level: 'silent' }) });
    context.after(() => sealer.stop());
    await write('before');
    await waitUntil(async () => (await indexed()).includes('before'), 'the event to be indexed');
    await waitUntil(
      async () => (await sql`select from log_unsealed`.execute(log.database)).rows.length === 0,
      'sealing',
    );
    await database.pool.query(`alter table log_tiles disable trigger user;
      update log_tiles set leaf_hashes = (select string_agg(sha256(n::text::bytea), '') from unnest(sequences) n);
      alter table log_tiles enable trigger user`);
    await write('after');
    await waitUntil(async () => (await indexed()).includes('after'), 'the event to be indexed');
    await waitUntil(async () => sealer.damage() !== undefined, 'the damage to show');
  });

  it('can be made anew from the log', async () => {
    for (let count = 0; count < 5; count += 1) await write(`request ${count}`);
    await indexAuditEvents(log.database);
    const before = await indexed();
    await database.pool.query('truncate audit_events, audit_index');
    await indexAuditEvents(log.database);
    assert.deepEqual(await indexed(), before);
    assert.equal(before.length, 5);
  });
});
