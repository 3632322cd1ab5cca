import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { callByKey } from '../testing/callByKey.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { forkService, readTestConfig } from '../testing/forkService.js';
import { callService, signIn, startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';

const hour = 3_600;

describe('the clock of a test double', () => {
  let service: TestService;
  let replica: TestService;
  /** The service, called with a token of now: those of before may have expired. */
  let fresh: TestService;
  before(async () => {
    service = await startTestService();
    replica = await startTestService({ database: service.database });
    fresh = { ...service, call };
  });
  after(async () => {
    await replica.stop();
    await service.remove();
  });

  const ask = async (at: TestService, method: string, path: string, body?: unknown) => {
    const token = await signIn(at.endpoint, service.credentials);
    return callService(at.endpoint, method, path, body, { 'x-auth-token': token });
  };
  const inProject = (path: string) => `/v2/${service.credentials.project_id}${path}`;
  const call: TestService['call'] = (method, path, body) =>
    ask(service, method, path.startsWith('//') ? path.slice(1) : inProject(path), body);
  const move = async (seconds: number) => {
    const answer = await call('POST', '//_deskplane/clock', { move_by_seconds: seconds });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const reset = () => call('DELETE', '//_deskplane/clock');
  afterEach(reset);

  it('shows the real time until it is moved, and the same at every replica when the call is answered', async () => {
    const first = await call('GET', '//_deskplane/clock');
    assert.equal(first.body.ahead_seconds, 0);
    assert.ok(Math.abs(Date.parse(first.body.now) - Date.now()) < 60_000);
    assert.equal((await move(hour)).ahead_seconds, hour);
    assert.equal((await move(hour)).ahead_seconds, 2 * hour);
    for (const at of [service, replica]) {
      const { body } = await ask(at, 'GET', '/_deskplane/clock');
      assert.equal(body.ahead_seconds, 2 * hour);
      assert.ok(Math.abs(Date.parse(body.now) - Date.now() - 2 * hour * 1_000) < 60_000);
    }
    const back = await reset();
    assert.deepEqual([back.status, back.body.ahead_seconds], [200, 0]);
  });

  it('is set to a time, and refuses one that is past, too far, or no time, without moving', async () => {
    const to = new Date(Date.now() + 30 * 24 * hour * 1_000);
    const answer = await call('POST', '//_deskplane/clock', { set_to: to.toISOString() });
    assert.equal(answer.status, 200, answer.text);
    const late = Date.parse(answer.body.now) - to.getTime();
    assert.ok(late >= 0 && late < 60_000, answer.text);
    const { ahead_seconds } = answer.body;
    for (const [body, words] of [
      [{ set_to: new Date().toISOString() }, /must be later than/],
      [{ set_to: '2999-01-01T00:00:00Z' }, /too far/],
      [{ set_to: '2030-02-30T00:00:00' }, /must be a time like/],
      [{ set_to: '2027-02-30T00:00:00Z' }, /must be a time like/],
      [{ set_to: '2027-02-29T23:30:00-01:00' }, /must be a time like/],
      [{ set_to: to.toISOString(), move_by_seconds: 1 }, /exclude each other/],
      [{}, /move_by_seconds or set_to is needed/],
      [{ move_by_seconds: 0 }, /move_by_seconds/],
      [{ move_by: 5 }, /move_by/],
    ] as const) {
      const refused = await call('POST', '//_deskplane/clock', body);
      assert.deepEqual([refused.status, refused.body.error_code], [400, 'WKS.0001'], refused.text);
      assert.match(refused.body.error_msg, words);
    }
    assert.equal((await call('GET', '//_deskplane/clock')).body.ahead_seconds, ahead_seconds);
  });

  it('is told the longest way in days, and the time in a refusal is one that can be taken', async () => {
    const far = { move_by_seconds: 401 * 24 * hour };
    assert.match(
      (await call('POST', '//_deskplane/clock', far)).body.error_msg,
      /at most 34560000 \(400 days\)/,
    );
    const headers = {
      'x-auth-token': await signIn(service.endpoint, service.credentials),
      'x-language': 'zh-cn',
    };
    const inChinese = await callService(service.endpoint, 'POST', '/_deskplane/clock', far, headers);
    assert.match(inChinese.body.error_msg, /不能大于34560000（400天）/);
    for (let round = 0; round < 2; round += 1) {
      const refused = await call('POST', '//_deskplane/clock', { set_to: 'tomorrow' });
      const [, example] = /must be a time like (\S+)$/.exec(refused.body.error_msg) ?? [];
      const taken = await call('POST', '//_deskplane/clock', { set_to: example });
      assert.equal(taken.status, 200, taken.text);
      await move(399 * 24 * hour);
    }
  });

  it('lets a token expire at every replica at once, also one that was just used there', async () => {
    const token = await signIn(service.endpoint, service.credentials);
    const use = async (at: TestService) => {
      const headers = { 'x-auth-token': token };
      const { status, body } = await callService(
        at.endpoint,
        'GET',
        inProject('/desktops'),
        undefined,
        headers,
      );
      return [status, body.error_code];
    };
    for (const at of [service, replica]) assert.equal((await use(at))[0], 200);
    await move(23 * hour);
    for (const at of [replica, service]) assert.equal((await use(at))[0], 200);
    await move(2 * hour);
    for (const at of [replica, service]) assert.deepEqual(await use(at), [401, 'APIGW.0307']);
    // Set back, it does not come back.
    await reset();
    for (const at of [service, replica])
      await waitUntil(
        async () => (await use(at))[1] === 'APIGW.0301',
        'the token to be as one that never was',
      );
  });

  it('lets a temporary key expire, and judges signatures by the real time', async () => {
    const identity = { methods: ['token'], token: { duration_seconds: 900 } };
    const made = await call('POST', '//v3.0/OS-CREDENTIAL/securitytokens', { auth: { identity } });
    assert.equal(made.status, 201, made.text);
    const bySignature = callByKey(service, made.body.credential);
    const list = async () => (await bySignature('GET', inProject('/desktops'))).status;
    assert.equal(await list(), 200);
    await move(10 * 60);
    assert.equal(await list(), 200);
    await move(10 * 60);
    assert.equal(await list(), 401);
  });

  it('ends a lock-out', async () => {
    const { user_name: name, domain_name: domain, password } = service.credentials;
    const logIn = async (secret: string) => {
      const user = { name, password: secret, domain: { name: domain } };
      const identity = { methods: ['password'], password: { user } };
      return (await callService(service.endpoint, 'POST', '/v3/auth/tokens', { auth: { identity } }, {}))
        .status;
    };
    const token = await signIn(service.endpoint, service.credentials);
    for (let failure = 0; failure < 5; failure += 1) assert.equal(await logIn('wrong-Pass-1'), 401);
    assert.equal(await logIn(password), 401);
    const headers = { 'x-auth-token': token };
    const later = { move_by_seconds: 16 * 60 };
    const moved = await callService(service.endpoint, 'POST', '/_deskplane/clock', later, headers);
    assert.equal(moved.status, 200, moved.text);
    assert.equal(await logIn(password), 201);
  });

  it('carries out each time of a scheduled task that it is moved over, once', async () => {
    const [desktop] = await createDesktops(fresh, {});
    const made = await call('POST', '/scheduled-tasks', {
      task_name: 'every-day',
      task_type: 'REBOOT',
      scheduled_type: 'DAY',
      day_interval: 1,
      scheduled_time: '03:00:00',
      time_zone: 'UTC',
      apply_objects: [{ object_type: 'DESKTOP', object_id: desktop }],
    });
    assert.equal(made.status, 200, made.text);
    const id = made.body.task_id;
    await move(3 * 24 * hour);
    const records = async () =>
      (await call('GET', `/scheduled-tasks/${id}/records`)).body.tasks_records.length;
    await waitUntil(async () => (await records()) === 3, 'each of three days');
    const { rows } = await service.database.pool.query<{ reason: string | null }>(
      'select fail_reason as reason from scheduled_task_results where desktop_id = $1',
      [desktop],
    );
    assert.equal(rows.length, 3);
    assert.ok(
      rows.every(({ reason }) => reason === null || !/not running/.test(reason)),
      JSON.stringify(rows),
    );
    // Set back and moved again over the same days: none of them a second time.
    await reset();
    await move(2 * 24 * hour);
    const next = await service.database.pool.query(
      'select next_run_at > service_now() as ahead from scheduled_tasks where id = $1',
      [id],
    );
    assert.deepEqual(next.rows, [{ ahead: true }]);
    assert.equal(await records(), 3);
  });

  it('takes each desktop through all the times that it is moved over, of all its tasks, in their order', async () => {
    const [first, second = ''] = await createDesktops(fresh, { size: 2, desktop_name: 'ordered' });
    const daily = async (task_type: string, scheduled_time: string, desktops: readonly string[]) => {
      const apply_objects = desktops.map((object_id) => ({ object_type: 'DESKTOP', object_id }));
      const made = await call('POST', '/scheduled-tasks', {
        task_name: task_type,
        task_type,
        scheduled_type: 'DAY',
        day_interval: 1,
        scheduled_time,
        time_zone: 'UTC',
        apply_objects,
      });
      assert.equal(made.status, 200, made.text);
      return made.body.task_id;
    };
    const begin = Date.now();
    const timeAfter = (hours: number): string =>
      new Date(begin + hours * hour * 1_000).toISOString().slice(11, 19);
    const [evening, morning] = [timeAfter(1), timeAfter(9)];
    const stop = await daily('STOP', evening, [first, second]);
    const start = await daily('START', morning, [first]);
    await move(3 * 24 * hour);
    const recordsOf = async (id: string) =>
      (await call('GET', `/scheduled-tasks/${id}/records`)).body.tasks_records;
    await waitUntil(async () => {
      const found = [...(await recordsOf(stop)), ...(await recordsOf(start))];
      return found.length === 6 && found.every(({ status }) => status !== 'RUNNING');
    }, 'three days of both tasks');
    const told = async (id: string) =>
      (await recordsOf(id)).map((record: Record<string, unknown>) => [
        record['status'],
        record['success_num'],
        record['skip_num'],
        record['start_time'],
      ]);
    const daysOf = (time: string) => {
      const today = new Date(begin).toISOString().slice(0, 10);
      const next = Date.parse(`${today}T${time}Z`);
      const from = next > begin ? next : next + 24 * hour * 1_000;
      return [2, 1, 0].map((day) =>
        new Date(from + day * 24 * hour * 1_000).toISOString().slice(0, 19).replace('T', ' '),
      );
    };
    assert.deepEqual(
      await told(stop),
      daysOf(evening).map((time) => ['SUCCESS', 2, 0, time]),
    );
    assert.deepEqual(
      await told(start),
      daysOf(morning).map((time) => ['SUCCESS', 1, 0, time]),
    );
    const { rows } = await service.database.pool.query<{ task: string }>(
      `select r.task_type as task from sub_jobs s join scheduled_task_results t on t.job_id = s.job_id and t.desktop_id::text = s.desktop_id
       join scheduled_task_records r on r.id = t.record_id where s.desktop_id = $1 order by s.begin_time`,
      [first],
    );
    assert.deepEqual(
      rows.map(({ task }) => task),
      ['STOP', 'START', 'STOP', 'START', 'STOP', 'START'],
    );
    const statusOf = async (id: string) => (await call('GET', `/desktops/${id}`)).body.desktop.status;
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['ACTIVE', 'SHUTOFF']);
  });

  it('S17: is named by the receipt of what was deleted meanwhile, whose own times are real, and by no other', async () => {
    const receiptOf = async (during: (desktop: string) => Promise<void>) => {
      const [desktop] = await createDesktops(fresh, {});
      await during(desktop);
      assert.equal((await call('DELETE', `/desktops/${desktop}`)).status, 204);
      await showUntilGone(fresh, desktop);
      const file = await waitUntil(async () => {
        const { body } = await call('GET', `/deletions/${desktop}`);
        return body.receipt_state === 'sealed' && canonicalBytes(body.receipt);
      }, 'the sealed receipt');
      const verdict = verifyReceipt(file);
      assert.ok(verdict.valid, JSON.stringify(verdict));
      return verdict.receipt;
    };
    const plain = await receiptOf(async () => undefined);
    assert.equal(plain.clockAheadSeconds, undefined);
    const moved = await receiptOf(async () => void (await move(25 * hour)));
    assert.equal(moved.clockAheadSeconds, 25 * hour);
    assert.ok(Math.abs(Date.parse(moved.completedAt) - Date.now()) < 60_000);
  });

  it('keeps a service that is no test double from starting, until it shows the real time again', async () => {
    const directory = await makeTemporaryDirectory();
    try {
      const config = readTestConfig(directory.path, { DESKPLANE_SIMULATED_CONTROL: 'off' });
      const start = async () => {
        const forked = forkService(directory.path, { config, databaseUrl: service.database.url });
        const outcome = await forked.outcome;
        if ('endpoint' in outcome) forked.child.kill();
        if (forked.child.exitCode === null) await once(forked.child, 'exit');
        return outcome;
      };
      await move(hour);
      assert.match(JSON.stringify(await start()), /moved ahead by 3600 s by tests.*deskplane clock reset/);
      await reset();
      assert.doesNotMatch(JSON.stringify(await start()), /moved ahead/);
    } finally {
      await directory.remove();
    }
  });

  it('is for administrators of the account alone', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const body = method === 'POST' ? { move_by_seconds: 1 } : undefined;
      assert.equal((await callService(service.endpoint, method, '/_deskplane/clock', body, {})).status, 401);
    }
  });
});
