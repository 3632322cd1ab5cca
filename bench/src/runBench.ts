import { type Bench, type BenchOptions, openBench } from './bench.js';
import type { Interruption } from './interruption.js';
import { type AcceptanceFigures, measureAcceptance } from './measureAcceptance.js';
import { type AuthenticationFigures, measureAuthentication } from './measureAuthentication.js';
import { measureDecision } from './measureDecision.js';
import { type IdleFigures, measureIdle } from './measureIdle.js';
import { type KeptFigures, measureKept } from './measureKept.js';
import { measurePickUp } from './measurePickUp.js';
import { measureScales, type ScaleFigures } from './measureScales.js';
import { measureSimulated, type SimulatedFigures } from './measureSimulated.js';
import { measureStuck, type StuckFigures } from './measureStuck.js';
import { openDatabases } from './openDatabases.js';
import type { Wanted } from './readArguments.js';

export interface Figures {
  readonly idle: IdleFigures;
  readonly simulated: SimulatedFigures;
  readonly acceptance: AcceptanceFigures;
  readonly scales: readonly ScaleFigures[];
  readonly kept: KeptFigures;
  readonly stuck: StuckFigures;
  /** Seconds. */
  readonly pickUp: number;
  readonly authentication: AuthenticationFigures;
  /** Microseconds of processor time for a decision about a hundred statements. */
  readonly decision: number;
}

/** Measures one thing after the other, each with a service and a database of its own. */
export async function runBench(
  wanted: Wanted,
  interruption: Interruption,
  progress: (text: string) => void,
): Promise<Figures> {
  const { quick } = wanted;
  const databases = await openDatabases(process.env['DATABASE_URL']);
  const withBench = async <Result>(
    what: string,
    measure: (bench: Bench) => Promise<Result>,
    options: BenchOptions = {},
  ): Promise<Result> => {
    progress(what);
    const bench = await openBench(databases, { ...options, profileInto: wanted.profile });
    try {
      return await interruption.within(what, () => measure(bench), 3_600_000);
    } finally {
      await bench.close();
    }
  };
  try {
    const idle = await withBench('the service at rest', (bench) => measureIdle(bench, quick ? 2 : 5));
    const simulated = await withBench(
      'the simulated engine without delay',
      (bench) => measureSimulated(bench, quick ? 30 : 200),
      { simulated: true },
    );
    const acceptance = await withBench('acceptance and its floor', (bench) =>
      measureAcceptance(bench, quick ? 1 : 3),
    );
    const scales = await withBench('deletions in fleets of each size', (bench) =>
      measureScales(
        bench,
        quick ? [1_000, 10_000] : [1_000, 10_000, 100_000],
        quick ? 1_000 : 3_000,
        progress,
      ),
    );
    const kept = await withBench('what deletions leave', (bench) => measureKept(bench, quick ? 500 : 1_000));
    const stuck = await withBench('fresh deletions beside stuck ones', (bench) =>
      measureStuck(bench, quick ? 20_000 : 100_000, 1_000),
    );
    const pickUp = await withBench('the death of a worker', measurePickUp);
    progress('authentication and decisions');
    const authentication = await interruption.within('authentication', () =>
      measureAuthentication(databases),
    );
    const decision = measureDecision().microseconds;
    return { idle, simulated, acceptance, scales, kept, stuck, pickUp, authentication, decision };
  } finally {
    await databases.close();
  }
}
