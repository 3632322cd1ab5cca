import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const usual: Around = (_call, run) => run();
let service: TestService;
let around = usual;
before(async () => {
  service = await startTestService({
    engine: (engine) => interpose(engine, (call, run) => around(call, run)),
  });
});
afterEach(() => {
  around = usual;
});
after(() => service.remove());

const resize = (ids: readonly string[], product: string): Promise<TestAnswer> =>
  service.call('POST', '/desktops/resize', {
    desktops: ids.map((id) => ({ desktop_id: id })),
    product_id: product,
    mode: 'STOP_DESKTOP',
  });

const show = async (id: string) => (await service.call('GET', `/desktops/${id}`)).body.desktop;

async function untilIdle(id: string): Promise<{ status: string; product: { product_id: string } }> {
  return waitUntil(async () => {
    const desktop = await show(id);
    return desktop.task_status === '' ? desktop : undefined;
  }, `${id} to be idle`);
}

/** What the simulated engine gives the server of a desktop. */
async function sizeOf(id: string): Promise<unknown> {
  const { rows } = await service.database.pool.query(
    `select (spec ->> 'vcpus')::int as vcpus, (spec ->> 'memoryMiB')::int as memory from simulated_items
     where kind = 'server' and spec ->> 'desktopId' = $1`,
    [id],
  );
  return rows[0];
}

async function switchOff(id: string): Promise<void> {
  await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
  await untilIdle(id);
}

const cores = async (): Promise<number> =>
  (await service.call('GET', '/quotas')).body.quotas.resources.find(
    ({ type }: { type: string }) => type === 'cores',
  ).used;

describe('ResizeDesktop', () => {
  it('shuts a running desktop down, gives it the product and starts it again; one that is off stays off', async () => {
    const [running = '', off = ''] = await createDesktops(service, { size: 2, desktop_name: 'resized' });
    await switchOff(off);
    const before = await cores();
    const answer = await resize([running, off], 'workspace.x86.xlarge');
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await untilIdle(running)).status, 'ACTIVE');
    assert.equal((await untilIdle(off)).status, 'SHUTOFF');
    for (const id of [running, off]) {
      assert.deepEqual(await sizeOf(id), { vcpus: 4, memory: 8192 });
      assert.equal((await show(id)).product.product_id, 'workspace.x86.xlarge');
    }
    const jobs = await readSubJobs(service, answer.body.job_id);
    assert.deepEqual(
      jobs.map((job) => job.status),
      ['SUCCESS', 'SUCCESS'],
    );
    assert.deepEqual(
      answer.body.jobs.map((job: { job_id: string }) => job.job_id),
      [answer.body.job_id, answer.body.job_id],
    );
    assert.ok((await cores()) > before);
  });

  it('S4: changes no desktop when one of them cannot be changed, and says which', async () => {
    const [one = '', hibernated = ''] = await createDesktops(service, { size: 2, desktop_name: 'refused' });
    await service.call('POST', '/desktops/action', { desktop_ids: [hibernated], op_type: 'os-hibernate' });
    await untilIdle(hibernated);
    const { product } = await show(one);
    const foreign = '11111111-2222-4333-8444-555555555555';
    for (const [ids, wanted, status, code] of [
      [[one, hibernated], 'workspace.x86.2xlarge', 409, 'WKS.00010032'],
      [[one, foreign], 'workspace.x86.2xlarge', 404, 'DPL.0404'],
      [[one], product.product_id, 400, 'WKS.0001'],
      [[one], 'workspace.x86.none', 400, 'WKS.0001'],
      [[one], 'workspace.arm.large', 400, 'WKS.0001'],
    ] as const) {
      const answer = await resize(ids, wanted);
      assert.deepEqual([answer.status, answer.body.error_code], [status, code], answer.text);
    }
    const kept = await show(one);
    assert.deepEqual([kept.task_status, kept.product.product_id], ['', product.product_id]);
  });

  it('S8: says it to the engine again where its answer was lost, and starts the desktop once', async () => {
    const [id = ''] = await createDesktops(service, {});
    let lost = 0;
    let starts = 0;
    around = async (call, run) => {
      const answer = await run();
      if (call.verb === 'power') starts += 1;
      if (call.verb === 'resize' && lost++ === 0) throw new EngineError('timeout', 'the answer was lost');
      return answer;
    };
    const answer = await resize([id], 'workspace.x86.2xlarge');
    assert.equal((await untilIdle(id)).status, 'ACTIVE');
    assert.deepEqual([lost, starts], [2, 2], 'two calls to change it, one to stop and one to start it');
    assert.deepEqual(await sizeOf(id), { vcpus: 8, memory: 16_384 });
    const [job] = await readSubJobs(service, answer.body.job_id);
    assert.equal(job?.status, 'SUCCESS');
  });

  it('starts a desktop again that the engine will not change, with the product that it had', async () => {
    const [id = ''] = await createDesktops(service, {});
    const { product } = await show(id);
    around = (call, run) =>
      call.verb === 'resize' ? Promise.reject(new EngineError('capacity', 'no room')) : run();
    const answer = await resize([id], 'workspace.x86.2xlarge');
    assert.equal((await untilIdle(id)).status, 'ACTIVE');
    assert.equal((await show(id)).product.product_id, product.product_id);
    const [job] = await readSubJobs(service, answer.body.job_id);
    assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0502']);
  });

  it('S13: is ended by a deletion with force, not by one without; the plan before it has the product', async () => {
    const [id = ''] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'resize') await gate.pass();
      return run();
    };
    await resize([id], 'workspace.x86.2xlarge');
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    assert.equal((await show(id)).task_status, 'resize_prep');
    const plain = await service.call('DELETE', `/desktops/${id}`);
    assert.equal(plain.status, 409, plain.text);
    const forced = await service.call('DELETE', `/desktops/${id}?is_force_delete=true`);
    assert.equal(forced.status, 204, forced.text);
    gate.open();
    await showUntilGone(service, id);
  });
});
