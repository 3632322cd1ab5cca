import { sendCallers } from './callers.js';
import { createWorld } from './createWorld.js';
import { checkEnd, isQuiet, maxAfterHealing } from './liveness.js';
import { createUser, foreignProject, newDesktop, ourProject, putDesktop } from './people.js';
import { noPlant, type Plant } from './plant.js';
import { standStill, startProcess } from './process.js';
import { checkState, type Memory } from './safety.js';
import { startWork } from './worker.js';
import { type Violation, type World } from './world.js';

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly hash: string;
  readonly violation: Violation | undefined;
  /** What happened last. */
  readonly tail: readonly string[];
  /** How many deletions were accepted and ended, that nobody takes an empty world for a proof. */
  readonly deletions: number;
  /** Those of disks and of snapshots that went alone. */
  readonly parts: number;
  /** How many calls joined a running deletion, and how many of those named the plan that they agreed to. */
  readonly joins: { readonly all: number; readonly agreed: number };
}

/** So many steps are no life any more. */
const maxSteps = 200_000;

/** Lets one world run: hostile until it heals, then until all is quiet. The same seed gives the same run. */
export async function runSeed(seed: number, plant: Plant = noPlant): Promise<SeedResult> {
  const world = createWorld(seed, plant);
  const { scheduler, random, ledger, truth, troubles } = world;
  populate(world);
  const processes = random.whole(2, 4);
  for (let number = 1; number <= processes; number += 1)
    startProcess(world, `P${number}`, 0, (process) => startWork(world, process));
  sendCallers(world, random.whole(6, 18));
  sendTroubles(world);
  const memory: Memory = { gone: new Set(), ended: new Map(), planned: 0 };
  let seen = -1;
  const check = (): 'go-on' | 'enough' => {
    const version = ledger.version + truth.version;
    if (version !== seen) checkState(world, memory);
    seen = version;
    return world.violation === undefined && scheduler.steps() < maxSteps ? 'go-on' : 'enough';
  };
  await scheduler.run(troubles.until, check);
  if (world.violation === undefined) {
    heal(world);
    const quiet = (): 'go-on' | 'enough' => (check() === 'enough' || isQuiet(world) ? 'enough' : 'go-on');
    // What was on its way when the world healed still arrives.
    await scheduler.run(troubles.until + 40_000, check);
    await scheduler.run(troubles.until + maxAfterHealing, quiet);
    if (world.violation === undefined) checkEnd(world);
  }
  for (const process of world.processes) process.alive = false;
  const done = [...ledger.deletions.values()].filter((deletion) => deletion.state === 'done');
  return {
    seed,
    steps: scheduler.steps(),
    hash: world.trace.hash(),
    violation: world.violation,
    tail: world.trace.tail(),
    deletions: done.length,
    parts: done.filter(({ diskOf }) => diskOf !== null).length,
    joins: world.joins,
  };
}

/** None, or one that an older rule let in and no mail can be sent to. */
function noAddress(index: number): string {
  return index % 2 === 0 ? '' : `user${index}@example.org.`;
}

function populate(world: World): void {
  const { random, ledger } = world;
  ledger.tenantSendsMail = random.chance(0.8);
  const users = Array.from({ length: random.whole(1, 4) }, (_, index) =>
    createUser(world, random.chance(0.8) ? `user${index}@example.org` : noAddress(index)),
  );
  const desktops = random.whole(2, 5);
  for (let count = 0; count < desktops; count += 1) {
    const userIds = random.chance(0.3)
      ? [...new Set([random.pick(users), random.pick(users)])]
      : [random.pick(users)];
    const order = {
      projectId: ourProject,
      userIds,
      volumes: random.whole(1, 3),
      snapshots: random.whole(0, 2),
      borrowed: random.whole(0, 2),
    };
    putDesktop(world, newDesktop(world, order));
  }
  putDesktop(
    world,
    newDesktop(world, { projectId: foreignProject, userIds: [], volumes: 1, snapshots: 0, borrowed: 0 }),
  );
}

const hour = 3_600_000;

function sendTroubles(world: World): void {
  const { random, scheduler, troubles, truth } = world;
  const sometime = (happen: () => void): void => scheduler.after(random.between(0, troubles.until), happen);
  for (let count = 0; count < troubles.standstills; count += 1)
    sometime(() => {
      if (world.processes.length > 0)
        standStill(world, random.pick(world.processes), random.between(100, 12_000));
    });
  for (let count = 0; count < troubles.clockJumps; count += 1)
    sometime(() => {
      if (random.chance(0.3)) {
        world.databaseClockOffset = random.between(-hour, hour);
        world.trace.note(`the database's clock is ${Math.round(world.databaseClockOffset / 1000)} s off`);
      }
      if (world.processes.length === 0) return;
      const process = random.pick(world.processes);
      process.clockOffset = random.between(-hour, hour);
      world.trace.note(`the clock of ${process.name} is ${Math.round(process.clockOffset / 1000)} s off`);
    });
  for (let count = 0; count < troubles.hostOutages; count += 1)
    sometime(() => {
      const host = random.pick([0, 1] as const);
      truth.downUntil[host] = scheduler.now() + random.between(1_000, troubles.until / 2);
      world.trace.note(`host ${host} is down`);
    });
}

/** No more faults. What they left behind stays: wrong clocks too, since nobody sets them right. */
function heal(world: World): void {
  world.healed = true;
  world.truth.downUntil[0] = 0;
  world.truth.downUntil[1] = 0;
  world.trace.note('the world heals');
}
