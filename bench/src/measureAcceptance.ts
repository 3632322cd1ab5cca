import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { closedLoop, type LoadFigures, openLoop, type Shot } from './load.js';
import { type Spread, spreadOf } from './spread.js';

/** Acceptance in turns with the floor, on so many connections, while the engine is held: nothing but acceptance is at work. */
export interface ComparedFigures {
  readonly connections: number;
  readonly floor: LoadSpread;
  readonly accepted: LoadSpread;
  /** Accepted per second as a share of the floor right before. */
  readonly share: Spread;
}

/** What rounds of the same load gave, each figure by itself. */
export interface LoadSpread {
  readonly perSecond: Spread;
  /** Milliseconds. */
  readonly p50: Spread;
  readonly p99: Spread;
  /** Milliseconds of processor time for each request. */
  readonly service: Spread;
  /** Undefined where the server is not ours, and may be on another machine. */
  readonly postgres: Spread | undefined;
}

export interface AcceptanceFigures {
  readonly compared: readonly ComparedFigures[];
  /** With the deletions being carried out beside, on the same processors. */
  readonly beside: LoadSpread;
  /** At a rate that is far from the limit, after a rest. */
  readonly openLoop: LoadSpread;
  readonly openLoopRate: number;
}

interface Round extends LoadFigures {
  readonly service: number;
  readonly postgres: number | undefined;
}

const connectionCounts = [16, 64];
const rate = 500;
const rounds = 3;
const warmUp = 4_000;
/** Until everything is sealed and PostgreSQL has written down what it must. */
const restMs = 5_000;

/**
 * Floor and acceptance take turns, so that a machine that is busy meanwhile is busy for both.
 * @param seconds of each turn
 */
export async function measureAcceptance(bench: Bench, seconds: number): Promise<AcceptanceFigures> {
  const { service, ready } = bench;
  // Enough for the longest of all measurements at a speed that is out of reach.
  const turns = rounds * (connectionCounts.length + 1);
  const ids = await bench.fill(Math.round(warmUp + seconds * (turns * 3_000 + rounds * rate)));
  const next = (): Shot | undefined => {
    const id = ids.pop();
    return id === undefined ? undefined : bench.deletionOf(id);
  };
  const floorShot: Shot = { method: 'DELETE', url: `${ready.floorEndpoint}/floor` };
  service.hold(true);
  // Code that has run a few times only is interpreted: what is measured is the service that has been up for a while.
  for (const shot of [next, () => floorShot]) {
    let left = warmUp;
    await closedLoop(16, 20, () => (left-- > 0 ? shot() : undefined));
  }
  const open: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await pause(restMs);
    open.push(await measureRound(bench, () => openLoop(rate, seconds, next)));
  }
  const compared = [];
  for (const connections of connectionCounts) {
    const floor: Round[] = [];
    const accepted: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      floor.push(await measureRound(bench, () => closedLoop(connections, seconds, () => floorShot)));
      accepted.push(await measureRound(bench, () => closedLoop(connections, seconds, next)));
    }
    const share = accepted.map(({ perSecond }, round) => perSecond / (floor[round]?.perSecond ?? 0));
    const [floorSpread, acceptedSpread] = [spreadOfRounds(floor), spreadOfRounds(accepted)];
    compared.push({ connections, floor: floorSpread, accepted: acceptedSpread, share: spreadOf(share) });
  }
  service.hold(false);
  const beside: Round[] = [];
  for (let round = 0; round < rounds; round += 1)
    beside.push(await measureRound(bench, () => closedLoop(16, seconds, next)));
  return {
    compared,
    beside: spreadOfRounds(beside),
    openLoop: spreadOfRounds(open),
    openLoopRate: rate,
  };
}

async function measureRound(bench: Bench, load: () => Promise<LoadFigures>): Promise<Round> {
  const before = await bench.processorTime();
  const figures = await load();
  const after = await bench.processorTime();
  return {
    ...figures,
    service: (after.service - before.service) / figures.answered,
    postgres:
      after.postgres === undefined || before.postgres === undefined
        ? undefined
        : (after.postgres - before.postgres) / figures.answered,
  };
}

function spreadOfRounds(all: readonly Round[]): LoadSpread {
  const postgres = all.flatMap((round) => round.postgres ?? []);
  return {
    perSecond: spreadOf(all.map((round) => round.perSecond)),
    p50: spreadOf(all.map((round) => round.p50)),
    p99: spreadOf(all.map((round) => round.p99)),
    service: spreadOf(all.map((round) => round.service)),
    postgres: postgres.length === 0 ? undefined : spreadOf(postgres),
  };
}
