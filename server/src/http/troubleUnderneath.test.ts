import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import type { Observation } from '../engines/contract.js';
import { EngineError } from '../engines/contract.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { hurry } from '../testing/progressRows.js';
import { callService, type TestAnswer } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';
import { startWiredService, type WiredService } from '../testing/wiredService.js';

/** Connecting and one answer may be waited for, 15 s together, and a busy machine is slow. */
const longestAnswer = 30_000;

describe('trouble of the database', () => {
  let wired: WiredService;
  /** A session from before the trouble. */
  let admin: pg.Client;
  let engineIsAway = false;

  before(async () => {
    wired = await startWiredService({
      simulated: { delayMs: 5 },
      engine: (simulated) => ({
        ...simulated,
        observe: async (ref): Promise<Observation> => {
          if (engineIsAway) throw new EngineError('unreachable', 'away for the test');
          return simulated.observe(ref);
        },
      }),
    });
    admin = new pg.Client({ connectionString: wired.store.url });
    await admin.connect();
  });
  after(async () => {
    await admin.end();
    await wired.remove();
  });

  const ready = (): Promise<TestAnswer> => wired.service.call('GET', '//readyz');
  const untilReady = (): Promise<boolean> =>
    waitUntil(async () => (await ready()).status === 200, 'to be ready');
  const alterDatabase = (change: string): Promise<unknown> =>
    admin.query(`alter database ${new URL(wired.store.url).pathname.slice(1)} ${change}`);
  const endSessions = (): Promise<unknown> =>
    admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );

  async function assertUnavailable(asked: Promise<TestAnswer>, reason: RegExp): Promise<void> {
    const from = performance.now();
    const answer = await asked;
    assert.ok(performance.now() - from < longestAnswer, 'the request hung');
    assert.equal(answer.status, 503, answer.text);
    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.match(answer.text, reason);
  }

  const deletionsOf = async (id: string): Promise<string[]> => {
    const { rows } = await admin.query<{ request_id: string }>(
      'select request_id from deletions where desktop_id = $1',
      [id],
    );
    return rows.map((row) => row.request_id);
  };

  const cases = [
    {
      what: 'one that became read-only, as after a failover',
      reason: /is read-only/,
      break: async () => {
        await alterDatabase('set default_transaction_read_only = on');
        await endSessions();
      },
      mend: () => alterDatabase('reset default_transaction_read_only'),
    },
    {
      what: 'one that has no connection free',
      reason: /overloaded|cannot be reached/,
      break: async () => {
        await alterDatabase('connection limit 0');
        await endSessions();
      },
      mend: () => alterDatabase('connection limit -1'),
    },
    {
      what: 'one that is silent',
      reason: /does not answer in time|overloaded/,
      break: async () => wired.wire.silence(),
      mend: async () => wired.wire.heal(),
    },
  ];
  for (const each of cases) {
    it(`A1: ${each.what}: 503 with Retry-After and not ready, and all is well when it is over`, async (test) => {
      const [id] = await createDesktops(wired.service, {});
      await untilReady();
      await each.break();
      try {
        const from = performance.now();
        await waitUntil(async () => (await ready()).status !== 200, 'not to be ready');
        test.diagnostic(`not ready after ${Math.round(performance.now() - from)} ms`);
        await assertUnavailable(ready(), each.reason);
        await assertUnavailable(wired.service.call('DELETE', `/desktops/${id}`), each.reason);
        const { endpoint, credentials } = wired.service;
        const user = {
          name: credentials.user_name,
          password: credentials.password,
          domain: { name: 'deskplane' },
        };
        const body = { auth: { identity: { methods: ['password'], password: { user } } } };
        await assertUnavailable(callService(endpoint, 'POST', '/v3/auth/tokens', body, {}), each.reason);
      } finally {
        await each.mend();
      }
      await untilReady();
      const accepted = await wired.service.call('DELETE', `/desktops/${id}`);
      assert.equal(accepted.status, 204, accepted.text);
    });
  }

  it('A2: an acceptance whose answer is lost is a 503, and the same call again joins what was accepted', async () => {
    const [id] = await createDesktops(wired.service, {});
    wired.wire.holdAnswerTo('accept deletions');
    const first = wired.service.call('DELETE', `/desktops/${id}`);
    const accepted = await waitUntil(async () => {
      const [requestId] = await deletionsOf(id);
      return requestId;
    }, 'to be written down');
    wired.wire.cut();
    await assertUnavailable(first, /cannot be reached/);
    const again = await wired.service.call('DELETE', `/desktops/${id}`);
    assert.equal(again.status, 204, again.text);
    assert.deepEqual(await deletionsOf(id), [accepted]);
  });

  it('L2: what a living worker claimed without hearing of it is due at once, not when the claim runs out', async () => {
    const [id] = await createDesktops(wired.service, {});
    engineIsAway = true;
    const answer = await wired.service.call('DELETE', `/desktops/${id}`);
    assert.equal(answer.status, 204, answer.text);
    const waiting = async (): Promise<boolean> => {
      const { rows } = await admin.query<{ waiting: boolean }>(
        'select attempts > 0 and worker is null as waiting from deletion_progress where desktop_id = $1',
        [id],
      );
      return rows[0]?.waiting ?? false;
    };
    await waitUntil(waiting, 'the engine to be missed');
    wired.wire.holdAnswerTo('claim deletions');
    await hurry(admin);
    await waitUntil(async () => !(await waiting()), 'a claim');
    engineIsAway = false;
    wired.wire.cut();
    // The claim itself would hide the deletion for a minute.
    await waitUntil(
      async () => (await wired.service.call('GET', `/desktops/${id}`)).status === 404,
      'the end',
    );
  });

  it('L2, S17: a record whose answer was lost holds nothing up, and no receipt forgets what was asked', async () => {
    const [id] = await createDesktops(wired.service, {});
    wired.wire.holdAnswerTo('record progress');
    const answer = await wired.service.call('DELETE', `/desktops/${id}`);
    assert.equal(answer.status, 204, answer.text);
    await waitUntil(async () => {
      const { rows } = await admin.query('select stage from deletion_progress where desktop_id = $1', [id]);
      return rows[0]?.stage === 1;
    }, 'the second stage to be on record');
    wired.wire.cut();
    await waitUntil(
      async () => (await wired.service.call('GET', `/desktops/${id}`)).status === 404,
      'the end',
    );
    const { items } = (await wired.service.call('GET', `/deletions/${id}`)).body;
    assert.ok(items.every((item: { asked_at: string | null }) => item.asked_at !== null));
  });
});
