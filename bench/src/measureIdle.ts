import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';

export interface IdleFigures {
  /** MiB. */
  readonly resident: number;
  /** Share of one processor. */
  readonly cpu: number;
  readonly statementsPerSecond: number;
}

/** The service with nothing to do. */
export async function measureIdle(bench: Bench, seconds: number): Promise<IdleFigures> {
  const before = await bench.service.usage();
  const begun = performance.now();
  await pause(seconds * 1000);
  const after = await bench.service.usage();
  const took = performance.now() - begun;
  const statements = after.statements + after.watching - before.statements - before.watching;
  return {
    resident: after.resident,
    cpu: (after.cpu - before.cpu) / took,
    statementsPerSecond: (statements / took) * 1000,
  };
}
