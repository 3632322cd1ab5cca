import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { assertLedgerMatchesEngine } from '../../testing/ledger.js';
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

const fifty = { type: 'SSD', size: 50 };

const add = (id: string, volumes: readonly object[] = [fifty]): Promise<TestAnswer> =>
  service.call('POST', `/desktops/${id}/volumes`, { volumes });
const addMany = (body: object): Promise<TestAnswer> => service.call('POST', '/volumes', body);
const show = async (id: string) => (await service.call('GET', `/desktops/${id}`)).body.desktop;

async function untilIdle(id: string) {
  return waitUntil(async () => {
    const desktop = await show(id);
    return desktop.task_status === '' ? desktop : undefined;
  }, `${id} to be idle`);
}

async function added(answer: Promise<TestAnswer> | TestAnswer): Promise<string> {
  const { status, body, text } = await answer;
  assert.equal(status, 200, text);
  return body.job_id;
}

async function refused(
  answer: Promise<TestAnswer>,
  status: number,
  code: string,
  words = /./,
): Promise<void> {
  const { status: seen, body, text } = await answer;
  assert.deepEqual([seen, body.error_code], [status, code], text);
  assert.match(body.error_msg, words);
}

/** The disks that the simulated engine has of a desktop, and how many of them its server uses. */
async function engineDisks(id: string): Promise<{ there: number; used: number }> {
  const { rows } = await service.database.pool.query<{ there: number; used: number }>(
    `select count(*)::int as there, (count(*) filter (where exists (
       select from simulated_items s where s.kind = 'server' and s.spec -> 'uses' ? v.id
         and not (s.changes_to = 'gone' and s.changes_at <= now()) is true)))::int as used
     from simulated_items v where v.kind = 'volume' and v.spec ->> 'desktopId' = $1
       and not (v.changes_to = 'gone' and v.changes_at <= now()) is true`,
    [id],
  );
  return rows[0] ?? { there: 0, used: 0 };
}

const quotaOf = async (type: string): Promise<number> =>
  (await service.call('GET', '/quotas')).body.quotas.resources.find(
    (resource: { type: string }) => resource.type === type,
  ).used;

async function turnAgain(id: string): Promise<void> {
  await waitUntil(async () => {
    await service.database.pool.query('update desktops set task_due_at = now() where id = $1', [id]);
    return (await show(id)).task_status === '';
  }, 'another turn');
}

describe('AddDesktopVolumes and AddVolumes', () => {
  it('give a running desktop and one that is off what was ordered, in the next places, and report each disk', async () => {
    const [running, off = ''] = await createDesktops(service, {
      size: 2,
      desktop_name: 'more',
      data_volumes: [{ type: 'SAS', size: 10 }],
    });
    await service.call('POST', '/desktops/action', { desktop_ids: [off], op_type: 'os-stop', type: 'HARD' });
    await untilIdle(off);
    const [volumes, gigabytes] = [await quotaOf('volumes'), await quotaOf('volume_gigabytes')];
    const fast = { type: 'GPSSD2', size: 20, iops: 4000, throughput: 150 };
    const jobId = await added(
      addMany({
        desktop_volumes: [
          { desktop_id: running, volumes: [fifty, fast] },
          { desktop_id: off, volumes: [fifty] },
        ],
      }),
    );
    assert.equal((await untilIdle(running)).status, 'ACTIVE');
    assert.equal((await untilIdle(off)).status, 'SHUTOFF');
    const shown = (await show(running)).data_volumes.map(
      (each: {
        device: string;
        type: string;
        size: number;
        iops: number;
        throughput: number;
        display_name: string;
      }) => [
        each.device,
        each.type,
        each.size,
        each.iops,
        each.throughput,
        each.display_name.replace(/^.*-/, ''),
      ],
    );
    assert.deepEqual(shown, [
      ['/dev/vdb', 'SAS', 10, null, null, 'data1'],
      ['/dev/vdc', 'SSD', 50, null, null, 'data2'],
      ['/dev/vdd', 'GPSSD2', 20, 4000, 150, 'data3'],
    ]);
    assert.deepEqual(await engineDisks(running), { there: 4, used: 4 });
    assert.deepEqual(await engineDisks(off), { there: 3, used: 3 });
    const jobs = await readSubJobs(service, jobId);
    assert.deepEqual(
      jobs.map(({ status, entities }) => [status, entities.desktop_id, typeof Object(entities).volume_id]),
      [running, running, off].map((id) => ['SUCCESS', id, 'string']),
    );
    assert.deepEqual(
      [await quotaOf('volumes'), await quotaOf('volume_gigabytes')],
      [volumes + 3, gigabytes + 120],
    );
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('take the list under the name that Terraform sends, and not under two names at once', async () => {
    const [id] = await createDesktops(service, {});
    const list = [{ desktop_id: id, volumes: [{ ...fifty, iops: 0, throughput: 0, kms_id: '' }] }];
    await added(addMany({ addDesktopVolumesReq: list }));
    assert.equal((await untilIdle(id)).data_volumes.length, 1);
    await refused(
      addMany({ addDesktopVolumesReq: list, desktop_volumes: list }),
      400,
      'WKS.0001',
      /send one/,
    );
    for (const body of [{}, { desktop_volumes: [] }, { addDesktopVolumesReq: [] }])
      await refused(addMany(body), 400, 'WKS.0001', /at least one/);
  });

  it('S4: add nothing to any desktop when one disk of the order cannot be added, and say which', async () => {
    const [id, hibernated = ''] = await createDesktops(service, { size: 2, desktop_name: 'none' });
    await service.call('POST', '/desktops/action', { desktop_ids: [hibernated], op_type: 'os-hibernate' });
    await untilIdle(hibernated);
    const foreign = '11111111-2222-4333-8444-555555555555';
    const both = (other: string, volume: object = fifty) => ({
      desktop_volumes: [
        { desktop_id: id, volumes: [fifty] },
        { desktop_id: other, volumes: [volume] },
      ],
    });
    await refused(addMany(both(foreign)), 404, 'DPL.0404');
    await refused(addMany(both(hibernated)), 409, 'WKS.00010032', /HIBERNATED/);
    await refused(addMany(both(id, { ...fifty, kms_id: 'key' })), 409, 'DPL.0501', /kms_id/);
    await refused(
      addMany(both(id, { ...fifty, iops: 4000 })),
      400,
      'WKS.0001',
      /desktop_volumes\.1\.volumes\.0\.iops/,
    );
    for (const wrong of [
      { ...fifty, size: 55 },
      { ...fifty, size: 0 },
      { ...fifty, type: 'tape' },
      { size: 50 },
    ])
      await refused(add(id, [wrong]), 400, 'WKS.0001');
    await refused(add(id, []), 400, 'WKS.0001');
    const desktop = await show(id);
    assert.deepEqual([desktop.task_status, desktop.data_volumes], ['', []]);
    assert.deepEqual(await engineDisks(id), { there: 1, used: 1 });
  });

  it('let a desktop have ten data disks and no more', async () => {
    const [id] = await createDesktops(service, {});
    await added(
      add(
        id,
        Array.from({ length: 9 }, () => ({ ...fifty, size: 10 })),
      ),
    );
    await untilIdle(id);
    await refused(add(id, [fifty, fifty]), 400, 'WKS.0001', /at most 10/);
    await added(add(id));
    const devices = (await untilIdle(id)).data_volumes.map(({ device }: { device: string }) => device);
    assert.deepEqual([devices.length, devices[0], devices[9]], [10, '/dev/vdb', '/dev/vdk']);
    await refused(add(id), 400, 'WKS.0001', /at most 10/);
  });

  it('take no other enterprise project than the desktop’s', async () => {
    const [id] = await createDesktops(service, {});
    const withProject = (project: string) =>
      service.call('POST', `/desktops/${id}/volumes`, { volumes: [fifty], enterprise_project_id: project });
    await refused(
      withProject('11111111-2222-4333-8444-555555555555'),
      400,
      'WKS.0001',
      /enterprise_project_id must be left out/,
    );
    await added(withProject('0'));
    await untilIdle(id);
  });

  it('hold the quota of volumes and of their gigabytes, also for what is still being made', async () => {
    const [id, other = ''] = await createDesktops(service, { size: 2, desktop_name: 'quota' });
    const set = async (...resources: object[]): Promise<void> => {
      const path = `/installation/quotas/${service.credentials.project_id}`;
      assert.equal((await service.call('PUT', path, { resources })).status, 200);
    };
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'create') await gate.pass();
      return run();
    };
    await set({ type: 'volumes', quota: (await quotaOf('volumes')) + 1 });
    await refused(add(id, [fifty, fifty]), 409, 'DPL.4091');
    await added(add(id));
    await refused(add(other), 409, 'DPL.4091');
    await set({ type: 'volumes', quota: null });
    await set({ type: 'volume_gigabytes', quota: (await quotaOf('volume_gigabytes')) + 40 });
    await refused(add(other), 409, 'DPL.4091');
    await set({ type: 'volume_gigabytes', quota: null });
    gate.open();
    await untilIdle(id);
  });

  it('answer WKS.0407 while disks are being added, which clients try again, and 409 while anything else is done', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'create') await gate.pass();
      return run();
    };
    await added(add(id));
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    const { task_status, data_volumes } = await show(id);
    assert.deepEqual([task_status, data_volumes], ['updating', []], 'not shown before the desktop has it');
    await refused(add(id), 400, 'WKS.0407');
    await refused(addMany({ addDesktopVolumesReq: [{ desktop_id: id, volumes: [fifty] }] }), 400, 'WKS.0407');
    const off = { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' };
    const { failed_operation_list } = (await service.call('POST', '/desktops/action', off)).body;
    assert.equal(failed_operation_list.length, 1, 'its power stays as it is meanwhile');
    gate.open();
    await untilIdle(id);
    await service.call('POST', '/desktops/action', off);
    const { status, body } = await add(id);
    if (status !== 200) assert.deepEqual([status, body.error_code], [409, 'WKS.00010032']);
    await untilIdle(id);
  });

  it('D7, S8: make one disk and plug it once more where answers were lost', async () => {
    const [id] = await createDesktops(service, {});
    const lost = { create: 0, plug: 0 };
    around = async (call, run) => {
      const answer = await run();
      if (call.verb === 'create' || call.verb === 'plug')
        if (lost[call.verb]++ === 0) throw new EngineError('timeout', 'the answer was lost');
      return answer;
    };
    const jobId = await added(add(id));
    await untilIdle(id);
    assert.deepEqual([lost.create, lost.plug], [1, 2]);
    assert.deepEqual(await engineDisks(id), { there: 2, used: 2 });
    assert.equal((await readSubJobs(service, jobId))[0]?.status, 'SUCCESS');
    await assertLedgerMatchesEngine(service.database.pool);
  });

  for (const verb of ['create', 'plug'] as const)
    for (const effect of [true, false])
      it(`S8: end well after a crash ${effect ? 'behind' : 'before'} the call to ${verb} it`, async () => {
        const [id] = await createDesktops(service, {});
        let crashed = 0;
        around = async (call, run) => {
          if (call.verb !== verb || crashed++ > 0) return run();
          if (effect) await run();
          throw new Error('crash');
        };
        await added(add(id));
        await waitUntil(() => crashed === 1, 'the engine to be asked');
        await turnAgain(id);
        assert.equal((await show(id)).data_volumes.length, 1);
        assert.deepEqual(await engineDisks(id), { there: 2, used: 2 });
        await assertLedgerMatchesEngine(service.database.pool);
      });

  for (const verb of ['create', 'plug'] as const)
    it(`S1: leave nothing of a disk that the engine will not ${verb}, say why, and go on with the others`, async () => {
      const [id] = await createDesktops(service, {});
      const former = await quotaOf('volumes');
      let refusals = 0;
      around = (call, run) =>
        call.verb === verb && refusals++ === 0
          ? Promise.reject(new EngineError('capacity', 'no room for that'))
          : run();
      const jobId = await added(add(id, [fifty, { ...fifty, size: 60 }]));
      const { status, data_volumes } = await untilIdle(id);
      assert.equal(status, 'ACTIVE');
      assert.deepEqual(
        data_volumes.map(({ size, device }: { size: number; device: string }) => [size, device]),
        [[60, '/dev/vdc']],
      );
      const [failed, done] = await readSubJobs(service, jobId);
      assert.deepEqual([failed?.status, failed?.error_code], ['FAILED', 'DPL.0502']);
      assert.match(failed?.fail_reason ?? '', /no room for that/);
      assert.equal(done?.status, 'SUCCESS');
      await waitUntil(async () => (await engineDisks(id)).there === 2, 'what there is of it to go');
      await waitUntil(async () => (await quotaOf('volumes')) === former + 1, 'its quota to be free');
      await assertLedgerMatchesEngine(service.database.pool);
      await added(add(id));
      assert.equal((await untilIdle(id)).data_volumes[0].device, '/dev/vdb', 'its place is free again');
    });

  it('S1, S9: are ended by a forced deletion, which has the disk in its plan, and by no other', async () => {
    for (const verb of ['create', 'plug'] as const) {
      const [id] = await createDesktops(service, {});
      const gate = createGate();
      around = async (call, run) => {
        if (call.verb === verb) await gate.pass();
        return run();
      };
      const jobId = await added(add(id));
      await waitUntil(() => gate.came === 1, 'the engine to be asked');
      assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 409);
      assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
      assert.equal((await add(id)).status, 409, 'nothing is added to what is being deleted');
      gate.open();
      await showUntilGone(service, id);
      const { items } = (await service.call('GET', `/deletions/${id}`)).body;
      assert.equal(items.filter(({ kind }: { kind: string }) => kind === 'volume').length, 2);
      await waitUntil(async () => (await engineDisks(id)).there === 0, 'nothing to be left');
      assert.equal((await readSubJobs(service, jobId))[0]?.status, 'FAILED');
    }
  });

  it('S1: delete a desktop with a disk that it did not get and that has not gone yet', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'plug') throw new EngineError('refused', 'not here');
      if (call.verb === 'remove' && call.kind === 'volume') await gate.pass();
      return run();
    };
    await added(add(id));
    await untilIdle(id);
    await waitUntil(() => gate.came === 1, 'the disk to be asked to go');
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    gate.open();
    await showUntilGone(service, id);
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('S16: know a disk that the desktop did not get by no id', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'plug') throw new EngineError('refused', 'not here');
      if (call.verb === 'remove' && call.kind === 'volume') await gate.pass();
      return run();
    };
    const jobId = await added(add(id));
    await untilIdle(id);
    const [job] = await readSubJobs(service, jobId);
    const { volume_id } = Object(job?.entities);
    const gone = await service.call('POST', `/desktops/${id}/volumes/batch-delete`, {
      volume_ids: [volume_id],
    });
    assert.deepEqual([gone.status, gone.body.error_code], [404, 'DPL.0404']);
    const grown = await service.call('POST', `/desktops/${id}/volumes/${volume_id}/expand`, {
      new_size: 100,
    });
    assert.deepEqual([grown.status, grown.body.error_code], [404, 'DPL.0404']);
    gate.open();
    await waitUntil(async () => (await engineDisks(id)).there === 1, 'the disk to go');
  });

  it('can be undone by deleting the disk, with a receipt of its own', async () => {
    const [id] = await createDesktops(service, {});
    await added(add(id));
    const [disk] = (await untilIdle(id)).data_volumes;
    const answer = await service.call('POST', `/desktops/${id}/volumes/batch-delete`, {
      volume_ids: [disk.id],
    });
    assert.equal(answer.status, 200, answer.text);
    await waitUntil(
      async () => (await service.call('GET', `/deletions/${disk.id}`)).body.receipt_state === 'sealed',
      'the receipt',
    );
    assert.deepEqual(await engineDisks(id), { there: 1, used: 1 });
    await added(add(id));
    assert.equal((await untilIdle(id)).data_volumes[0].device, '/dev/vdb');
  });
});
