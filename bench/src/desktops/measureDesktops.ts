import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { localEngineNeeds } from '@deskplane/server/engines/local/localEngineNeeds.js';
import { type EngineHostProcess, startEngineHost } from '@deskplane/server/testing/engineHostProcess.js';
import { shortOf, tracesOnMachine } from '@deskplane/server/testing/localDesktop.js';
import type { Interruption } from '../interruption.js';
import { machineTraces } from './machineTraces.js';
import { type AtOnceFigures, measureAtOnce } from './measureAtOnce.js';
import { type KeyFigures, measureKeys } from './measureKeys.js';
import { measureRounds, type RoundFigures } from './measureRounds.js';
import { askForDesktop, removeDesktop, untilActive } from './timeDesktop.js';

export interface DesktopFigures {
  readonly rounds: RoundFigures;
  readonly keys: KeyFigures;
  readonly atOnce: AtOnceFigures;
  /** What is left of all of them, in words. */
  readonly leftovers: readonly string[];
}

/** Why nothing was measured. */
export interface LeftOut {
  readonly leftOut: string;
}

/** Measures desktops of a local engine of its own, or says why it cannot. Whatever happens, it takes them away again. */
export async function measureDesktops(
  interruption: Interruption,
  quick: boolean,
  progress: (text: string) => void,
): Promise<DesktopFigures | LeftOut> {
  if (process.getuid?.() !== 0) return { leftOut: 'it needs root' };
  const missing = await missingPackages();
  if (missing.length > 0) return { leftOut: `these Debian packages are missing: ${missing.join(', ')}` };
  // Out of reach of a terminal's Ctrl-C: it is still needed then.
  const host = await startEngineHost([], { apart: true });
  try {
    return await measure(interruption, host, quick, progress);
  } finally {
    progress('  taking away what there is');
    await interruption.settle();
    await host.dispose();
  }
}

async function measure(
  interruption: Interruption,
  host: EngineHostProcess,
  quick: boolean,
  progress: (text: string) => void,
): Promise<DesktopFigures> {
  // The first one makes what stays as long as the engine host runs: the instance's own cgroups.
  const first = await askForDesktop(interruption, host.engine);
  await untilActive(interruption, host.engine, first.server);
  await removeDesktop(interruption, host.engine, first);
  const before = new Set(await machineTraces(host));
  const rounds = await measureRounds(interruption, host, quick ? 10 : 200, progress);
  const keys = await measureKeys(interruption, host, quick ? 50 : 200, progress);
  const atOnce = await measureAtOnce(interruption, host, quick ? 5 : 50, progress);
  const shorts = [...rounds.desktops, ...atOnce.desktops]
    .flatMap(({ server, volume, port }) => [server, volume, port])
    .map(shortOf);
  const leftovers = new Set([
    ...(await machineTraces(host)).filter((trace) => !before.has(trace)),
    ...(await tracesOnMachine(host, shorts)),
  ]);
  return { rounds: rounds.figures, keys, atOnce: atOnce.figures, leftovers: [...leftovers] };
}

async function missingPackages(): Promise<string[]> {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const missing: string[] = [];
  for (const { package: name, program } of localEngineNeeds) {
    const found = await Promise.any(directories.map((each) => access(join(each, program)))).then(
      () => true,
      () => false,
    );
    if (!found) missing.push(name);
  }
  return missing;
}
