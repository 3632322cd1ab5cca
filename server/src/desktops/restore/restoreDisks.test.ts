import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let around: Around = (_call, run) => run();
let service: TestService;
before(async () => {
  service = await startTestService({
    simulated: { delayMs: 5 },
    engine: (simulated) => interpose(simulated, (call, run) => around(call, run)),
  });
});
afterEach(() => {
  around = (_call, run) => run();
});
after(() => service.remove());

interface ShownSnapshot {
  readonly snapshot_id: string;
  readonly volume_id: string;
  readonly desktop_id: string;
  readonly is_system_disk: boolean;
  readonly create_time: string;
}

const restore = (snapshots: readonly string[], headers: Record<string, string> = {}) =>
  service.call('POST', '/snapshots/batch-restore', { snapshot_ids: snapshots }, headers);
const planOf = ({ desktop_id: desktop, snapshot_id: id }: ShownSnapshot) =>
  service.call('GET', `/desktops/${desktop}/snapshots/${id}/restore-plan`);
const show = async (desktop: string) => (await service.call('GET', `/desktops/${desktop}`)).body.desktop;

async function power(desktop: string, action: 'os-start' | 'os-stop', status: 'ACTIVE' | 'SHUTOFF') {
  const body = { desktop_ids: [desktop], op_type: action, type: 'HARD' };
  assert.equal((await service.call('POST', '/desktops/action', body)).status, 200);
  await waitUntil(async () => {
    const shown = await show(desktop);
    return shown.task_status === '' && shown.status === status;
  }, `the desktop to be ${status}`);
}

/** Writes to a disk, as a desktop does that runs. */
async function write(volume: string, content: string): Promise<void> {
  await service.database.pool.query(
    `update simulated_items set spec = spec || jsonb_build_object('content', $2::text)
     where kind = 'volume' and id = (select provider_id from items where id = $1)`,
    [volume, content],
  );
}

async function contentOf(volume: string): Promise<string | null> {
  const { rows } = await service.database.pool.query<{ content: string | null }>(
    `select spec ->> 'content' as content from simulated_items
     where kind = 'volume' and id = (select provider_id from items where id = $1)`,
    [volume],
  );
  assert.equal(rows.length, 1);
  return rows[0]?.content ?? null;
}

async function untilEnded(answer: {
  readonly status: number;
  readonly body: { job_id: string };
  text: string;
}) {
  assert.equal(answer.status, 200, answer.text);
  return waitUntil(async () => {
    const jobs = await readSubJobs(service, answer.body.job_id);
    return jobs.every(({ status }) => status === 'SUCCESS' || status === 'FAILED') && jobs;
  }, 'the job to end');
}

/** A desktop that is off with a data disk; both disks held "old" when their snapshots were made, and hold "new". */
async function made(wish: Record<string, unknown> = {}) {
  const [desktop] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }], ...wish });
  const shown = await show(desktop);
  const volumes: string[] = [shown.root_volume.id, shown.data_volumes[0].id];
  for (const volume of volumes) await write(volume, 'old');
  const answer = await service.call('POST', '/snapshots/batch-create', {
    desktop_ids: [desktop],
    disk_type: 'ALL',
  });
  await untilEnded(answer);
  for (const volume of volumes) await write(volume, 'new');
  await power(desktop, 'os-stop', 'SHUTOFF');
  const list: ShownSnapshot[] = (await service.call('GET', `/snapshots?desktop_id=${desktop}`)).body
    .desktop_snapshots;
  const [root, data] = [true, false].map((system) =>
    list.find(({ is_system_disk }) => is_system_disk === system),
  );
  assert.ok(root !== undefined && data !== undefined);
  return { desktop, root, data };
}

const contents = async ({ root, data }: { root: ShownSnapshot; data: ShownSnapshot }) =>
  Promise.all([root, data].map(({ volume_id: id }) => contentOf(id)));

/** What the log says of the restores of a desktop's disks, once it is sealed; the statements at their ends are signed. */
async function recordsOf(desktop: string) {
  return waitUntil(async () => {
    const { rows } = await service.database.pool.query<{
      kind: string;
      hash: string;
      content: Record<string, unknown>;
      signed: boolean | null;
    }>(
      `select e.kind, encode(e.leaf_hash, 'hex') as hash, convert_from(e.payload, 'UTF8')::json as content,
         place.signature is not null as signed
       from log_entries e left join lateral log_place(e.sequence) place on true
       where e.desktop_id = $1 and e.kind in ('restore', 'restore-receipt') order by e.sequence`,
      [desktop],
    );
    return rows.every(({ kind, signed }) => kind === 'restore' || signed) && rows;
  }, 'the log to be sealed');
}

async function refused(
  answer: Promise<{ readonly status: number; readonly body: { error_code?: string }; text: string }>,
  status: number,
  code: string,
): Promise<void> {
  const given = await answer;
  assert.deepEqual([given.status, given.body.error_code], [status, code], given.text);
}

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

  it('lets nothing else be done with the desktop, its disks and its snapshots meanwhile', async () => {
    const one = await made();
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'restore') await gate.pass();
      return run();
    };
    const running = await restore([one.data.snapshot_id]);
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    const snapshots = { snapshot_ids: [one.data.snapshot_id] };
    const volumes = { volume_ids: [one.data.volume_id] };
    await refused(restore([one.data.snapshot_id]), 409, 'WKS.00010032');
    await refused(planOf(one.root), 409, 'WKS.00010032');
    await refused(service.call('POST', '/snapshots/batch-delete', snapshots), 409, 'WKS.00010032');
    await refused(
      service.call('POST', `/desktops/${one.desktop}/volumes/batch-delete`, volumes),
      409,
      'WKS.00010032',
    );
    await refused(service.call('DELETE', `/desktops/${one.desktop}`), 409, 'WKS.00010032');
    gate.open();
    assert.deepEqual(
      (await untilEnded(running)).map(({ status }) => status),
      ['SUCCESS'],
    );
  });

  it('S8: is told again where its answer was lost, for as long as nobody knows whether it was made', async () => {
    const one = await made();
    let lost = 0;
    around = async (call, run) => {
      const result = await run();
      if (call.verb !== 'restore' || lost >= 3) return result;
      lost += 1;
      throw new EngineError('timeout', 'no answer in time');
    };
    const jobs = await untilEnded(await restore([one.data.snapshot_id]));
    assert.deepEqual([lost, jobs.map(({ status }) => status)], [3, ['SUCCESS']]);
    assert.equal(await contentOf(one.data.volume_id), 'old');
  });

  it('S8: is made once more by another worker where the first one died before it wrote down that it was made', async () => {
    const one = await made();
    const { pool } = service.database;
    let makings = 0;
    around = async (call, run) => {
      const result = await run();
      // Whose task it was is forgotten in the moment after the engine did it: as after a crash, it is due again.
      if (call.verb === 'restore' && (makings += 1) === 1)
        await pool.query('update desktops set task_worker = null, task_due_at = now() where id = $1', [
          one.desktop,
        ]);
      return result;
    };
    const jobs = await untilEnded(await restore([one.data.snapshot_id]));
    assert.deepEqual([makings, jobs.map(({ status }) => status)], [2, ['SUCCESS']]);
    const kinds = (await recordsOf(one.desktop)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['restore', 'restore-receipt'], 'one statement, whoever made it');
    assert.deepEqual(await contents(one), ['new', 'old']);
  });

  it('tells of a disk that the engine does not put back, and goes on with the next', async () => {
    const one = await made();
    let first = true;
    around = async (call, run) => {
      if (call.verb !== 'restore' || !first) return run();
      first = false;
      throw new EngineError('capacity', 'there is no room');
    };
    const jobs = await untilEnded(await restore([one.root.snapshot_id, one.data.snapshot_id]));
    assert.deepEqual(
      jobs.map(({ status, error_code }) => [status, error_code]),
      [
        ['FAILED', 'DPL.0502'],
        ['SUCCESS', null],
      ],
    );
    const ends = (await recordsOf(one.desktop)).filter(({ kind }) => kind === 'restore-receipt');
    assert.deepEqual(
      ends.map(({ content }) => [
        content['volume_id'],
        content['outcome'],
        content['content'],
        content['error_code'],
      ]),
      [
        [one.root.volume_id, 'failed', 'as-before-or-as-in-the-snapshot', 'DPL.0502'],
        [one.data.volume_id, 'restored', 'as-in-the-snapshot', null],
      ],
    );
    assert.match(jobs[0]?.fail_reason ?? '', /no room.* held before, or all that the snapshot holds/s);
    assert.deepEqual(await contents(one), ['new', 'old']);
    assert.equal((await show(one.desktop)).status, 'SHUTOFF');
  });

  it('S9: a deletion by force takes the desktop over, and what comes of the restore later changes nothing', async () => {
    const one = await made();
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'restore') await gate.pass();
      return run();
    };
    const running = await restore([one.root.snapshot_id, one.data.snapshot_id]);
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    const answer = await service.call('DELETE', `/desktops/${one.desktop}?is_force_delete=true`);
    assert.equal(answer.status, 204, answer.text);
    const jobs = await untilEnded(running);
    assert.deepEqual(
      jobs.map(({ status, error_code }) => [status, error_code]),
      [
        ['FAILED', 'WKS.00010032'],
        ['FAILED', 'WKS.00010032'],
      ],
    );
    await showUntilGone(service, one.desktop);
    gate.open();
    const deletion = (await service.call('GET', `/deletions/${one.desktop}`)).body;
    assert.equal(deletion.state, 'done');
    assert.deepEqual(
      (await recordsOf(one.desktop)).map(({ kind }) => kind),
      ['restore', 'restore'],
      'nobody saw it made',
    );
    assert.equal(gate.came, 1, 'the second disk is not asked for any more');
  });
});
