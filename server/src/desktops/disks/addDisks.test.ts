import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs } from '../../testing/desktopCalls.js';
import {
  assertRefused,
  engineDisks,
  jobOf,
  showDesktop,
  untilIdle,
  usedOf,
} from '../../testing/diskCalls.js';
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

describe('AddDesktopVolumes and AddVolumes', () => {
  it('give a running desktop and one that is off what was ordered, in the next places, and report each disk', async () => {
    const [running, off = ''] = await createDesktops(service, {
      size: 2,
      desktop_name: 'more',
      data_volumes: [{ type: 'SAS', size: 10 }],
    });
    await service.call('POST', '/desktops/action', { desktop_ids: [off], op_type: 'os-stop', type: 'HARD' });
    await untilIdle(service, off);
    const [volumes, gigabytes] = [
      await usedOf(service, 'volumes'),
      await usedOf(service, 'volume_gigabytes'),
    ];
    const fast = { type: 'GPSSD2', size: 20, iops: 4000, throughput: 150 };
    const jobId = await jobOf(
      addMany({
        desktop_volumes: [
          { desktop_id: running, volumes: [fifty, fast] },
          { desktop_id: off, volumes: [fifty] },
        ],
      }),
    );
    assert.equal((await untilIdle(service, running)).status, 'ACTIVE');
    assert.equal((await untilIdle(service, off)).status, 'SHUTOFF');
    const shown = (await showDesktop(service, running)).data_volumes.map(
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
    assert.deepEqual(await engineDisks(service, running), { there: 4, used: 4 });
    assert.deepEqual(await engineDisks(service, off), { there: 3, used: 3 });
    const jobs = await readSubJobs(service, jobId);
    assert.deepEqual(
      jobs.map(({ status, entities }) => [status, entities.desktop_id, typeof Object(entities).volume_id]),
      [running, running, off].map((id) => ['SUCCESS', id, 'string']),
    );
    assert.deepEqual(
      [await usedOf(service, 'volumes'), await usedOf(service, 'volume_gigabytes')],
      [volumes + 3, gigabytes + 120],
    );
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('take the list under the name that Terraform sends, and not under two names at once', async () => {
    const [id] = await createDesktops(service, {});
    const list = [{ desktop_id: id, volumes: [{ ...fifty, iops: 0, throughput: 0, kms_id: '' }] }];
    await jobOf(addMany({ addDesktopVolumesReq: list }));
    assert.equal((await untilIdle(service, id)).data_volumes.length, 1);
    await assertRefused(
      addMany({ addDesktopVolumesReq: list, desktop_volumes: list }),
      400,
      'WKS.0001',
      /send one/,
    );
    for (const body of [{}, { desktop_volumes: [] }, { addDesktopVolumesReq: [] }])
      await assertRefused(addMany(body), 400, 'WKS.0001', /at least one/);
  });

  it('S4: add nothing to any desktop when one disk of the order cannot be added, and say which', async () => {
    const [id, hibernated = ''] = await createDesktops(service, { size: 2, desktop_name: 'none' });
    await service.call('POST', '/desktops/action', { desktop_ids: [hibernated], op_type: 'os-hibernate' });
    await untilIdle(service, hibernated);
    const foreign = '11111111-2222-4333-8444-555555555555';
    const both = (other: string, volume: object = fifty) => ({
      desktop_volumes: [
        { desktop_id: id, volumes: [fifty] },
        { desktop_id: other, volumes: [volume] },
      ],
    });
    await assertRefused(addMany(both(foreign)), 404, 'DPL.0404');
    await assertRefused(addMany(both(hibernated)), 409, 'WKS.00010032', /HIBERNATED/);
    await assertRefused(addMany(both(id, { ...fifty, kms_id: 'key' })), 409, 'DPL.0501', /kms_id/);
    await assertRefused(
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
      await assertRefused(add(id, [wrong]), 400, 'WKS.0001');
    await assertRefused(add(id, []), 400, 'WKS.0001');
    const desktop = await showDesktop(service, id);
    assert.deepEqual([desktop.task_status, desktop.data_volumes], ['', []]);
    assert.deepEqual(await engineDisks(service, id), { there: 1, used: 1 });
  });

  it('let a desktop have ten data disks and no more', async () => {
    const [id] = await createDesktops(service, {});
    await jobOf(
      add(
        id,
        Array.from({ length: 9 }, () => ({ ...fifty, size: 10 })),
      ),
    );
    await untilIdle(service, id);
    await assertRefused(add(id, [fifty, fifty]), 400, 'WKS.0001', /at most 10/);
    await jobOf(add(id));
    const devices = (await untilIdle(service, id)).data_volumes.map(
      ({ device }: { device: string }) => device,
    );
    assert.deepEqual([devices.length, devices[0], devices[9]], [10, '/dev/vdb', '/dev/vdk']);
    await assertRefused(add(id), 400, 'WKS.0001', /at most 10/);
  });

  it('take no other enterprise project than the desktop’s', async () => {
    const [id] = await createDesktops(service, {});
    const withProject = (project: string) =>
      service.call('POST', `/desktops/${id}/volumes`, { volumes: [fifty], enterprise_project_id: project });
    await assertRefused(
      withProject('11111111-2222-4333-8444-555555555555'),
      400,
      'WKS.0001',
      /enterprise_project_id must be left out/,
    );
    await jobOf(withProject('0'));
    await untilIdle(service, id);
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
    await set({ type: 'volumes', quota: (await usedOf(service, 'volumes')) + 1 });
    await assertRefused(add(id, [fifty, fifty]), 409, 'DPL.4091');
    await jobOf(add(id));
    await assertRefused(add(other), 409, 'DPL.4091');
    await set({ type: 'volumes', quota: null });
    await set({ type: 'volume_gigabytes', quota: (await usedOf(service, 'volume_gigabytes')) + 40 });
    await assertRefused(add(other), 409, 'DPL.4091');
    await set({ type: 'volume_gigabytes', quota: null });
    gate.open();
    await untilIdle(service, id);
  });

  it('answer WKS.0407 while disks are being added, which clients try again, and 409 while anything else is done', async () => {
    const [id] = await createDesktops(service, {});
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'create') await gate.pass();
      return run();
    };
    await jobOf(add(id));
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    const { task_status, data_volumes } = await showDesktop(service, id);
    assert.deepEqual([task_status, data_volumes], ['updating', []], 'not shown before the desktop has it');
    await assertRefused(add(id), 400, 'WKS.0407');
    await assertRefused(
      addMany({ addDesktopVolumesReq: [{ desktop_id: id, volumes: [fifty] }] }),
      400,
      'WKS.0407',
    );
    const off = { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' };
    const { failed_operation_list } = (await service.call('POST', '/desktops/action', off)).body;
    assert.equal(failed_operation_list.length, 1, 'its power stays as it is meanwhile');
    gate.open();
    await untilIdle(service, id);
    await service.call('POST', '/desktops/action', off);
    const { status, body } = await add(id);
    if (status !== 200) assert.deepEqual([status, body.error_code], [409, 'WKS.00010032']);
    await untilIdle(service, id);
  });
});
