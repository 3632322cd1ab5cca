import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { itemKinds } from '../../engines/contract.js';
import { localOffer } from '../../engines/local/localOffer.js';
import { drawer } from '../../testing/crashDesktops.js';
import { comeAndGoWhileKilling } from '../../testing/crashKills.js';
import { type CrashStage, openCrashStage } from '../../testing/crashStage.js';
import { assertOutcome, untilAtRest } from '../../testing/crashVerdict.js';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { removeSurely } from '../../testing/engineItems.js';
import { processesOf, tracesOnMachine } from '../../testing/localDesktop.js';

/** Together with those of the simulated engine a hundred. */
const kills = 45;
const leastDeletions = 20;
/** On a slow machine most are deleted before the engine has made them: it goes on until so many were there. */
const leastServers = 10;
const seed = Number(process.env['DESKPLANE_CRASH_SEED'] ?? 3);

describe('real desktops whose services, engine host and PostgreSQL are killed again and again', () => {
  const closers: (() => Promise<unknown>)[] = [];
  let host: EngineHostProcess;
  let stage: CrashStage;
  before(async () => {
    host = await startEngineHost();
    closers.push(() => host.dispose(), removeDesktops);
    stage = await openCrashStage(host.socketPath);
    closers.push(() => stage.remove());
  });
  after(async () => {
    for (const close of closers.toReversed()) await close();
  });

  async function removeDesktops(): Promise<void> {
    for (const kind of itemKinds)
      for (const item of await host.engine.list(kind)) await removeSurely(host.engine, item, true);
  }

  it(`S6, S8, S10, S12, L2: ${kills} SIGKILLs later nothing leaked, nothing is missing, every mail and receipt is there`, async (context) => {
    context.diagnostic(`DESKPLANE_CRASH_SEED=${seed}`);
    const draw = drawer(seed, 'kills');
    const killHost = async () => {
      await host.end('SIGKILL');
      await host.start();
    };
    const { outcome, killed } = await comeAndGoWhileKilling(
      { stage, offer: localOffer('test-1'), draw: drawer(seed, 'desktops'), maxStay: 6_000, maxKept: 6 },
      {
        kills,
        draw,
        victims: [
          { name: 'service', tenths: 3, kill: () => stage.cluster.killOne(draw(2), draw(4) === 0) },
          { name: 'engine host', tenths: 5, kill: killHost },
          { name: 'PostgreSQL', tenths: 2, kill: () => stage.postgres.kill() },
        ],
      },
      async (deleted) => deleted >= leastDeletions && (await serversToGo()) >= leastServers,
    );
    const { deleted, kept, disks } = outcome;
    context.diagnostic(
      `killed ${JSON.stringify([...killed])}; ${deleted.size} desktops deleted, ${kept.size} kept, ${disks.size} disks deleted alone`,
    );
    const times = ['service', 'engine host', 'PostgreSQL'].map((name) => killed.get(name) ?? 0);
    assert.equal(
      times.reduce((sum, count) => sum + count, 0),
      kills,
    );
    assert.ok(Math.min(...times) >= 3 && deleted.size >= leastDeletions && kept.size > 0);
    await untilAtRest(stage, outcome);
    await assertOutcome(stage, host.engine, outcome);
    await assertMachine();
  });

  /** How many servers that the engine made were to be deleted. */
  async function serversToGo(): Promise<number> {
    const [row] = await stage.ask<{ made: number }>(
      `select count(*)::integer as made from items join deletions using (desktop_id)
       where items.kind = 'server' and provider_id is not null`,
    );
    return row?.made ?? 0;
  }

  /** The kept desktops run, and of the others nothing is left on the machine: by other means than the engine's word. */
  async function assertMachine(): Promise<void> {
    const items = await stage.ask<{ kind: string; provider_id: string; absent: boolean }>(
      `select kind, provider_id, state = 'absent' as absent from items where provider_id is not null`,
    );
    const gone = items.filter((item) => item.absent);
    const servers = gone.filter((item) => item.kind === 'server');
    assert.ok(servers.length >= leastServers, `only ${servers.length} desktops were made and deleted`);
    const present = new Set(items.filter((item) => !item.absent).map((item) => item.provider_id.slice(0, 6)));
    const traces = await tracesOnMachine(
      host,
      // The short names of the machine are given out again.
      gone.map((item) => item.provider_id.slice(0, 6)).filter((short) => !present.has(short)),
    );
    assert.deepEqual(traces, []);
    for (const server of await host.engine.list('server'))
      assert.ok((await processesOf(host, server)).length > 0, `server ${server.id} has no process`);
  }
});
