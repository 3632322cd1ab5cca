import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused, restoreCalls } from '../../testing/restoreCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService({ simulated: { delayMs: 5 } });
});
after(() => service.remove());

const { restore, planOf, show, power, write, contentOf, untilEnded, made, contents, recordsOf } =
  restoreCalls(() => service);

describe('BatchRestoreDesktopSnapshot', () => {
  it('gives a disk back what it held, leaves the others alone, and says so by its job', async () => {
    const one = await made();
    const plan = await planOf(one.data);
    assert.equal(plan.status, 200, plan.text);
    assert.equal(plan.headers.get('etag'), `"${plan.body.digest}"`);
    const { digest, reason, key_id: key, ...told } = plan.body;
    const { computer_name: name, data_volumes: disks } = await show(one.desktop);
    assert.deepEqual(told, {
      desktop_id: one.desktop,
      computer_name: name,
      engine: 'simulated',
      snapshot_id: one.data.snapshot_id,
      snapshot_name: `${name}-vdb`,
      create_time: one.data.create_time,
      volume_id: disks[0].id,
      device: disks[0].device,
      is_system_disk: false,
      size: 20,
    });
    assert.match(key, /./);
    assert.ok(reason.includes(one.data.create_time), reason);
    const jobs = await untilEnded(await restore([one.data.snapshot_id], { 'if-match': `"${digest}"` }));
    assert.deepEqual(
      jobs.map((job) => [
        job.status,
        Reflect.get(job, 'job_type'),
        job.entities.desktop_id,
        Reflect.get(job.entities, 'snapshot_id'),
      ]),
      [['SUCCESS', 'restoreDesktopBySnapshot', one.desktop, one.data.snapshot_id]],
    );
    assert.deepEqual(await contents(one), ['new', 'old']);
    const shown = await show(one.desktop);
    assert.deepEqual([shown.status, shown.task_status], ['SHUTOFF', '']);
    const [acceptance, receipt, ...more] = await recordsOf(one.desktop);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [acceptance?.kind, acceptance?.content['plan_digest'], acceptance?.content['snapshot_id']],
      ['restore', digest, one.data.snapshot_id],
    );
    assert.match(JSON.stringify(acceptance?.content['actor']), /^\{"user_id":"[0-9a-f]{32}"\}$/);
    assert.deepEqual(
      ['desktop_id', 'volume_id', 'snapshot_id', 'outcome', 'content', 'key', 'error_code'].map(
        (field) => receipt?.content[field],
      ),
      [
        one.desktop,
        one.data.volume_id,
        one.data.snapshot_id,
        'restored',
        'as-in-the-snapshot',
        { id: key, destroyed_at: null },
        null,
      ],
    );
    assert.equal(Reflect.get(Object(receipt?.content['accepted']), 'entry'), acceptance?.hash);
    await power(one.desktop, 'os-start', 'ACTIVE');
  });

  it('restores disks of several desktops by one job, and the same snapshot again', async () => {
    const [one, other] = [await made(), await made()];
    const all = [one.root, one.data, other.data].map(({ snapshot_id: id }) => id);
    const digests = [];
    for (const each of [one.root, one.data, other.data])
      digests.push(`"${(await planOf(each)).body.digest}"`);
    assert.equal((await untilEnded(await restore(all, { 'if-match': digests.join(', ') }))).length, 3);
    assert.deepEqual(
      [await contents(one), await contents(other)],
      [
        ['old', 'old'],
        ['new', 'old'],
      ],
    );
    await write(one.data.volume_id, 'newer');
    await untilEnded(await restore([one.data.snapshot_id]));
    assert.equal(await contentOf(one.data.volume_id), 'old');
  });

  it('S4: refuses by name what it cannot do, all of it, as the plan does', async () => {
    const one = await made();
    const missing = '00000000-0000-4000-8000-000000000000';
    await refused(restore([one.data.snapshot_id, missing]), 404, 'DPL.0404');
    await refused(planOf({ ...one.data, snapshot_id: missing }), 404, 'DPL.0404');
    await refused(planOf({ ...one.data, desktop_id: (await made()).desktop }), 404, 'DPL.0404');
    await refused(restore([]), 400, 'WKS.0001');
    const answer = service.call('POST', '/snapshots/batch-create', {
      desktop_ids: [one.desktop],
      disk_type: 'DATA_DISKS',
    });
    await untilEnded(await answer);
    const second = (await service.call('GET', `/snapshots?desktop_id=${one.desktop}`)).body
      .desktop_snapshots[0];
    await refused(restore([one.data.snapshot_id, second.snapshot_id]), 400, 'WKS.0001');
    await service.call('PUT', `/desktops/${one.desktop}`, { desktop: { deletion_protection: true } });
    for (const call of [restore([one.data.snapshot_id]), planOf(one.data)])
      await refused(call, 409, 'DPL.0423');
    await service.call('PUT', `/desktops/${one.desktop}`, { desktop: { deletion_protection: false } });
    await power(one.desktop, 'os-start', 'ACTIVE');
    for (const call of [restore([one.data.snapshot_id]), planOf(one.data)])
      await refused(call, 409, 'DPL.0437');
    assert.deepEqual(await contents(one), ['new', 'new']);
  });

  it('S15: goes ahead only with the plan that was agreed to: a desktop that ran since may have written more', async () => {
    const one = await made();
    const { digest } = (await planOf(one.data)).body;
    const other = `"${(await planOf(one.root)).body.digest}"`;
    await refused(restore([one.data.snapshot_id], { 'if-match': other }), 412, 'DPL.0438');
    await power(one.desktop, 'os-start', 'ACTIVE');
    await power(one.desktop, 'os-stop', 'SHUTOFF');
    await refused(restore([one.data.snapshot_id], { 'if-match': `"${digest}"` }), 412, 'DPL.0438');
    assert.equal(await contentOf(one.data.volume_id), 'new');
    await untilEnded(await restore([one.data.snapshot_id], { 'if-match': '*' }));
    assert.equal(await contentOf(one.data.volume_id), 'old');
  });
});
