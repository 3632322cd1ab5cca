import { createTruth, type Truth } from './engineTruth.js';
import { createLedger, type Ledger } from './ledger.js';
import { createLocks, type Locks } from './locks.js';
import { type Plant, soundRules } from './plants.js';
import type { Process } from './process.js';
import type { Ambient, DesktopId } from './production.js';
import { createRandom, type Random } from './random.js';
import { createScheduler, type Scheduler } from './scheduler.js';
import { createTrace, type Trace } from './trace.js';
import { drawTroubles, type Troubles } from './troubles.js';

/** Everything there is in one seed's world. */
export interface World {
  readonly seed: number;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly ledger: Ledger;
  readonly locks: Locks;
  readonly truth: Truth;
  readonly plant: Plant;
  readonly rules: StoreRules;
  readonly troubles: Troubles;
  readonly processes: Process[];
  /** Deletions that a caller was told of: they must come to their end. */
  readonly promised: Set<DesktopId>;
  /** Faults come to an end. */
  healed: boolean;
  violation: Violation | undefined;
  /** How far off the database's clock is, in milliseconds. */
  databaseClockOffset: number;
  newId(prefix: string): string;
}

export interface Violation {
  /** The number of the invariant: S1 to S18, L1 to L7, A1 to A13, or a design decision. */
  readonly invariant: string;
  readonly text: string;
}

/** What makes the store's operations sound. A planted bug turns one of them off. */
export interface StoreRules {
  readonly checkRevision: boolean;
  readonly fenceClaims: boolean;
  readonly lockUsers: boolean;
  readonly takeOverFromDead: boolean;
  readonly keepOrderOfTimes: boolean;
  readonly decideUsers: 'at-the-end' | 'at-acceptance';
  readonly queueMails: 'at-the-end' | 'at-acceptance';
}

export function createWorld(seed: number, plant: Plant): World {
  const random = createRandom(seed);
  const scheduler = createScheduler();
  const counts = new Map<string, number>();
  return {
    seed,
    random,
    scheduler,
    trace: createTrace(() => scheduler.now()),
    ledger: createLedger(),
    locks: createLocks((goOn) => scheduler.resume(goOn)),
    truth: createTruth(),
    plant,
    rules: { ...soundRules, ...plant.rules },
    troubles: drawTroubles(random),
    processes: [],
    promised: new Set(),
    healed: false,
    violation: undefined,
    databaseClockOffset: 0,
    newId: (prefix) => {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}${count}`;
    },
  };
}

/** Writes down that something is not as promised. The first finding counts; the world stops after the step. */
export function fail(world: World, invariant: string, text: string): void {
  if (world.violation !== undefined) return;
  world.trace.note(`VIOLATION ${invariant}: ${text}`);
  world.violation = { invariant, text };
}

/** What a process takes from thin air, out of this world. */
export function ambientOf(world: World, process: Process): Ambient {
  return {
    now: () => processNow(world, process),
    uuid: () => world.newId('job'),
    randomBytes: (size) => Buffer.from(Array.from({ length: size }, () => world.random.whole(0, 255))),
  };
}

/** When something happens to a deletion: by the database's clock, which may be set back too, and not before what is known. */
export function momentAfter(world: World, ...known: readonly (number | null)[]): number {
  const now = beginning + world.scheduler.now() + world.databaseClockOffset;
  return world.rules.keepOrderOfTimes ? Math.max(now, ...known.map((time) => time ?? now)) : now;
}

const beginning = Date.UTC(2030, 0, 1);

/** The clock of a process: it may be wrong by an hour and jump. */
export function processNow(world: World, process: Process): Date {
  return new Date(beginning + world.scheduler.now() + process.clockOffset);
}
