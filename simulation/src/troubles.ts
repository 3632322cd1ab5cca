import type { Random } from './random.js';

/** How hostile a world is until it heals. Chances are per call unless said otherwise; times in milliseconds. */
export interface Troubles {
  /** Of a process dying before or after an await. */
  readonly crash: number;
  /** Of the database's connection breaking before or after the effect. */
  readonly database: number;
  readonly engine: number;
  /** Of an engine's answer being older than the truth. */
  readonly stale: number;
  /** Of a removal that is accepted and never carried out. */
  readonly droppedRemoval: number;
  /** Of a request that arrives a second time. */
  readonly duplicate: number;
  /** Longest way of a message. */
  readonly latency: number;
  /** Longest pause between two statements of a transaction. */
  readonly betweenStatements: number;
  /** How often a process stands still for longer than its lease, over the whole time. */
  readonly standstills: number;
  readonly clockJumps: number;
  readonly hostOutages: number;
  /** When all of this ends. */
  readonly until: number;
}

/** Each world has its own mixture, calm ones included: rare coincidences need room. */
export function drawTroubles(random: Random): Troubles {
  const long = random.chance(0.08);
  const until = long ? random.between(600_000, 1_500_000) : random.between(20_000, 90_000);
  return {
    crash: random.pick([0, 0.002, 0.01, 0.03]),
    database: random.pick([0, 0, 0.01, 0.05]),
    engine: long ? random.pick([0.9, 0.97]) : random.pick([0, 0.05, 0.2, 0.5]),
    stale: random.pick([0, 0.2, 0.5]),
    droppedRemoval: random.pick([0, 0, 0.1, 0.3]),
    duplicate: random.pick([0, 0.1]),
    latency: random.pick([2, 20, 200, 1_000]),
    betweenStatements: random.pick([0, 10, 500]),
    standstills: random.whole(0, 4),
    clockJumps: random.whole(0, 4),
    hostOutages: random.whole(0, 2),
    until,
  };
}
