import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError, type ItemKind } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, createGate, type EngineCall, type Gate, interpose } from '../../testing/interpose.js';
import { assertLedgerMatchesEngine, engineHolds } from '../../testing/ledger.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const twoDisks = { data_volumes: [{ type: 'SSD', size: 20 }] };

describe('the creation of a desktop', () => {
  let service: TestService;
  let around: Around = (_call, run) => run();
  before(async () => {
    service = await startTestService({
      engine: (engine) => interpose(engine, (call, run) => around(call, run)),
    });
  });
  after(() => service.remove());

  it('D7: gets every item once although the first call for each fails, before its effect or after it', async () => {
    const variants = [
      { reason: 'timeout', effect: true },
      { reason: 'unreachable', effect: true },
      { reason: 'internal', effect: true },
      { reason: 'conflict', effect: true },
      { reason: 'timeout', effect: false },
      { reason: 'throttled', effect: false },
      { reason: 'conflict', effect: false },
    ] as const;
    const desktops: string[] = [];
    const failed = new Set<string>();
    around = async (call, run) => {
      if (call.verb !== 'create' || call.desktopId === undefined) return run();
      if (!desktops.includes(call.desktopId)) desktops.push(call.desktopId);
      const variant = variants[desktops.indexOf(call.desktopId)];
      const first = `${call.kind} of ${call.desktopId}`;
      if (variant === undefined || failed.has(first)) return run();
      failed.add(first);
      if (variant.effect) await run();
      throw new EngineError(variant.reason, 'made up by the test');
    };
    const ids = await createDesktops(service, {
      size: variants.length,
      desktop_name: 'troubled',
      ...twoDisks,
    });
    assert.equal(failed.size, variants.length * 3);
    for (const id of ids)
      assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.status, 'ACTIVE');
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('D7: looks for what it may have got before it asks again, also when the look fails', async () => {
    let creations = 0;
    let looks = 0;
    around = async (call, run) => {
      if (call.kind !== 'port') return run();
      if (call.verb === 'findByName' && ++looks === 1)
        throw new EngineError('throttled', 'made up by the test');
      if (call.verb !== 'create' || ++creations > 1) return run();
      await run();
      throw new EngineError('timeout', 'made up by the test');
    };
    await createDesktops(service, {});
    assert.equal(creations, 1);
    assert.equal(looks, 2);
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('D7: knows what it was given before by its name when the engine says that the name is taken', async () => {
    let creations = 0;
    around = async (call, run) => {
      if (call.verb !== 'create' || call.kind !== 'port') return run();
      creations += 1;
      await run();
      throw new EngineError('conflict', 'the name of this port is already in use');
    };
    await createDesktops(service, {});
    assert.equal(creations, 1);
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('D7: keeps it open what came of a conflict when its name cannot be looked up, and leaks nothing', async () => {
    let conflicts = 0;
    let blind = true;
    around = async (call, run) => {
      if (call.kind !== 'port') return run();
      if (call.verb === 'findByName' && blind) throw new EngineError('unreachable', 'made up by the test');
      if (call.verb !== 'create' || ++conflicts > 1) return run();
      await run();
      throw new EngineError('conflict', 'the name of this port is already in use');
    };
    const [id] = await createDesktops(service, {}, { wait: false });
    await waitUntil(() => conflicts > 0, 'the conflict');
    const { rows } = await service.database.pool.query(
      `select asked_at from items where desktop_id = $1 and kind = 'port'`,
      [id],
    );
    assert.ok(rows[0]?.asked_at instanceof Date);
    blind = false;
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'ACTIVE',
      'the desktop to run',
    );
    assert.equal(conflicts, 1);
    await assertLedgerMatchesEngine(service.database.pool);
  });

  it('waits for every call of a step before it tries again: no item is asked for twice at once', async () => {
    const gate = createGate();
    let failures = 0;
    let atOnce = 0;
    around = async (call, run) => {
      if (call.verb !== 'create') return run();
      if (call.kind === 'port' && ++failures <= 1) throw new EngineError('throttled', 'made up by the test');
      if (call.kind !== 'volume') return run();
      atOnce += 1;
      assert.equal(atOnce, 1);
      await gate.pass();
      atOnce -= 1;
      return run();
    };
    const [id] = await createDesktops(service, {}, { wait: false });
    await waitUntil(() => gate.came === 1, 'the call for the disk');
    // Time enough for the failed port to be tried again, if anybody did.
    await waitUntil(async () => failures > 1, 'a wrong retry', 800).then(
      () => assert.fail('the step was repeated while one of its calls was under way'),
      () => undefined,
    );
    gate.open();
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'ACTIVE',
      'the desktop to run',
    );
    await assertLedgerMatchesEngine(service.database.pool);
  });

  for (const kind of ['port', 'server'] as const) {
    it(`ends in ERROR with a reason when its ${kind} is refused for good, and can be deleted all the same`, async () => {
      around = async (call, run) => {
        if (call.verb === 'create' && call.kind === kind)
          throw new EngineError('refused', 'there is no such thing in /var/lib/deskplane/engine');
        return run();
      };
      const answer = await service.call('POST', '/desktops', {
        desktop_type: 'DEDICATED',
        product_id: 'workspace.x86.small',
        image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
        root_volume: { type: 'SAS', size: 80 },
        desktops: [{ computer_name: `fails-${kind}` }],
      });
      const jobId: string = answer.body.job_id;
      const failed = await waitUntil(
        async () => (await readSubJobs(service, jobId)).find((job) => job.status === 'FAILED'),
        'the sub-job to fail',
      );
      assert.equal(failed.error_code, 'DPL.0502');
      assert.equal(
        failed.fail_reason,
        'The engine failed to carry out the task: there is no such thing in …',
      );
      const id = failed.entities.desktop_id;
      const shown = await service.call('GET', `/desktops/${id}`);
      assert.deepEqual([shown.body.desktop.status, shown.body.desktop.task_status], ['ERROR', '']);
      assert.equal(shown.body.desktop.fail_reason, failed.fail_reason);
      assert.equal((await service.call('GET', `/workspace-jobs/${jobId}`)).body.status, 'FAIL');
      around = (_call, run) => run();
      assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
      await showUntilGone(service, id);
      await assertLedgerMatchesEngine(service.database.pool);
    });
  }

  /** Holds the first matching call at a gate, before its effect or after it. */
  function hold(verb: EngineCall['verb'], kind: ItemKind, effect: boolean): Gate {
    const gate = createGate();
    // Disks are made side by side: by the time one comes to the gate others may be on their way.
    let taken = false;
    around = async (call, run) => {
      if (call.verb !== verb || call.kind !== kind || taken) return run();
      taken = true;
      if (!effect) await gate.pass();
      const result = await run();
      if (effect) await gate.pass();
      return result;
    };
    return gate;
  }

  it('S1, S6: leaves nothing behind when it is cancelled by force at any moment', async () => {
    const heldBefore = (await engineHolds(service.database.pool)).length;
    const cancelled: string[] = [];
    for (const [verb, kind, effect] of [
      ['observe', 'server', false],
      ['observe', 'server', true],
      ['create', 'port', false],
      ['create', 'port', true],
      ['create', 'volume', false],
      ['create', 'volume', true],
      ['create', 'server', false],
      ['create', 'server', true],
    ] as const) {
      const gate = hold(verb, kind, effect);
      const [id] = await createDesktops(service, twoDisks, { wait: false });
      await waitUntil(() => gate.came === 1, `the call ${verb} ${kind}`);
      assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
      assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.status, 'DELETING');
      gate.open();
      // Its deletion looks at servers too, and is not to be taken for the next creation.
      if (verb === 'observe') await showUntilGone(service, id);
      cancelled.push(id);
    }
    for (const id of cancelled) await showUntilGone(service, id);
    await assertLedgerMatchesEngine(service.database.pool);
    assert.equal((await engineHolds(service.database.pool)).length, heldBefore);
  });

  it('S1, S6: leaves nothing behind when many are cancelled by force, each at another moment', async () => {
    around = (_call, run) => run();
    const heldBefore = (await engineHolds(service.database.pool)).length;
    const ids = await createDesktops(service, { size: 20, desktop_name: 'cancel' }, { wait: false });
    const answers = await Promise.all(
      ids.map(async (id, index) => {
        // Each waits until so many items of all desktops are there, which spreads them over the whole creation.
        await waitUntil(
          async () => (await engineHolds(service.database.pool)).length >= heldBefore + index * 2,
          'its turn',
          2_000,
        ).catch(() => undefined);
        return service.call('DELETE', `/desktops/${id}?is_force_delete=true`);
      }),
    );
    assert.ok(answers.every((answer) => answer.status === 204));
    for (const id of ids) await showUntilGone(service, id);
    await assertLedgerMatchesEngine(service.database.pool);
    assert.equal((await engineHolds(service.database.pool)).length, heldBefore);
  });
});

describe('the creation of many desktops', () => {
  it('goes on in the next service when one stops in the middle: every desktop runs, no item twice', async () => {
    const first = await startTestService({ simulated: { delayMs: 300 } });
    try {
      const answer = await createDesktops(first, { size: 20, desktop_name: 'many' }, { wait: false });
      assert.equal(answer.length, 20);
      await waitUntil(async () => (await engineHolds(first.database.pool)).length >= 20, 'some items');
      await first.stop();
      const second = await startTestService({ database: first.database, simulated: { delayMs: 300 } });
      try {
        await waitUntil(
          async () => (await second.call('GET', '/desktops?status=ACTIVE')).body.total_count === 20,
          'all desktops to run',
        );
      } finally {
        await second.stop();
      }
      await assertLedgerMatchesEngine(first.database.pool);
      assert.equal((await engineHolds(first.database.pool)).length, 60);
    } finally {
      await first.remove();
    }
  });

  it('succeeds under an engine that fails one call in four', async () => {
    const service = await startTestService({ simulated: { faultRate: 0.25, seed: 4 } });
    try {
      const wish = { size: 10, desktop_name: 'rough', ...twoDisks };
      await createDesktops(service, wish);
      await assertLedgerMatchesEngine(service.database.pool);
    } finally {
      await service.remove();
    }
  });
});
