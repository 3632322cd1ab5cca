import type { EngineHostProcess } from '@deskplane/server/testing/engineHostProcess.js';
import type { MadeDesktop } from '@deskplane/server/testing/engineItems.js';
import { screenPath } from '@deskplane/server/testing/localDesktop.js';
import { viewScreen } from '@deskplane/server/testing/rfbClient.js';
import type { Interruption } from '../interruption.js';
import { type Spread, spreadOf } from '../spread.js';
import { memoryOf } from './machineTraces.js';
import { askForDesktop, removeDesktop, untilActive, untilUsable } from './timeDesktop.js';

export interface AtOnceFigures {
  readonly desktops: number;
  /** Milliseconds from the first request to when each was active. */
  readonly active: Spread;
  /** By how many that were asked for later one was overtaken, at most. */
  readonly overtaken: number;
  /** MiB, of each while all run. */
  readonly memory: Spread;
}

/** Asks for many desktops in the same moment, and removes them one after the other. */
export async function measureAtOnce(
  interruption: Interruption,
  host: EngineHostProcess,
  count: number,
  progress: (text: string) => void,
): Promise<{ readonly figures: AtOnceFigures; readonly desktops: readonly MadeDesktop[] }> {
  progress(`  ${count} desktops at once`);
  const begun = performance.now();
  let asked = 0;
  const made = await Promise.all(
    Array.from({ length: count }, async () => {
      let place = 0;
      const desktop = await askForDesktop(interruption, host.engine, () => {
        place = asked += 1;
      });
      await untilActive(interruption, host.engine, desktop.server);
      return { desktop, place, active: performance.now() - begun };
    }),
  );
  const desktops = made.map(({ desktop }) => desktop);
  for (const { server } of desktops) {
    const viewer = await interruption.within('the screen is connected', () =>
      viewScreen(screenPath(host, server)),
    );
    await untilUsable(interruption, viewer).finally(() => viewer.close());
  }
  const memory: number[] = [];
  for (const { server } of desktops) memory.push(await memoryOf(host, server));
  progress(`  their removal`);
  for (const desktop of desktops) await removeDesktop(interruption, host.engine, desktop);
  return {
    figures: {
      desktops: count,
      active: spreadOf(made.map(({ active }) => active)),
      overtaken: Math.max(...made.map((one) => overtakersOf(one, made))),
      memory: spreadOf(memory),
    },
    desktops,
  };
}

interface Run {
  readonly place: number;
  readonly active: number;
}

function overtakersOf(one: Run, all: readonly Run[]): number {
  return all.filter((other) => other.place > one.place && other.active < one.active).length;
}
