import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { engineDisks, jobOf, showDesktop, turnAgain, untilIdle, usedOf } from '../../testing/diskCalls.js';
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

describe('disks that are being added', () => {
  it('D7, S8: make one disk and plug it once more where answers were lost', async () => {
    const [id] = await createDesktops(service, {});
    const lost = { create: 0, plug: 0 };
    around = async (call, run) => {
      const answer = await run();
      if (call.verb === 'create' || call.verb === 'plug')
        if (lost[call.verb]++ === 0) throw new EngineError('timeout', 'the answer was lost');
      return answer;
    };
    const jobId = await jobOf(add(id));
    await untilIdle(service, id);
    assert.deepEqual([lost.create, lost.plug], [1, 2]);
    assert.deepEqual(await engineDisks(service, id), { there: 2, used: 2 });
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
        await jobOf(add(id));
        await waitUntil(() => crashed === 1, 'the engine to be asked');
        await turnAgain(service, id);
        assert.equal((await showDesktop(service, id)).data_volumes.length, 1);
        assert.deepEqual(await engineDisks(service, id), { there: 2, used: 2 });
        await assertLedgerMatchesEngine(service.database.pool);
      });

  for (const verb of ['create', 'plug'] as const)
    it(`S1: leave nothing of a disk that the engine will not ${verb}, say why, and go on with the others`, async () => {
      const [id] = await createDesktops(service, {});
      const former = await usedOf(service, 'volumes');
      let refusals = 0;
      around = (call, run) =>
        call.verb === verb && refusals++ === 0
          ? Promise.reject(new EngineError('capacity', 'no room for that'))
          : run();
      const jobId = await jobOf(add(id, [fifty, { ...fifty, size: 60 }]));
      const { status, data_volumes } = await untilIdle(service, id);
      assert.equal(status, 'ACTIVE');
      assert.deepEqual(
        data_volumes.map(({ size, device }: { size: number; device: string }) => [size, device]),
        [[60, '/dev/vdc']],
      );
      const [failed, done] = await readSubJobs(service, jobId);
      assert.deepEqual([failed?.status, failed?.error_code], ['FAILED', 'DPL.0502']);
      assert.match(failed?.fail_reason ?? '', /no room for that/);
      assert.equal(done?.status, 'SUCCESS');
      await waitUntil(async () => (await engineDisks(service, id)).there === 2, 'what there is of it to go');
      await waitUntil(async () => (await usedOf(service, 'volumes')) === former + 1, 'its quota to be free');
      await assertLedgerMatchesEngine(service.database.pool);
      await jobOf(add(id));
      assert.equal(
        (await untilIdle(service, id)).data_volumes[0].device,
        '/dev/vdb',
        'its place is free again',
      );
    });

  it('S1, S9: are ended by a forced deletion, which has the disk in its plan, and by no other', async () => {
    for (const verb of ['create', 'plug'] as const) {
      const [id] = await createDesktops(service, {});
      const gate = createGate();
      around = async (call, run) => {
        if (call.verb === verb) await gate.pass();
        return run();
      };
      const jobId = await jobOf(add(id));
      await waitUntil(() => gate.came === 1, 'the engine to be asked');
      assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 409);
      assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
      assert.equal((await add(id)).status, 409, 'nothing is added to what is being deleted');
      gate.open();
      await showUntilGone(service, id);
      const { items } = (await service.call('GET', `/deletions/${id}`)).body;
      assert.equal(items.filter(({ kind }: { kind: string }) => kind === 'volume').length, 2);
      await waitUntil(async () => (await engineDisks(service, id)).there === 0, 'nothing to be left');
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
    await jobOf(add(id));
    await untilIdle(service, id);
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
    const jobId = await jobOf(add(id));
    await untilIdle(service, id);
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
    await waitUntil(async () => (await engineDisks(service, id)).there === 1, 'the disk to go');
  });

  it('can be undone by deleting the disk, with a receipt of its own', async () => {
    const [id] = await createDesktops(service, {});
    await jobOf(add(id));
    const [disk] = (await untilIdle(service, id)).data_volumes;
    const answer = await service.call('POST', `/desktops/${id}/volumes/batch-delete`, {
      volume_ids: [disk.id],
    });
    assert.equal(answer.status, 200, answer.text);
    await waitUntil(
      async () => (await service.call('GET', `/deletions/${disk.id}`)).body.receipt_state === 'sealed',
      'the receipt',
    );
    assert.deepEqual(await engineDisks(service, id), { there: 1, used: 1 });
    await jobOf(add(id));
    assert.equal((await untilIdle(service, id)).data_volumes[0].device, '/dev/vdb');
  });
});
