import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { localEngineNeeds } from '@deskplane/server/engines/local/localEngineNeeds.js';
import { type EngineHostProcess, startEngineHost } from '@deskplane/server/testing/engineHostProcess.js';
import { screenPath, shortOf, tracesOnMachine } from '@deskplane/server/testing/localDesktop.js';
import { viewScreen } from '@deskplane/server/testing/rfbClient.js';
import { machineTraces, memoryOf } from './machineTraces.js';
import { type Spread, spreadOf } from './spread.js';
import {
  askForDesktop,
  firstBytes,
  removeDesktop,
  timeKeys,
  untilActive,
  untilUsable,
} from './timeDesktop.js';

/** Milliseconds, MiB. */
export interface DesktopFigures {
  readonly rounds: number;
  readonly firstByte: Spread;
  readonly usable: Spread;
  readonly removal: Spread;
  readonly key: Spread;
  readonly atOnce: { readonly desktops: number; readonly lastActive: number; readonly memory: Spread };
  /** What is left after the rounds, in words. */
  readonly leftovers: readonly string[];
}

/** Why nothing was measured. */
export interface LeftOut {
  readonly leftOut: string;
}

/** Measures desktops of a local engine of its own, or says why it cannot. */
export async function measureDesktops(
  quick: boolean,
  progress: (text: string) => void,
): Promise<DesktopFigures | LeftOut> {
  if (process.getuid?.() !== 0) return { leftOut: 'it needs root' };
  const missing = await missingPackages();
  if (missing.length > 0) return { leftOut: `these Debian packages are missing: ${missing.join(', ')}` };
  const host = await startEngineHost();
  try {
    const rounds = await measureRounds(host, quick ? 10 : 200, progress);
    const atOnce = await measureAtOnce(host, quick ? 5 : 50, progress);
    return { ...rounds, atOnce };
  } finally {
    await host.dispose();
  }
}

async function measureRounds(host: EngineHostProcess, rounds: number, progress: (text: string) => void) {
  // The first one makes what stays as long as the engine host runs: the instance's own cgroups.
  const first = await askForDesktop(host.engine);
  await untilActive(host.engine, first.server);
  await removeDesktop(host.engine, first);
  const before = new Set(await machineTraces(host));
  const [firstByte, usable, removal, key]: [number[], number[], number[], number[]] = [[], [], [], []];
  const shorts = [first.server, first.volume, first.port].map(shortOf);
  for (let round = 0; round < rounds; round += 1) {
    if (round % 20 === 0) progress(`  desktop ${round + 1} of ${rounds}`);
    const begun = performance.now();
    const desktop = await askForDesktop(host.engine);
    await firstBytes(host, desktop.server);
    firstByte.push(performance.now() - begun);
    const viewer = await viewScreen(screenPath(host, desktop.server));
    await untilUsable(viewer);
    usable.push(performance.now() - begun);
    if (round < 10) key.push(...(await timeKeys(viewer, 5)));
    viewer.close();
    await untilActive(host.engine, desktop.server);
    const asked = performance.now();
    await removeDesktop(host.engine, desktop);
    removal.push(performance.now() - asked);
    shorts.push(...[desktop.server, desktop.volume, desktop.port].map(shortOf));
  }
  const leftovers = new Set([
    ...(await machineTraces(host)).filter((trace) => !before.has(trace)),
    ...(await tracesOnMachine(host, shorts)),
  ]);
  return {
    rounds,
    firstByte: spreadOf(firstByte),
    usable: spreadOf(usable),
    removal: spreadOf(removal),
    key: spreadOf(key),
    leftovers: [...leftovers],
  };
}

async function measureAtOnce(host: EngineHostProcess, count: number, progress: (text: string) => void) {
  progress(`  ${count} desktops at once`);
  const begun = performance.now();
  const desktops = await Promise.all(
    Array.from({ length: count }, async () => {
      const desktop = await askForDesktop(host.engine);
      await untilActive(host.engine, desktop.server);
      return desktop;
    }),
  );
  const lastActive = performance.now() - begun;
  for (const { server } of desktops) {
    const viewer = await viewScreen(screenPath(host, server));
    await untilUsable(viewer);
    viewer.close();
  }
  const memory: number[] = [];
  for (const { server } of desktops) memory.push(await memoryOf(host, server));
  for (const desktop of desktops) await removeDesktop(host.engine, desktop);
  return { desktops: count, lastActive, memory: spreadOf(memory) };
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
