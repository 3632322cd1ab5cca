import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { refused, restoreCalls } from '../../testing/restoreCalls.js';
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

const { restore, planOf, show, contentOf, untilEnded, made, contents, recordsOf } = restoreCalls(
  () => service,
);

describe('a restore that something comes between', () => {
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
    const one = await made({ 'x-language': 'zh-cn' });
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
      jobs.map(({ status, error_code, fail_reason }) => [status, error_code, fail_reason]),
      [0, 1].map(() => ['FAILED', 'WKS.00010032', '已取消：桌面被强制删除。']),
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
