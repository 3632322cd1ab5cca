import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { simulatedLinux, simulatedWindows } from '../../testing/desktopCalls.js';
import { assertRefused, engineDisks, showDesktop, untilIdle, usedOf } from '../../testing/diskCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { rebuildCallsOf } from '../../testing/rebuildCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const missing = '00000000-0000-4000-8000-000000000000';
const usual: Around = (_call, run) => run();
let around = usual;
let service: TestService;
const calls = rebuildCallsOf(() => service);
const { made, rebuild, planOf, snapshot, powerOff, untilEnded, receiptOf, serverOf } = calls;
before(async () => {
  service = await startTestService({
    simulated: { delayMs: 5 },
    engine: (simulated) => interpose(simulated, (call, run) => around(call, run)),
  });
});
afterEach(async () => {
  around = usual;
  await calls.untilQuiet();
});
after(() => service.remove());

describe('BatchRebuildDesktopsSystemDisk', () => {
  it('S6: replaces the system disk of a running desktop, proves that the former is gone, and leaves the rest', async () => {
    const { desktop, root, data } = await made({ product_id: 'workspace.x86.large' });
    const earlier = await showDesktop(service, desktop);
    const snapshots = await snapshot(desktop, 'ALL');
    const used = await usedOf(service, 'volumes');
    const plan = await planOf(desktop, simulatedWindows);
    assert.equal(plan.status, 200, plan.text);
    assert.equal(plan.headers.get('etag'), `"${plan.body.digest}"`);
    const { digest, items, reason, ...told } = plan.body;
    assert.match(reason, /system disk is lost, with its snapshots\. Data disks/);
    assert.deepEqual(told, {
      desktop_id: desktop,
      computer_name: earlier.computer_name,
      engine: 'simulated',
      image_id: simulatedWindows,
      image_name: 'Simulated Windows desktop',
      volume_id: root,
      size: 80,
      stops: true,
    });
    const going = items.map((item: { id: string; kind: string; key_intent: string }) => [
      item.kind,
      item.key_intent,
    ]);
    assert.deepEqual(going, [
      ['snapshot', 'destroy'],
      ['volume', 'destroy'],
    ]);
    const agreed = { 'if-match': `"${digest}"` };
    const [job, ...others] = await untilEnded(
      await rebuild([desktop], { image_id: simulatedWindows }, agreed),
    );
    assert.deepEqual(
      [others.length, job?.status, Reflect.get(Object(job), 'job_type'), job?.entities.desktop_id],
      [0, 'SUCCESS', 'rebuildDesktops', desktop],
    );
    assert.equal(Reflect.get(Object(job?.entities), 'volume_id'), root);
    const shown = await showDesktop(service, desktop);
    assert.deepEqual([shown.status, shown.task_status], ['ACTIVE', '']);
    assert.equal(shown.metadata['metering.image_id'], simulatedWindows);
    assert.notEqual(shown.root_volume.id, root);
    const { id: _, volume_id: __, create_time: ___, ...rest } = shown.root_volume;
    assert.deepEqual({ ...earlier.root_volume, ...rest }, earlier.root_volume);
    for (const same of [
      'data_volumes',
      'security_groups',
      'ip_addresses',
      'user_name',
      'product_id',
      'computer_name',
    ])
      assert.deepEqual(shown[same], earlier[same], same);
    assert.deepEqual(await serverOf(desktop), {
      image: simulatedWindows,
      disks: [shown.root_volume.id, data],
    });
    const receipt = await receiptOf(root);
    const ended = receipt.items.map((item) => `${item.kind} ${item.ended}`);
    assert.deepEqual(ended.toSorted(), ['snapshot absent', 'volume absent']);
    assert.deepEqual([receipt.desktopId, receipt.volumeId], [desktop, root]);
    assert.equal(receipt.items.find(({ kind }) => kind === 'volume')?.grade, 'crypto-erased');
    const left = (await service.call('GET', `/snapshots?desktop_id=${desktop}`)).body.desktop_snapshots;
    assert.deepEqual(
      left.map((each: { volume_id: string; snapshot_id: string }) => [
        each.volume_id,
        snapshots.includes(each.snapshot_id),
      ]),
      [[data, true]],
    );
    assert.deepEqual(await engineDisks(service, desktop), { there: 2, used: 2 });
    assert.equal(await usedOf(service, 'volumes'), used);
  });

  it('leaves a desktop that is off as it is, and rebuilds it again with the same image', async () => {
    const { desktop, root } = await made();
    await powerOff(desktop);
    const first = await planOf(desktop);
    assert.match(first.body.reason, /system disk is lost\. Data disks/);
    assert.equal(first.body.stops, false);
    await untilEnded(await rebuild([desktop], { encrypt_type: 'KEEP', delay_time: 0, os_type: 'Linux' }));
    const again = await showDesktop(service, desktop);
    assert.deepEqual([again.status, again.task_status], ['SHUTOFF', '']);
    await receiptOf(root);
    const [job] = await untilEnded(await rebuild([desktop], { enterprise_project_id: '0' }));
    assert.equal(job?.status, 'SUCCESS');
    await receiptOf(again.root_volume.id);
    assert.deepEqual(await engineDisks(service, desktop), { there: 2, used: 2 });
  });

  it('S15: goes ahead only with the plan that was agreed to, for each of its desktops', async () => {
    const [one, other] = [await made(), await made()];
    const plans = [await planOf(one.desktop), await planOf(other.desktop)];
    const tags = plans.map(({ body }) => `"${body.digest}"`);
    const both = [one.desktop, other.desktop];
    await snapshot(one.desktop, 'SYSTEM_DISK');
    await assertRefused(rebuild(both, {}, { 'if-match': tags.join(', ') }), 412, 'DPL.0440', /rebuilt/);
    assert.notEqual((await planOf(one.desktop)).body.digest, plans[0]?.body.digest);
    for (const { desktop, root } of [one, other])
      assert.equal((await showDesktop(service, desktop)).root_volume.id, root);
    const now = [(await planOf(one.desktop)).body.digest, plans[1]?.body.digest].map((each) => `"${each}"`);
    const agreed = { 'if-match': now.join(', ') };
    const jobs = await untilEnded(await rebuild([...both, one.desktop], { image_type: 'market' }, agreed));
    assert.deepEqual(
      jobs.map(({ status, entities }) => [status, entities.desktop_id]),
      both.map((id) => ['SUCCESS', id]),
    );
  });

  it('S4, S14: refuses the whole call by name where one desktop cannot be rebuilt, and the plan likewise', async () => {
    const [one, kept, asleep] = [await made(), await made({ deletion_protection: true }), await made()];
    const order = { desktop_ids: [asleep.desktop], op_type: 'os-hibernate', type: 'SOFT' };
    assert.equal((await service.call('POST', '/desktops/action', order)).status, 200);
    assert.equal((await untilIdle(service, asleep.desktop)).status, 'HIBERNATED');
    for (const [id, status, code] of [
      [missing, 404, 'DPL.0404'],
      [kept.desktop, 409, 'DPL.0423'],
      [asleep.desktop, 409, 'WKS.00010032'],
    ] as const) {
      await assertRefused(rebuild([one.desktop, id]), status, code);
      await assertRefused(planOf(id), status, code);
    }
    for (const [body, code, words] of [
      [{ image_id: missing }, 'WKS.0001', /image_id/],
      [{ image_type: 'private' }, 'WKS.0001', /image_type must be gold/],
      [{ image_type: 'gilded' }, 'WKS.0001', /image_type/],
      [{ image_id: simulatedWindows }, 'WKS.0001', /4096 MB/],
      [{ os_type: 'Windows' }, 'WKS.0001', /os_type/],
      [{ enterprise_project_id: 'another' }, 'WKS.0001', /enterprise_project_id/],
      [{ desktop_ids: [] }, 'WKS.0001', /desktop_ids/],
      [{ encrypt_type: 'UNENCRYPTED' }, 'DPL.0501', /encrypt_type/],
      [{ kms_id: 'key' }, 'DPL.0501', /kms_id/],
      [{ delay_time: 5 }, 'DPL.0501', /delay_time/],
      [{ message: 'soon' }, 'DPL.0501', /message/],
      [{ order_id: 'order' }, 'DPL.0501', /order_id/],
      [{ handle_type: 'pool' }, 'DPL.0501', /handle_type/],
    ] as const)
      await assertRefused(rebuild([one.desktop], body), code === 'WKS.0001' ? 400 : 409, code, words);
    for (const [query, words, field] of [
      [`image_id=${simulatedWindows}&image_type=gold`, /4096 MB/, 'image_id'],
      [`image_id=${missing}&image_type=gold`, /does not exist/, 'image_id'],
      [`image_id=${simulatedLinux}&image_type=private`, /must be gold/, 'image_type'],
      [`image_id=${simulatedLinux}&image_type=gilded`, /must be one of/, 'image_type'],
      [`image_id=${simulatedLinux}`, /is missing/, 'image_type'],
    ] as const) {
      const plan = service.call('GET', `/desktops/${one.desktop}/rebuild-plan?${query}`);
      await assertRefused(plan, 400, 'WKS.0001', words);
      assert.equal((await plan).body.error_detail, `query: ${field}`);
    }
    const shown = await showDesktop(service, one.desktop);
    assert.deepEqual([shown.status, shown.task_status, shown.root_volume.id], ['ACTIVE', '', one.root]);
    assert.deepEqual(await engineDisks(service, one.desktop), { there: 2, used: 2 });
  });

  it('S2, S5: refuses, with what to do, where a restored database does not know how the system disk was made', async () => {
    const { desktop, root } = await made();
    const { pool } = service.database;
    const known = await pool.query('select provider_id, generation from items where id = $1', [root]);
    const { provider_id: provider, generation } = known.rows[0];
    await pool.query(
      `update items set state = 'intended', provider_id = null, generation = null where id = $1`,
      [root],
    );
    const plan = `/desktops/${desktop}/rebuild-plan?image_id=${simulatedLinux}&image_type=gold`;
    try {
      await assertRefused(planOf(desktop), 409, 'DPL.0409', /was put back.*Delete the desktop/);
      await assertRefused(rebuild([desktop]), 409, 'DPL.0409', /was put back.*Delete the desktop/);
      const inChinese = service.call('GET', plan, undefined, { 'x-language': 'zh-cn' });
      await assertRefused(inChinese, 409, 'DPL.0409', /数据库已恢复.*请删除该桌面/);
    } finally {
      await pool.query(
        `update items set state = 'present', provider_id = $2, generation = $3 where id = $1`,
        [root, provider, generation],
      );
    }
    assert.equal((await planOf(desktop)).status, 200);
  });

  it('refuses an image that is too large for the system disk', async () => {
    const root_volume = { type: 'SAS', size: 40 };
    const { desktop } = await made({ root_volume, product_id: 'workspace.x86.large' });
    await assertRefused(rebuild([desktop], { image_id: simulatedWindows }), 400, 'WKS.0001', /40 GB.*80 GB/);
  });

  it('refuses while a snapshot of the system disk is being deleted, and not for one of a data disk', async () => {
    const { desktop, root } = await made();
    await snapshot(desktop, 'ALL');
    const list: { snapshot_id: string; is_system_disk: boolean }[] = (
      await service.call('GET', `/snapshots?desktop_id=${desktop}`)
    ).body.desktop_snapshots;
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'remove') await gate.pass();
      return run();
    };
    const remove = async (system: boolean) => {
      const ids = list.filter((each) => each.is_system_disk === system).map((each) => each.snapshot_id);
      const answer = await service.call('POST', '/snapshots/batch-delete', { snapshot_ids: ids });
      assert.equal(answer.status, 200, answer.text);
    };
    await remove(true);
    await assertRefused(rebuild([desktop]), 409, 'DPL.0409', /snapshot/);
    await assertRefused(planOf(desktop), 409, 'DPL.0409', /snapshot/);
    gate.open();
    await waitUntil(async () => (await planOf(desktop)).status === 200, 'the snapshot to be gone');
    const { digest } = (await planOf(desktop)).body;
    await remove(false);
    await untilEnded(await rebuild([desktop], {}, { 'if-match': `"${digest}"` }));
    await receiptOf(root);
  });

  it('says what it does meanwhile, and lets nobody do anything else', async () => {
    const { desktop, root, data } = await made();
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'replace') await gate.pass();
      return run();
    };
    const removeDisk = (id: string) =>
      service.call('POST', `/desktops/${desktop}/volumes/batch-delete`, { volume_ids: [id] });
    const answer = await rebuild([desktop]);
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    assert.match((await showDesktop(service, desktop)).task_status, /^rebuild/);
    await assertRefused(rebuild([desktop]), 409, 'WKS.00010032');
    await assertRefused(service.call('DELETE', `/desktops/${desktop}`), 409, 'WKS.00010032');
    await assertRefused(removeDisk(data), 409, 'WKS.00010032');
    assert.equal((await showDesktop(service, desktop)).root_volume.id, root);
    assert.equal((await service.call('GET', `/deletions/${root}`)).status, 404);
    gate.open();
    await untilEnded(answer);
    await assertRefused(removeDisk(root), 404, 'DPL.0404');
  });
});
