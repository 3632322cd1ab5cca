import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs } from '../../testing/desktopCalls.js';
import { type Around, interpose } from '../../testing/interpose.js';
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

const qos = { iops: 5000, throughput: 250 };
const setSpeed = (volume_ids: readonly string[], speed: object = qos, of = service): Promise<TestAnswer> =>
  of.call('PUT', '/volumes/batch-modify-qos', { volume_ids, qos: speed });

async function shown(id: string, of = service) {
  return waitUntil(async () => {
    const { desktop } = (await of.call('GET', `/desktops/${id}`)).body;
    return desktop.task_status === '' ? [desktop.root_volume, ...desktop.data_volumes] : undefined;
  }, `${id} to be idle`);
}

const fast = { type: 'GPSSD2', size: 20, iops: 3000, throughput: 125 };

async function made(of = service): Promise<{ id: string; root: string; data: string; slow: string }> {
  const speed = of === service ? {} : { iops: 0, throughput: 0 };
  const [id] = await createDesktops(of, {
    data_volumes: [
      { ...fast, ...speed },
      { type: 'SAS', size: 10 },
    ],
  });
  const [root, data, slow] = await shown(id, of);
  return { id, root: root.id, data: data.id, slow: slow.id };
}

describe('BatchModifyQosVolumes', () => {
  it('gives disks of several desktops another speed, shows it and reports each', async () => {
    const [one, two] = [await made(), await made()];
    const answer = await setSpeed([one.data, two.data, one.data]);
    assert.equal(answer.status, 200, answer.text);
    for (const { id } of [one, two]) {
      const [, data] = await shown(id);
      assert.deepEqual([data.iops, data.throughput], [5000, 250]);
    }
    const { rows } = await service.database.pool.query(
      `select (spec ->> 'iops')::int as iops, (spec ->> 'throughputMiB')::int as throughput from simulated_items
       where kind = 'volume' and spec ->> 'desktopId' = $1 and spec ->> 'device' = '/dev/vdb'`,
      [one.id],
    );
    assert.deepEqual(rows, [{ iops: 5000, throughput: 250 }]);
    const jobs = await readSubJobs(service, answer.body.job_id);
    assert.deepEqual(
      new Map(jobs.map(({ status, entities }) => [Object(entities).volume_id, status])),
      new Map([one.data, two.data].map((volume) => [volume, 'SUCCESS'])),
    );
  });

  it('S4: changes nothing where one disk has no speed to choose or is not there, and refuses what is no speed', async () => {
    const { id, data, slow } = await made();
    for (const [ids, speed, status, code] of [
      [[data, slow], qos, 400, 'WKS.0001'],
      [[data, '11111111-2222-4333-8444-555555555555'], qos, 404, 'DPL.0404'],
      [[data], { iops: 5000 }, 400, 'WKS.0001'],
      [[data], { ...qos, iops: 0 }, 400, 'WKS.0001'],
      [[data], { ...qos, throughput: 5_000_000 }, 400, 'WKS.0001'],
      [[], qos, 400, 'WKS.0001'],
    ] as const) {
      const answer = await setSpeed(ids, speed);
      assert.deepEqual([answer.status, answer.body.error_code], [status, code], answer.text);
    }
    const [, kept] = await shown(id);
    assert.deepEqual([kept.iops, kept.throughput], [3000, 125]);
  });

  it('S8: keeps the speed that a disk has when the engine says no, and tells why; a lost answer is asked for again', async () => {
    const { id, data } = await made();
    around = (call, run) =>
      call.verb === 'setSpeed' ? Promise.reject(new EngineError('capacity', 'too fast')) : run();
    const no = await setSpeed([data]);
    const [, kept] = await shown(id);
    assert.deepEqual([kept.iops, kept.throughput], [3000, 125]);
    const [failed] = await readSubJobs(service, no.body.job_id);
    assert.deepEqual([failed?.status, failed?.error_code], ['FAILED', 'DPL.0502']);
    let lost = 0;
    around = async (call, run) => {
      const answer = await run();
      if (call.verb === 'setSpeed' && lost++ === 0) throw new EngineError('timeout', 'the answer was lost');
      return answer;
    };
    await setSpeed([data]);
    const [, changed] = await shown(id);
    assert.deepEqual([lost, changed.iops], [2, 5000]);
  });

  it('is refused where the engine cannot hold a disk to a speed', async () => {
    const slow = await startTestService({
      engine: (simulated) => ({ ...simulated, offer: { ...simulated.offer, diskSpeeds: false } }),
    });
    try {
      const { data } = await made(slow);
      const answer = await setSpeed([data], qos, slow);
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0501']);
      assert.match(answer.body.error_msg, /qos\.iops/);
    } finally {
      await slow.remove();
    }
  });
});
