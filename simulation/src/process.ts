import type { Session } from './locks.js';
import { asId, type WorkerId } from './production.js';
import type { Process, World } from './world.js';

/** What comes back from a call: a value, or whatever `result` throws, after a while. */
export interface Answer<T> {
  readonly result: () => T;
  readonly inMilliseconds: number;
}

/** The connection to the database broke; what was asked may have been done or not. */
export class ConnectionLost extends Error {
  constructor(name: string) {
    super(`connection lost during "${name}"`);
    this.name = 'ConnectionLost';
  }
}

const leaseMilliseconds = 5_000;

/** Begins a life of a process. */
export function startProcess(world: World, name: string, clockOffset: number, work: Process['work']): void {
  const process: Process = {
    name,
    work,
    alive: true,
    worker: newLease(world),
    clockOffset,
    stillUntil: 0,
    inProgress: new Set(),
    grantee: undefined,
  };
  world.processes.push(process);
  work(process);
}

/** Kills a process. Its lease runs out; after a while another life begins. */
export function crash(world: World, process: Process, where: string): void {
  const { name, worker, work } = process;
  world.trace.note(`${name} dies ${where}`);
  process.alive = false;
  world.processes.splice(world.processes.indexOf(process), 1);
  world.ledger.leases.set(worker, world.scheduler.now() + world.random.between(0, leaseMilliseconds));
  world.scheduler.after(world.random.between(50, 8_000), () => {
    world.trace.note(`${name} is back`);
    world.scheduler.resume(() => startProcess(world, name, process.clockOffset, work));
  });
}

/** A process stands still: its beats stop, and what arrives waits. Afterwards it may have lost its lease. */
export function standStill(world: World, process: Process, milliseconds: number): void {
  const { worker } = process;
  process.stillUntil = Math.max(process.stillUntil, world.scheduler.now() + milliseconds);
  world.trace.note(`${process.name} stands still for ${Math.round(milliseconds)} ms`);
  if (milliseconds < leaseMilliseconds) return;
  world.ledger.leases.set(worker, world.scheduler.now() + world.random.between(3_500, leaseMilliseconds));
  const renew = (): void => {
    if (!process.alive) return;
    world.trace.note(`${process.name} takes a new lease`);
    process.worker = newLease(world);
  };
  // What it was about to do may come before its next beat.
  world.scheduler.after(milliseconds + world.random.between(0, 1_500), renew);
}

export function isAlive(world: World, worker: WorkerId): boolean {
  return (world.ledger.leases.get(worker) ?? 0) > world.scheduler.now();
}

function newLease(world: World): WorkerId {
  const worker = asId<WorkerId>(world.newId('w'));
  world.ledger.leases.set(worker, Number.POSITIVE_INFINITY);
  return worker;
}

/**
 * A call out of a process: a scheduling point before and after it. The process may die before, while the call is on its way,
 * or when the answer comes; then the caller is never heard of again, though the call may still have its effect.
 */
export function call<T>(
  world: World,
  process: Process,
  name: string,
  perform: () => Answer<T> | Promise<Answer<T>>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const { random, scheduler } = world;
    if (!process.alive || mayCrash(world, process, `before ${name}`)) return;
    const deliver = (answer: Answer<T>): void => {
      if (!process.alive) return;
      if (process.stillUntil > scheduler.now()) {
        scheduler.after(process.stillUntil - scheduler.now() + random.next(), () => deliver(answer));
        return;
      }
      if (mayCrash(world, process, `after ${name}`)) return;
      try {
        const value = answer.result();
        scheduler.resume(() => resolve(value));
      } catch (error) {
        world.trace.note(`${process.name} ${name} failed: ${error instanceof Error ? error.message : ''}`);
        scheduler.resume(() => reject(error));
      }
    };
    scheduler.after(latency(world), () => {
      // A request of a dead process may be on its way still.
      if (!process.alive && random.chance(0.5)) return;
      world.trace.note(`${process.name} ${name}`);
      const answered = perform();
      const send = (answer: Answer<T>): void =>
        scheduler.after(answer.inMilliseconds + latency(world), () => deliver(answer));
      if (answered instanceof Promise) {
        answered.then(send, (error: Error) =>
          send({
            inMilliseconds: 0,
            result: () => {
              throw error;
            },
          }),
        );
        scheduler.resume(() => undefined);
      } else send(answered);
    });
  });
}

/** A statement or transaction on the database. The connection may break before or after it took effect. */
export function query<T>(
  world: World,
  process: Process,
  name: string,
  run: () => T | Promise<T>,
): Promise<T> {
  const { random, troubles } = world;
  const lost = (): never => {
    throw new ConnectionLost(name);
  };
  return call(world, process, name, () => {
    const breaks = !world.healed && random.chance(troubles.database);
    if (breaks && random.chance(0.5)) return { inMilliseconds: 0, result: lost };
    const done = run();
    const answer = (value: T): Answer<T> => ({ inMilliseconds: 0, result: breaks ? lost : () => value });
    return done instanceof Promise ? done.then(answer) : answer(done);
  });
}

/** A transaction of several statements: its writes appear together when it ends, its locks go when it does or its process dies. */
export interface Transaction extends Session {
  /** The end of a statement: others may come in between. */
  next(): Promise<void>;
  lock(row: string): Promise<void>;
  share(row: string): Promise<void>;
  write(change: () => void): void;
}

/** Runs a transaction. One whose process died ends without a trace, and is never heard of again. */
export async function transact<T>(
  world: World,
  process: Process,
  body: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { random, troubles } = world;
  const changes: (() => void)[] = [];
  const goOnIfAlive = async (): Promise<void> => {
    if (process.alive) return;
    world.locks.release(transaction);
    await new Promise(() => undefined);
  };
  const transaction: Transaction = {
    rows: new Map(),
    waitsFor: undefined,
    next: async () => {
      await world.scheduler.pause(latency(world) + random.between(0, troubles.betweenStatements));
      await goOnIfAlive();
    },
    lock: async (row) => {
      await world.locks.take(transaction, row, 'exclusive');
      await goOnIfAlive();
    },
    share: async (row) => {
      await world.locks.take(transaction, row, 'shared');
      await goOnIfAlive();
    },
    write: (change) => {
      changes.push(change);
    },
  };
  try {
    const value = await body(transaction);
    for (const change of changes) change();
    if (changes.length > 0) world.ledger.version += 1;
    return value;
  } finally {
    world.locks.release(transaction);
  }
}

function latency(world: World): number {
  return world.random.next() ** 2 * (world.healed ? 10 : world.troubles.latency);
}

function mayCrash(world: World, process: Process, where: string): boolean {
  if (world.healed || !world.random.chance(world.troubles.crash)) return false;
  crash(world, process, where);
  return true;
}
