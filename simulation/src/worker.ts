import { build, claimTasks, createMemoryCreations } from './builder.js';
import { createHostileEngine } from './hostileEngine.js';
import { createMemoryStore } from './memoryStore.js';
import { isAlive } from './process.js';
import { type Claim, carryOut, type DeletionReport } from './production.js';
import type { Process, World } from './world.js';

const capacity = 100;
const pollMilliseconds = 250;
const maxPoll = 5_000;
const silent: DeletionReport = { heldUp: () => undefined, ended: () => undefined };

/** The work loops of one life of a process: as in production, but they know when it is worth looking. */
export function startWork(world: World, process: Process): void {
  const { plant } = world;
  const engine =
    plant.engine?.(createHostileEngine(world, process), world.truth) ?? createHostileEngine(world, process);
  const store = plant.store?.(createMemoryStore(world, process)) ?? createMemoryStore(world, process);
  const creations =
    plant.creations?.(createMemoryCreations(world, process)) ?? createMemoryCreations(world, process);
  const executor = {
    store,
    // Some engines say that they are done by the time they answer, whether or not they are.
    engine: { ...engine, name: 'simulated' as const, ...(world.seed % 4 === 3 ? { usualDelayMs: 0 } : {}) },
    random: () => world.random.next(),
    report: silent,
  };

  const deletions: Work<Claim> = {
    claim: (limit) => store.claim(process.worker, limit),
    keyOf: (claim) => `deletion ${claim.desktopId}`,
    perform: (claim) => carryOut(executor, claim),
  };
  process.grantee = {
    reserve: (wanted) => ({
      worker: process.worker,
      places: Math.min(wanted, Math.max(0, capacity - process.inProgress.size)),
      take: (claims) => {
        for (const claim of plant.granted?.(claims) ?? claims) begin(world, process, deletions, claim);
      },
      lose: () => undefined,
    }),
  };
  void loop(world, process, deletions, () => {
    let due = Number.POSITIVE_INFINITY;
    for (const { worker, dueAt, claimedUntil } of world.ledger.progress.values())
      due = Math.min(due, isOrphan(world, worker) ? 0 : worker === null ? dueAt : claimedUntil);
    return due;
  });
  void loop(
    world,
    process,
    {
      claim: (limit) => claimTasks(world, process, limit),
      keyOf: (task) => task.desktop.id,
      perform: (task) => build(world, process, { creations, engine }, task),
    },
    () => {
      let due = Number.POSITIVE_INFINITY;
      for (const row of world.ledger.desktops.values())
        if (row.taskDueAt !== null) due = Math.min(due, isOrphan(world, row.taskWorker) ? 0 : row.taskDueAt);
      return due;
    },
  );
}

interface Work<Task> {
  claim(limit: number): Promise<readonly Task[]>;
  keyOf(task: Task): string;
  perform(task: Task): Promise<unknown>;
}

/** Claims what is due and carries it out side by side. */
async function loop<Task>(
  world: World,
  process: Process,
  work: Work<Task>,
  nextDue: () => number,
): Promise<void> {
  while (process.alive) {
    const tasks = await work.claim(capacity).catch((): readonly Task[] => []);
    for (const task of tasks) begin(world, process, work, task);
    await world.scheduler.pause(untilWorthLooking(world, nextDue()));
  }
}

/** A task that is in progress here already is not begun again. */
function begin<Task>(world: World, process: Process, work: Work<Task>, task: Task): void {
  const key = work.keyOf(task);
  if (process.inProgress.has(key)) return;
  process.inProgress.add(key);
  void work
    .perform(task)
    // A step that failed is tried again when its claim has run out.
    .catch((error: Error) => world.trace.note(`${process.name} gave up on ${key}: ${error.message}`))
    .finally(() => process.inProgress.delete(key));
}

/** A poll that would find nothing is not worth a step: waits until something may be due, and not much longer than that. */
function untilWorthLooking(world: World, due: number): number {
  const wait = Math.min(maxPoll, Math.max(0, due - world.scheduler.now()));
  return wait + world.random.between(0, pollMilliseconds);
}

function isOrphan(world: World, worker: Process['worker'] | null): boolean {
  return worker !== null && !isAlive(world, worker);
}
