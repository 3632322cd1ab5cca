import type { Ledger } from './ledger.js';
import type { Locks } from './locks.js';
import type { Plant, StoreRules } from './plant.js';
import type { Ambient, DesktopId, Grantee, WorkerId } from './production.js';
import type { Random } from './random.js';
import type { Scheduler } from './scheduler.js';
import type { Trace } from './trace.js';
import type { Troubles } from './troubles.js';
import type { Truth } from './truth.js';

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
  /** Names of items that an engine was asked to take away. */
  readonly asked: Set<string>;
  /** How many calls joined a running deletion, and how many of those named the plan that they agreed to. */
  readonly joins: { all: number; agreed: number };
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

/** One replica of the service: it serves callers and works off what is due. */
export interface Process {
  readonly name: string;
  /** What a dead one awaits is never heard of again, and what it still says is not heard. */
  alive: boolean;
  worker: WorkerId;
  /** How wrong its clock is, in milliseconds. */
  clockOffset: number;
  /** Until when it stands still. */
  stillUntil: number;
  /** What each of its lives begins with. */
  readonly work: (process: Process) => void;
  /** What its work loops carry out at this moment. */
  readonly inProgress: Set<string>;
  /** Who carries out at once what it accepts, once its work has begun. */
  grantee: Grantee | undefined;
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
    serviceNow: () => processNow(world, process),
    uuid: () => world.newId('job'),
    randomBytes: (size) => Buffer.from(Array.from({ length: size }, () => world.random.whole(0, 255))),
  };
}

/** When something happens to a deletion: by the database's clock, which may be set back too, and not before what is known. */
export function momentAfter(world: World, ...known: readonly (number | null)[]): number {
  const now = databaseNow(world);
  return world.rules.keepOrderOfTimes ? Math.max(now, ...known.map((time) => time ?? now)) : now;
}

/** What the database's clock says. */
export function databaseNow(world: World): number {
  return beginning + world.scheduler.now() + world.databaseClockOffset;
}

const beginning = Date.UTC(2030, 0, 1);

/** The clock of a process: it may be wrong by an hour and jump. */
export function processNow(world: World, process: Process): Date {
  return new Date(beginning + world.scheduler.now() + process.clockOffset);
}
