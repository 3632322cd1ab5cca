import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { assertRefused, jobOf, showDesktop, untilIdle, usedOf } from '../../testing/diskCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const usual: Around = (_call, run) => run();
let service: TestService;
let around = usual;
let growsInUse = true;
before(async () => {
  service = await startTestService({
    engine: (engine) => {
      const same = interpose(engine, (call, run) => around(call, run));
      const offer = {
        ...engine.offer,
        get availabilityZones() {
          const disks = { encrypted: true, sizeEnforced: true, growsInUse };
          return engine.offer.availabilityZones.map((zone) => ({ ...zone, disks }));
        },
      };
      return { ...same, offer };
    },
  });
});
afterEach(() => {
  around = usual;
  growsInUse = true;
});
after(() => service.remove());

const grow = (id: string, volume: string, size: number): Promise<TestAnswer> =>
  service.call('POST', `/desktops/${id}/volumes/${volume}/expand`, { new_size: size });
const growMany = (body: object): Promise<TestAnswer> => service.call('POST', '/volumes/expand', body);

async function made(): Promise<{ id: string; root: string; data: string }> {
  const [id] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
  const { root_volume, data_volumes } = await showDesktop(service, id);
  return { id, root: root_volume.id, data: data_volumes[0].id };
}

async function sizes(id: string): Promise<number[]> {
  const { root_volume, data_volumes } = await showDesktop(service, id);
  return [root_volume, ...data_volumes].map(({ size }: { size: number }) => size);
}

/** The sizes of the disks that the simulated engine has of a desktop, in their places. */
async function engineSizes(id: string): Promise<number[]> {
  const { rows } = await service.database.pool.query<{ size: number }>(
    `select (spec ->> 'sizeGiB')::int as size from simulated_items
     where kind = 'volume' and spec ->> 'desktopId' = $1 order by spec ->> 'device'`,
    [id],
  );
  return rows.map(({ size }) => size);
}

describe('ExpandDesktopVolume and ExpandVolumes', () => {
  it('let the system disk and data disks grow, of running desktops and of those that are off', async () => {
    const [one, two] = [await made(), await made()];
    await service.call('POST', '/desktops/action', {
      desktop_ids: [two.id],
      op_type: 'os-stop',
      type: 'HARD',
    });
    await untilIdle(service, two.id);
    const used = await usedOf(service, 'volume_gigabytes');
    const jobId = await jobOf(
      growMany({
        desktop_volumes_expansion: [
          { desktop_id: one.id, volume_id: one.root, new_size: 100 },
          { desktop_id: one.id, volume_id: one.data, new_size: 50 },
          { desktop_id: two.id, volume_id: two.data, new_size: 30 },
        ],
      }),
    );
    assert.equal((await untilIdle(service, one.id)).status, 'ACTIVE');
    assert.equal((await untilIdle(service, two.id)).status, 'SHUTOFF');
    assert.deepEqual(
      [await sizes(one.id), await sizes(two.id)],
      [
        [100, 50],
        [80, 30],
      ],
    );
    assert.deepEqual(
      [await engineSizes(one.id), await engineSizes(two.id)],
      [
        [100, 50],
        [80, 30],
      ],
    );
    const jobs = await readSubJobs(service, jobId);
    assert.deepEqual(
      jobs.map(({ status, entities }) => [status, Object(entities).volume_id]),
      [one.root, one.data, two.data].map((volume) => ['SUCCESS', volume]),
    );
    assert.equal(await usedOf(service, 'volume_gigabytes'), used + 20 + 30 + 10);
    await jobOf(grow(one.id, one.data, 60));
    await untilIdle(service, one.id);
    assert.deepEqual(await sizes(one.id), [100, 60]);
  });

  it('take the list under the name of older clients', async () => {
    const { id, data } = await made();
    const list = [{ desktop_id: id, volume_id: data, new_size: 40 }];
    await assertRefused(
      growMany({ expandVolumesReq: list, desktop_volumes_expansion: list }),
      400,
      'WKS.0001',
      /send one/,
    );
    await assertRefused(growMany({}), 400, 'WKS.0001', /at least one/);
    await jobOf(growMany({ expandVolumesReq: list }));
    await untilIdle(service, id);
    assert.deepEqual(await sizes(id), [80, 40]);
  });

  it('S4: let no disk grow when one cannot, and say which', async () => {
    const [one, two] = [await made(), await made()];
    const both = (second: object) => ({
      desktop_volumes_expansion: [{ desktop_id: one.id, volume_id: one.data, new_size: 50 }, second],
    });
    const foreign = '11111111-2222-4333-8444-555555555555';
    const other = { desktop_id: two.id, volume_id: two.data, new_size: 50 };
    await assertRefused(growMany(both({ ...other, volume_id: foreign })), 404, 'DPL.0404');
    await assertRefused(growMany(both({ ...other, desktop_id: foreign })), 404, 'DPL.0404');
    await assertRefused(growMany(both({ ...other, volume_id: one.root })), 404, 'DPL.0404', /volume/);
    for (const size of [10, 20])
      await assertRefused(
        growMany(both({ ...other, new_size: size })),
        400,
        'WKS.0001',
        /desktop_volumes_expansion\.1\.new_size must be more than the 20 GB/,
      );
    for (const size of [25, 0, 40_000, '50'])
      await assertRefused(growMany(both({ ...other, new_size: size })), 400, 'WKS.0001', /new_size/);
    await assertRefused(
      growMany(both({ desktop_id: one.id, volume_id: one.data, new_size: 60 })),
      400,
      'WKS.0001',
      /named twice/,
    );
    assert.deepEqual([(await showDesktop(service, one.id)).task_status, await sizes(one.id)], ['', [80, 20]]);
  });

  it('refuse a running desktop where the machine lets disks grow only while it is off, and take it then', async () => {
    growsInUse = false;
    const { id, data } = await made();
    await assertRefused(grow(id, data, 50), 409, 'DPL.0432', /must be off/);
    assert.equal((await showDesktop(service, id)).task_status, '');
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
    await untilIdle(service, id);
    await jobOf(grow(id, data, 50));
    assert.equal((await untilIdle(service, id)).status, 'SHUTOFF');
    assert.deepEqual(await sizes(id), [80, 50]);
  });

  it('hold the quota of gigabytes from the acceptance on', async () => {
    const [one, two] = [await made(), await made()];
    const set = (quota: number | null) =>
      service.call('PUT', `/installation/quotas/${service.credentials.project_id}`, {
        resources: [{ type: 'volume_gigabytes', quota }],
      });
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'resize') await gate.pass();
      return run();
    };
    await set((await usedOf(service, 'volume_gigabytes')) + 30);
    await assertRefused(grow(one.id, one.data, 60), 409, 'DPL.4091');
    await jobOf(grow(one.id, one.data, 40));
    await assertRefused(grow(two.id, two.data, 40), 409, 'DPL.4091');
    await jobOf(grow(two.id, two.data, 30));
    gate.open();
    for (const { id } of [one, two]) await untilIdle(service, id);
    await set(null);
  });

  it('S8: say it to the engine again where its answer was lost, and after a crash', async () => {
    for (const error of [new EngineError('timeout', 'the answer was lost'), new Error('crash')]) {
      const { id, data } = await made();
      let lost = 0;
      around = async (call, run) => {
        const answer = await run();
        if (call.verb === 'resize' && lost++ === 0) throw error;
        return answer;
      };
      const jobId = await jobOf(grow(id, data, 50));
      await waitUntil(() => lost === 1, 'the engine to be asked');
      await waitUntil(async () => {
        await service.database.pool.query(
          `update desktops set task_due_at = now() where id = $1 and task_due_at is not null`,
          [id],
        );
        return (await showDesktop(service, id)).task_status === '';
      }, 'another turn');
      assert.equal(lost, 2);
      assert.deepEqual(
        [await sizes(id), await engineSizes(id)],
        [
          [80, 50],
          [80, 50],
        ],
      );
      assert.equal((await readSubJobs(service, jobId))[0]?.status, 'SUCCESS');
    }
  });

  for (const effect of [true, false])
    it(`S5: show the size that a disk has when the engine ${effect ? 'did it and then' : ''} says no, however long that cannot be seen`, async () => {
      const { id, data, root } = await made();
      const used = await usedOf(service, 'volume_gigabytes');
      let unseen = 0;
      around = async (call, run) => {
        if (call.verb === 'resize' && call.kind === 'volume') {
          if (effect) await run();
          throw new EngineError('capacity', 'no room for that');
        }
        if (call.verb === 'observe' && call.kind === 'volume' && unseen++ < 3)
          throw new EngineError('unreachable', 'the host is down');
        return run();
      };
      const jobId = await jobOf(
        growMany({ desktop_volumes_expansion: [{ desktop_id: id, volume_id: data, new_size: 50 }] }),
      );
      assert.equal((await untilIdle(service, id)).status, 'ACTIVE');
      assert.ok(unseen > 3);
      assert.deepEqual(await sizes(id), [80, effect ? 50 : 20]);
      assert.deepEqual(await engineSizes(id), await sizes(id));
      assert.equal(await usedOf(service, 'volume_gigabytes'), used + (effect ? 30 : 0));
      const [job] = await readSubJobs(service, jobId);
      assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0502']);
      assert.match(job?.fail_reason ?? '', /no room/);
      around = usual;
      await jobOf(grow(id, root, 90));
      await untilIdle(service, id);
    });

  it('S9: refuse a disk that is being deleted, and keep one that grows from being deleted alone', async () => {
    const { id, data } = await made();
    const remove = () => service.call('POST', `/desktops/${id}/volumes/batch-delete`, { volume_ids: [data] });
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'resize') await gate.pass();
      return run();
    };
    await jobOf(grow(id, data, 50));
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    await assertRefused(remove(), 409, 'WKS.00010032', /updating/);
    await assertRefused(grow(id, data, 60), 409, 'WKS.00010032', /updating/);
    gate.open();
    await untilIdle(service, id);
    const removal = createGate();
    around = async (call, run) => {
      if (call.verb === 'remove') await removal.pass();
      return run();
    };
    assert.equal((await remove()).status, 200);
    await assertRefused(grow(id, data, 60), 409, 'DPL.0409', /being deleted/);
    removal.open();
    await waitUntil(async () => (await showDesktop(service, id)).data_volumes.length === 0, 'the disk to go');
    await assertRefused(grow(id, data, 60), 404, 'DPL.0404');
  });

  it('S13: are ended by a deletion with force, not by one without', async () => {
    const { id, data } = await made();
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'resize') await gate.pass();
      return run();
    };
    const jobId = await jobOf(grow(id, data, 50));
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 409);
    assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
    gate.open();
    await showUntilGone(service, id);
    assert.equal((await readSubJobs(service, jobId))[0]?.status, 'FAILED');
  });
});
