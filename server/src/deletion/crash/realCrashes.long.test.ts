import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { simulatedOffer } from '../../engines/simulated/offer.js';
import { createSimulatedEngine } from '../../engines/simulated/simulatedEngine.js';
import { drawer } from '../../testing/crashDesktops.js';
import { comeAndGoWhileKilling } from '../../testing/crashKills.js';
import { type CrashStage, openCrashStage } from '../../testing/crashStage.js';
import { assertOutcome, untilAtRest } from '../../testing/crashVerdict.js';

/** Together with those of the local engine a hundred. */
const kills = 55;
const leastDeletions = 40;
const region = 'test-1';
const seed = Number(process.env['DESKPLANE_CRASH_SEED'] ?? 3);

describe('two services and their PostgreSQL that are killed again and again', () => {
  const closers: (() => Promise<unknown>)[] = [];
  let stage: CrashStage;
  before(async () => {
    stage = await openCrashStage();
    closers.push(() => stage.remove());
  });
  after(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it(`S6, S8, S10, S12, L2: ${kills} SIGKILLs later nothing leaked, nothing is missing, every mail and receipt is there`, async (context) => {
    context.diagnostic(`DESKPLANE_CRASH_SEED=${seed}`);
    const draw = drawer(seed, 'kills');
    const { outcome, killed } = await comeAndGoWhileKilling(
      {
        stage,
        offer: simulatedOffer(region),
        draw: drawer(seed, 'desktops'),
        maxStay: 3_000,
        maxKept: 1_000,
      },
      {
        kills,
        draw,
        victims: [
          { name: 'service', tenths: 4, kill: () => stage.cluster.killOne(draw(2), draw(4) === 0) },
          { name: 'PostgreSQL', tenths: 6, kill: () => stage.postgres.kill() },
        ],
      },
      (deleted) => deleted >= leastDeletions,
    );
    const { deleted, kept, disks } = outcome;
    context.diagnostic(
      `killed ${JSON.stringify([...killed])}; ${deleted.size} desktops deleted, ${kept.size} kept, ${disks.size} disks deleted alone`,
    );
    const [services, servers] = [killed.get('service') ?? 0, killed.get('PostgreSQL') ?? 0];
    assert.equal(services + servers, kills);
    assert.ok(services >= 15 && servers >= 5 && deleted.size >= leastDeletions && kept.size > 0);
    assert.ok(disks.size >= 3);
    await untilAtRest(stage, outcome);
    const engine = createSimulatedEngine({
      pool: stage.connections.pool,
      ambient: realAmbient,
      region,
      settings: { seed: 1, delayMs: 0, faultRate: 0 },
    });
    await assertOutcome(stage, engine, outcome);
  });
});
