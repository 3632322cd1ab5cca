import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { showUntilGone, simulatedLinux } from '../../testing/desktopCalls.js';
import { engineDisks, showDesktop, turnAgain } from '../../testing/diskCalls.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { rebuildCallsOf } from '../../testing/rebuildCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const usual: Around = (_call, run) => run();
let around = usual;
let service: TestService;
const calls = rebuildCallsOf(() => service);
const { made, rebuild, planOf, snapshot, untilEnded, receiptOf, serverOf } = calls;
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

type Step = readonly [what: string, is: (call: Parameters<Around>[0]) => boolean];

/** The calls that a rebuild makes to the engine. */
const steps: readonly Step[] = [
  ['make the disk', ({ verb, kind }) => verb === 'create' && kind === 'volume'],
  ['shut the desktop down', ({ verb }) => verb === 'power'],
  ['replace the disk', ({ verb }) => verb === 'replace'],
];

describe('a rebuild that does not come about', () => {
  for (const [what, fails] of steps) {
    it(`leaves the desktop as it was when the engine will not ${what}, and the new disk goes`, async () => {
      const { desktop, root } = await made();
      const earlier = await showDesktop(service, desktop);
      const plan = await planOf(desktop);
      const server = await serverOf(desktop);
      let refusals = 0;
      around = (call, run) =>
        fails(call) && refusals++ === 0 ? Promise.reject(new EngineError('refused', 'not here')) : run();
      const [job] = await untilEnded(await rebuild([desktop]));
      assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0502']);
      assert.deepEqual(await showDesktop(service, desktop), earlier);
      assert.deepEqual(await serverOf(desktop), server);
      assert.equal((await service.call('GET', `/deletions/${root}`)).status, 404);
      await waitUntil(async () => (await engineDisks(service, desktop)).there === 2, 'the new disk to go');
      assert.equal((await planOf(desktop)).body.digest, plan.body.digest);
    });
  }

  it('S5: gives the server its former disk back when the engine replaced it and will not say so', async () => {
    const { desktop, root, data } = await made();
    let replaced = 0;
    around = async (call, run) => {
      const answer = await run();
      if (call.verb === 'replace' && replaced++ === 0) throw new EngineError('refused', 'not here');
      return answer;
    };
    const [job] = await untilEnded(await rebuild([desktop]));
    assert.equal(job?.status, 'FAILED');
    assert.equal(replaced, 2);
    assert.deepEqual(await serverOf(desktop), { image: simulatedLinux, disks: [root, data] });
  });

  it('S5: lets neither disk go while the engine will not give the former back', async () => {
    const { desktop, root, data } = await made();
    let asked = 0;
    let willing = false;
    around = async (call, run) => {
      if (call.verb !== 'replace' || willing) return run();
      if (asked++ === 0) await run();
      throw new EngineError('not-found', 'not here');
    };
    const answer = await rebuild([desktop]);
    await waitUntil(async () => {
      const { rows } = await service.database.pool.query<{ stage: string; task_attempts: number }>(
        `select task_change ->> 'stage' as stage, task_attempts from desktops where id = $1`,
        [desktop],
      );
      return rows[0]?.stage === 'undo' && rows[0].task_attempts > 0;
    }, 'the engine to refuse that as well');
    assert.deepEqual(await engineDisks(service, desktop), { there: 3, used: 2 });
    willing = true;
    await turnAgain(service, desktop);
    assert.equal((await untilEnded(answer))[0]?.status, 'FAILED');
    assert.deepEqual(await serverOf(desktop), { image: simulatedLinux, disks: [root, data] });
  });
});

describe('a rebuild under faults', () => {
  it('has come about when the engine will not start the desktop again, and says so', async () => {
    const { desktop, root, data } = await made();
    let powered = 0;
    around = (call, run) =>
      call.verb === 'power' && powered++ === 1
        ? Promise.reject(new EngineError('refused', 'not here'))
        : run();
    const [job] = await untilEnded(await rebuild([desktop]));
    assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0502']);
    const shown = await showDesktop(service, desktop);
    assert.deepEqual([shown.status, shown.task_status], ['SHUTOFF', '']);
    assert.notEqual(shown.root_volume.id, root);
    assert.deepEqual((await serverOf(desktop))?.disks, [shown.root_volume.id, data]);
    await receiptOf(root);
  });

  it('D7, S8: makes one disk and replaces once more where answers were lost', async () => {
    const { desktop, root } = await made();
    const lost = { create: 0, replace: 0 };
    around = async (call, run) => {
      const answer = await run();
      if ((call.verb === 'create' && call.kind === 'volume') || call.verb === 'replace')
        if (lost[call.verb]++ === 0) throw new EngineError('timeout', 'the answer was lost');
      return answer;
    };
    const [job] = await untilEnded(await rebuild([desktop]));
    assert.equal(job?.status, 'SUCCESS');
    assert.ok(lost.create > 0 && lost.replace > 1);
    await receiptOf(root);
    assert.deepEqual(await engineDisks(service, desktop), { there: 2, used: 2 });
  });

  for (const [what, crashes] of steps) {
    it(`S8: ends the same after a crash right after the engine was told to ${what}`, async () => {
      const { desktop, root, data } = await made();
      let crashed = 0;
      around = async (call, run) => {
        const answer = await run();
        // Not an answer of the engine: the process is as good as dead, and nothing of this turn is written.
        if (crashes(call) && crashed++ === 0) throw new Error('crash');
        return answer;
      };
      const answer = await rebuild([desktop]);
      await waitUntil(() => crashed > 0, 'the crash');
      await turnAgain(service, desktop);
      assert.equal((await untilEnded(answer))[0]?.status, 'SUCCESS');
      const shown = await showDesktop(service, desktop);
      const disks = (await serverOf(desktop))?.disks;
      assert.deepEqual([shown.status, disks], ['ACTIVE', [shown.root_volume.id, data]]);
      await receiptOf(root);
      assert.deepEqual(await engineDisks(service, desktop), { there: 2, used: 2 });
    });
  }

  for (const verb of ['create', 'replace'] as const) {
    it(`S9: a deletion by force that comes before the answer to "${verb}" takes both system disks along`, async () => {
      const { desktop } = await made();
      const gate = createGate();
      around = async (call, run) => {
        if (call.verb === verb) await gate.pass();
        return run();
      };
      const answer = await rebuild([desktop]);
      await waitUntil(() => gate.came === 1, 'the engine to be asked');
      const forced = await service.call('DELETE', `/desktops/${desktop}?is_force_delete=true`);
      assert.equal(forced.status, 204, forced.text);
      const [job] = await untilEnded(answer);
      assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'WKS.00010032']);
      gate.open();
      await showUntilGone(service, desktop);
      await waitUntil(async () => (await engineDisks(service, desktop)).there === 0, 'every disk to be gone');
    });
  }

  it('takes what is left of the former disk along when the desktop goes right after', async () => {
    const { desktop, root } = await made();
    await snapshot(desktop, 'SYSTEM_DISK');
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'remove') await gate.pass();
      return run();
    };
    await untilEnded(await rebuild([desktop]));
    const answer = await service.call('DELETE', `/desktops/${desktop}`);
    assert.equal(answer.status, 204, answer.text);
    gate.open();
    await showUntilGone(service, desktop);
    await receiptOf(root);
    await receiptOf(desktop);
    assert.deepEqual(await engineDisks(service, desktop), { there: 0, used: 0 });
  });
});
