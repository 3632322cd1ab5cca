import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { asId, type DesktopId } from '../../ids.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { untilStatus } from '../../testing/engineItems.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { createServerWatch } from './watchServers.js';

let service: TestService;
let around: Around = (_call, run) => run();
before(async () => {
  service = await startTestService({
    engine: (engine) => interpose(engine, (call, run) => around(call, run)),
  });
});
after(() => service.remove());

const act = (desktopIds: readonly string[], operation: string, type?: string): Promise<TestAnswer> =>
  service.call('POST', '/desktops/action', {
    desktop_ids: desktopIds,
    op_type: operation,
    ...(type === undefined ? {} : { type }),
  });
const show = async (id: string): Promise<{ status: string; task_status: string }> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop;

/** Waits as Terraform does: until nothing runs on the desktop and it shows the status. */
async function untilShown(id: string, status: string): Promise<void> {
  await waitUntil(async () => {
    const desktop = await show(id);
    return desktop.status === status && desktop.task_status === '';
  }, `${id} to be ${status}`);
}

async function serverOf(desktopId: string): Promise<ProviderRef> {
  const { provider_id: id, generation } = await service.database.database
    .selectFrom('items')
    .select(['provider_id', 'generation'])
    .where('desktop_id', '=', asId<DesktopId>(desktopId))
    .where('kind', '=', 'server')
    .executeTakeFirstOrThrow();
  assert.ok(id !== null && generation !== null);
  return { kind: 'server', id, generation };
}

describe('BatchRunDesktops', () => {
  it('stops, starts and restarts desktops, softly and hard, each reported by a job', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'power' });
    for (const [operation, type, status] of [
      ['os-stop', 'SOFT', 'SHUTOFF'],
      ['os-start', undefined, 'ACTIVE'],
      ['reboot', 'SOFT', 'ACTIVE'],
      ['reboot', 'HARD', 'ACTIVE'],
      ['os-stop', 'HARD', 'SHUTOFF'],
    ] as const) {
      const answer = await act(ids, operation, type);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.body.failed_operation_list, []);
      for (const id of ids) await untilShown(id, status);
      const jobs = await readSubJobs(service, answer.body.job_id);
      assert.deepEqual(
        jobs.map((job) => [job.entities.desktop_id, job.status]),
        ids.map((id) => [id, 'SUCCESS']),
      );
    }
    const seen = await service.engine.observe(await serverOf(ids[0]));
    assert.deepEqual(seen, { state: 'present', status: 'shutoff' });
  });

  it('succeeds at once where the desktop already is as wanted', async () => {
    const [id] = await createDesktops(service, {});
    let asked = 0;
    around = (call, run) => {
      if (call.verb === 'power') asked += 1;
      return run();
    };
    const answer = await act([id], 'os-start');
    await waitUntil(
      async () => (await readSubJobs(service, answer.body.job_id))[0]?.status === 'SUCCESS',
      'the start to end',
    );
    assert.equal(asked, 0);
  });

  it('names the desktops that cannot, each with the reason, and goes ahead with the others', async () => {
    const [off, busy, fine, failed] = await createDesktops(service, { size: 4, desktop_name: 'mixed' });
    assert.ok(busy !== undefined && fine !== undefined && failed !== undefined);
    await act([off], 'os-stop');
    await untilShown(off, 'SHUTOFF');
    await service.database.pool.query(`update desktops set task_status = 'resize_prep' where id = $1`, [
      busy,
    ]);
    await service.database.pool.query(`update desktops set status = 'ERROR' where id = $1`, [failed]);
    const missing = randomUUID();
    const answer = await act([off, busy, fine, failed, missing], 'reboot');
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(
      answer.body.failed_operation_list.map((each: { desktop_id: string; error_code: string }) => [
        each.desktop_id,
        each.error_code,
      ]),
      [
        [off, 'WKS.00010032'],
        [busy, 'WKS.00010032'],
        [failed, 'WKS.00010032'],
        [missing, 'DPL.0404'],
      ],
    );
    assert.match(answer.body.failed_operation_list[0].error_msg, /in the state "SHUTOFF"/);
    assert.match(answer.body.failed_operation_list[1].error_msg, /in the state "resize_prep"/);
    await untilShown(fine, 'ACTIVE');
    const jobs = await readSubJobs(service, answer.body.job_id);
    assert.deepEqual(
      jobs.map((job) => job.entities.desktop_id),
      [fine],
    );
  });

  it('hibernates what runs, wakes it by a start, and switches it off', async () => {
    const [id, off] = await createDesktops(service, { size: 2, desktop_name: 'sleeps' });
    assert.ok(off !== undefined);
    await act([off], 'os-stop');
    await untilShown(off, 'SHUTOFF');
    const refused = await act([id, off], 'os-hibernate');
    assert.deepEqual(
      refused.body.failed_operation_list.map((each: { desktop_id: string }) => each.desktop_id),
      [off],
    );
    await untilShown(id, 'HIBERNATED');
    const seen = await service.engine.observe(await serverOf(id));
    assert.deepEqual(seen, { state: 'present', status: 'hibernated' });
    for (const [operation, status] of [
      ['os-hibernate', 'HIBERNATED'],
      ['os-start', 'ACTIVE'],
      ['os-hibernate', 'HIBERNATED'],
      ['os-stop', 'SHUTOFF'],
    ] as const) {
      const answer = await act([id], operation);
      assert.deepEqual(answer.body.failed_operation_list, []);
      await untilShown(id, status);
      await waitUntil(
        async () => (await readSubJobs(service, answer.body.job_id))[0]?.status === 'SUCCESS',
        'the job to end',
      );
    }
  });

  it('L1: restarts no hibernated desktop, and deletes one', async () => {
    const [id] = await createDesktops(service, {});
    await act([id], 'os-hibernate');
    await untilShown(id, 'HIBERNATED');
    const { body } = await act([id], 'reboot');
    assert.match(body.failed_operation_list[0].error_msg, /in the state "HIBERNATED"/);
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await showUntilGone(service, id);
  });

  it('takes a desktop that is named twice once, and starts no job where nothing can be done', async () => {
    const [id] = await createDesktops(service, {});
    const twice = await act([id, id], 'os-stop');
    assert.equal((await readSubJobs(service, twice.body.job_id)).length, 1);
    await untilShown(id, 'SHUTOFF');
    const nothing = await act([randomUUID()], 'os-stop');
    assert.equal(nothing.status, 200);
    assert.equal(nothing.body.job_id, undefined);
    assert.equal(nothing.body.failed_operation_list.length, 1);
  });

  for (const [what, ids, operation, type, status, message] of [
    ['no desktop', [], 'os-stop', undefined, 400, /desktop_ids must have at least 1 entries/],
    [
      '101 desktops',
      Array.from({ length: 101 }, () => randomUUID()),
      'os-stop',
      undefined,
      400,
      /at most 100/,
    ],
    ['a malformed id', ['desk'], 'os-stop', undefined, 400, /desktop_ids.0 must be an ID such as/],
    ['an unknown operation', [randomUUID()], 'os-explode', undefined, 400, /op_type must be one of/],
    ['an unknown type', [randomUUID()], 'reboot', 'MEDIUM', 400, /type must be one of/],
  ] as const) {
    it(`refuses ${what} with ${status}`, async () => {
      const answer = await act(ids, operation, type);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.body.error_msg, message);
    });
  }

  it('survives calls that fail, and leaves the desktop as it was when the engine refuses for good', async () => {
    const [id] = await createDesktops(service, {});
    let failures = 0;
    around = async (call, run) => {
      if (call.verb !== 'power' || ++failures > 1) return run();
      await run();
      throw new EngineError('timeout', 'made up by the test');
    };
    await act([id], 'os-stop');
    await untilShown(id, 'SHUTOFF');
    around = async (call, run) => {
      if (call.verb === 'power') throw new EngineError('refused', 'the host is being taken down');
      return run();
    };
    const answer = await act([id], 'os-start');
    const failed = await waitUntil(
      async () => (await readSubJobs(service, answer.body.job_id)).find((job) => job.status === 'FAILED'),
      'the start to fail',
    );
    assert.match(failed.fail_reason ?? '', /the host is being taken down/);
    await untilShown(id, 'SHUTOFF');
    around = (_call, run) => run();
    await act([id], 'os-start');
    await untilShown(id, 'ACTIVE');
  });

  it('refuses a plain delete while it runs, gives way to a forced one, and reports that (S13)', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'power') await gate.pass();
      return run();
    };
    const answer = await act([id], 'reboot', 'HARD');
    await waitUntil(() => gate.came === 1, 'the restart to be asked for');
    assert.equal((await show(id)).task_status, 'rebooting_hard');
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 409);
    assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
    gate.open();
    await showUntilGone(service, id);
    assert.equal((await readSubJobs(service, answer.body.job_id))[0]?.status, 'FAILED');
  });
});

describe('the server watch', () => {
  it('shows a server that stopped and started by itself as it is', async () => {
    const [id] = await createDesktops(service, {});
    const watch = () => createServerWatch({ ...service.database, engine: service.engine });
    for (const [action, status] of [
      ['stop', 'SHUTOFF'],
      ['start', 'ACTIVE'],
      ['hibernate', 'HIBERNATED'],
      ['wake', 'ACTIVE'],
    ] as const) {
      await service.engine.power(await serverOf(id), action, 'hard');
      await waitUntil(async () => {
        const round = watch();
        for (const server of await round.claim(100)) await round.perform(server);
        return (await show(id)).status === status;
      }, `the desktop to be shown ${status}`);
    }
  });

  it('goes through all desktops, a few at a time, and then waits for the next round', async () => {
    await createDesktops(service, { size: 5, desktop_name: 'watched' });
    const { rows } = await service.database.pool.query(
      `select id from desktops where gone_at is null and task_status = '' and status in ('ACTIVE', 'SHUTOFF')`,
    );
    const round = createServerWatch({ ...service.database, engine: service.engine });
    const seen: string[] = [];
    for (;;) {
      const some = await round.claim(2);
      assert.ok(some.length <= 2);
      if (some.length === 0) break;
      seen.push(...some.map((server) => server.desktop_id));
    }
    assert.deepEqual([...seen].sort(), rows.map((row: { id: string }) => row.id).sort());
    assert.deepEqual(await round.claim(2), []);
  });

  it('S9: never changes a desktop whose deletion or restart was accepted while it looked', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'races' });
    const [deleted, restarted] = ids;
    assert.ok(restarted !== undefined);
    for (const id of ids) {
      const server = await serverOf(id);
      await service.engine.power(server, 'stop', 'hard');
      await untilStatus(service.engine, server, 'shutoff');
    }
    const round = createServerWatch({ ...service.database, engine: service.engine });
    const claimed = (await round.claim(1000)).filter((server) => ids.includes(server.desktop_id));
    // The service's own watch may have been faster; then there is no race left to hold.
    const servers = claimed.filter((server) => server.status === 'ACTIVE');
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'remove' || call.verb === 'power') await gate.pass();
      return run();
    };
    assert.equal((await service.call('DELETE', `/desktops/${deleted}?is_force_delete=true`)).status, 204);
    await act([restarted], 'os-start');
    for (const server of servers) await round.perform(server);
    assert.deepEqual((await show(deleted)).status, 'DELETING');
    assert.equal((await show(restarted)).task_status, 'powering-on');
    gate.open();
    await showUntilGone(service, deleted);
    await untilShown(restarted, 'ACTIVE');
  });
});
