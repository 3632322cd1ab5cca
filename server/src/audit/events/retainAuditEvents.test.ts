import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { verifyAuditExport } from '@deskplane/verify/verifyAuditExport.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { setGuards } from '../../testing/logGuards.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

describe('letting old traces go', () => {
  let service: TestService;
  let desktopId: string;
  before(async () => {
    service = await startTestService();
    [desktopId] = await createDesktops(service, {});
    await service.call('DELETE', `/desktops/${desktopId}`);
    await showUntilGone(service, desktopId);
    await sealed();
  });
  after(() => service.remove());

  const path = (): string => `//v3/${service.credentials.project_id}/traces`;
  const sealed = (): Promise<unknown> =>
    waitUntil(
      async () => (await service.database.pool.query('select from log_unsealed limit 1')).rowCount === 0,
      'the log to be sealed',
    );
  const retain = (olderThan: number): Promise<TestAnswer> =>
    service.call('POST', `${path()}/retain`, { before: olderThan });
  async function exported(): Promise<Buffer> {
    const { credentials, endpoint } = service;
    const domain = { name: credentials.domain_name };
    const user = { name: credentials.user_name, password: credentials.password, domain };
    const identity = { methods: ['password'], password: { user } };
    const scope = { project: { id: credentials.project_id } };
    const signedIn = await service.call('POST', '//v3/auth/tokens', { auth: { identity, scope } });
    const answer = await fetch(`${endpoint}${path().slice(1)}/export`, {
      headers: { 'x-auth-token': signedIn.headers.get('x-subject-token') ?? '' },
    });
    return Buffer.from(await answer.arrayBuffer());
  }

  it('is refused by the log itself where no checkpoint allows it', async () => {
    const { pool } = service.database;
    for (const statement of [
      `update log_entries set payload = null where kind = 'trace'`,
      `update log_entries set kind = 'trace' where kind = 'receipt'`,
      `update log_entries set payload = null where kind = 'receipt'`,
      `delete from log_entries where kind = 'trace'`,
      'truncate log_checkpoints',
    ]) {
      await assert.rejects(pool.query(statement), /append-only|violates|cannot truncate/, statement);
    }
  });

  it('finds nothing to do when nothing is old, and refuses a time to come', async () => {
    const answer = await retain(1);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body, { let_go: 0, checkpoint: null });
    assert.equal((await retain(Date.now() + 3_600_000)).status, 400);
  });

  it('leaves a signed checkpoint and the hashes; exports and receipts verify as before', async () => {
    const { pool } = service.database;
    const count = async (): Promise<number> => {
      const { rows } = await pool.query<{ count: string }>(
        `select count(*) from log_entries where kind = 'trace' and payload is not null`,
      );
      return Number(rows[0]?.count);
    };
    await sealed();
    const old = await count();
    assert.ok(old >= 2, `${old}`);
    const answer = await retain(Date.now());
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.let_go, old);
    assert.equal(typeof answer.body.checkpoint, 'number');
    // The retaining itself leaves an audit event.
    const { traces } = (await service.call('GET', `${path()}?limit=200`)).body;
    assert.deepEqual(
      traces.map((trace: TestAnswer['body']) => trace.trace_name),
      ['retainTraces', 'deleteDesktop'],
    );
    await sealed();
    const verdict = verifyAuditExport(await exported());
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.removed, old);
    const { body } = await service.call('GET', `/deletions/${desktopId}`);
    assert.equal(verifyReceipt(canonicalBytes(body.receipt)).valid, true);
    await assert.rejects(
      pool.query(`update log_entries set payload = null where kind = 'acceptance'`),
      /append-only/,
    );
  });

  it('does not excuse a younger trace that was removed', async () => {
    const client = await service.database.pool.connect();
    try {
      const file = async (): Promise<string> => (await exported()).toString('utf8');
      await sealed();
      await setGuards(client, 'disable');
      await client.query(
        `update log_entries set payload = null where kind = 'trace' and payload is not null`,
      );
      const verdict = verifyAuditExport(Buffer.from(await file()));
      assert.ok(
        !verdict.valid && /removed without a checkpoint/.test(verdict.reason),
        JSON.stringify(verdict),
      );
    } finally {
      await setGuards(client, 'enable');
      client.release();
    }
  });
});
