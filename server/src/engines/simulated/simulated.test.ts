import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { describeEngineContract } from '../../testing/engineContract/describeEngineContract.js';
import { makeDesktop, specsOfDesktop, untilStatus } from '../../testing/engineItems.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { type Engine, EngineError } from '../contract.js';
import type { SimulatedEngineSettings } from './settings.js';
import { createSimulatedEngine } from './simulatedEngine.js';

function engineOn(
  test: TestDatabase,
  settings: Partial<SimulatedEngineSettings> = {},
  ambient = realAmbient,
): Engine {
  return createSimulatedEngine({
    pool: test.pool,
    ambient,
    region: 'test-1',
    settings: { seed: 1, delayMs: 20, faultRate: 0, ...settings },
  });
}

for (const [name, settings] of [
  ['simulated', {}],
  ['simulated (another seed)', { seed: 20_260_101 }],
] as const) {
  describeEngineContract(name, async () => {
    const test = await createTestDatabase();
    return {
      engine: engineOn(test, settings),
      restart: async () => engineOn(test, settings),
      close: () => test.drop(),
    };
  });
}

describe('the simulated engine', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  /** A clock that a test sets. */
  function clock() {
    let now = Date.parse('2026-05-01T00:00:00Z');
    const ambient = { ...realAmbient, now: () => new Date(now) };
    return { ambient, pass: (milliseconds: number) => (now += milliseconds) };
  }

  it('lets a deletion take its time: accepted, then deleting, then absent', async () => {
    const { ambient, pass } = clock();
    const engine = engineOn(test, { delayMs: 1000 }, ambient);
    const volume = await engine.create(specsOfDesktop(engine).volume());
    assert.equal(await engine.remove(volume, { force: false }), 'accepted');
    assert.deepEqual(await engine.observe(volume), { state: 'present', status: 'deleting', sizeGiB: 10 });
    pass(400);
    assert.equal((await engine.observe(volume)).state, 'present');
    pass(1200);
    const seen = await engine.observe(volume);
    assert.ok(seen.state === 'absent' && seen.grade === 'crypto-erased');
    assert.equal(seen.key.id, volume.keyId);
  });

  it('says of its keys that there are none: their ids begin with eight zeros', async () => {
    const engine = engineOn(test);
    const volume = await engine.create(specsOfDesktop(engine).volume());
    assert.match(volume.keyId ?? '', /^0{8}[0-9a-f]{24}$/);
  });

  it('goes on building a server while no engine runs', async () => {
    const { ambient, pass } = clock();
    const engine = engineOn(test, { delayMs: 1000 }, ambient);
    const server = await engine.create(specsOfDesktop(engine).server([], []));
    assert.deepEqual(await engine.observe(server), { state: 'present', status: 'building' });
    pass(2000);
    const next = engineOn(test, { delayMs: 1000 }, ambient);
    assert.deepEqual(await next.observe(server), { state: 'present', status: 'active' });
  });

  it('gives an item per creation, also under one name: whoever asks twice gets two', async () => {
    const engine = engineOn(test);
    const spec = specsOfDesktop(engine).port();
    const refs = [await engine.create(spec), await engine.create(spec)];
    assert.equal(new Set(refs.map((ref) => ref.id)).size, 2);
    assert.equal((await engine.findByName('port', spec.name)).length, 2);
  });

  it('keeps what a server uses from being removed, and builds nothing on what is not there', async () => {
    const engine = engineOn(test);
    const desktop = await makeDesktop(engine);
    await assert.rejects(engine.remove(desktop.volume, { force: true }), { reason: 'conflict' });
    const gone = await engine.create(specsOfDesktop(engine).volume());
    await engine.remove(gone, { force: true });
    const onGone = specsOfDesktop(engine).server([], [gone]);
    await assert.rejects(engine.create(onGone), { reason: 'refused' });
  });

  it('never brings back what is being deleted, not even by starting it', async () => {
    const { ambient } = clock();
    const engine = engineOn(test, {}, ambient);
    const server = await engine.create(specsOfDesktop(engine).server([], []));
    await engine.remove(server, { force: true });
    await assert.rejects(engine.power(server, 'start', 'hard'), { reason: 'conflict' });
    assert.deepEqual(await engine.observe(server), { state: 'present', status: 'deleting' });
  });

  it('takes as long for the same name under the same seed, and differently under another', async () => {
    const spec = specsOfDesktop(engineOn(test)).server([], []);
    const buildTime = async (seed: number): Promise<number> => {
      const { ambient, pass } = clock();
      const engine = engineOn(test, { seed, delayMs: 1000 }, ambient);
      const server = await engine.create(spec);
      for (let waited = 0; ; waited += 10) {
        const seen = await engine.observe(server);
        if (seen.state === 'present' && seen.status === 'active') return waited;
        pass(10);
      }
    };
    const first = await buildTime(7);
    assert.equal(await buildTime(7), first);
    // Of a hundred times that there are, one seed alone may happen to give the same.
    const others = await Promise.all([8, 9, 10, 11].map(buildTime));
    assert.ok(others.some((other) => other !== first));
  });

  it('fails about as often as told, before the effect and after it, always as a typed error', async () => {
    const engine = engineOn(test, { faultRate: 0.3 });
    const counts = new Map<string, number>();
    for (let call = 0; call < 600; call += 1) {
      const spec = specsOfDesktop(engine).volume();
      const failure = await engine.create(spec).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) continue;
      assert.ok(failure instanceof EngineError);
      counts.set(failure.reason, (counts.get(failure.reason) ?? 0) + 1);
      const there = await test.pool.query('select from simulated_items where name = $1', [spec.name]);
      assert.equal(there.rowCount, failure.reason === 'timeout' ? 1 : 0);
    }
    assert.deepEqual([...counts.keys()].sort(), ['throttled', 'timeout', 'unreachable']);
    for (const [reason, count] of counts) assert.ok(count > 30 && count < 90, `${reason}: ${count} of 600`);
  });

  it('finishes a desktop although its calls fail now and then', async () => {
    const engine = engineOn(test, { faultRate: 0.2 });
    const desktop = await makeDesktop(engine);
    await untilStatus(engine, desktop.server, 'active');
  });
});
