import type { EngineHostProcess } from '@deskplane/server/testing/engineHostProcess.js';
import type { MadeDesktop } from '@deskplane/server/testing/engineItems.js';
import { screenPath } from '@deskplane/server/testing/localDesktop.js';
import { viewScreen } from '@deskplane/server/testing/rfbClient.js';
import type { Interruption } from '../interruption.js';
import { type Spread, spreadOf } from '../spread.js';
import { askForDesktop, firstBytes, removeDesktop, untilActive, untilUsable } from './timeDesktop.js';

export interface RoundFigures {
  readonly rounds: number;
  /** Milliseconds. */
  readonly firstByte: Spread;
  readonly usable: Spread;
  readonly removal: Spread;
}

/** Makes, uses and removes one desktop after the other. */
export async function measureRounds(
  interruption: Interruption,
  host: EngineHostProcess,
  rounds: number,
  progress: (text: string) => void,
): Promise<{ readonly figures: RoundFigures; readonly desktops: readonly MadeDesktop[] }> {
  const desktops: MadeDesktop[] = [];
  const [firstByte, usable, removal]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 20 === 0) progress(`  desktop ${round + 1} of ${rounds}`);
    const begun = performance.now();
    const desktop = await askForDesktop(interruption, host.engine);
    desktops.push(desktop);
    await firstBytes(interruption, host, desktop.server);
    firstByte.push(performance.now() - begun);
    const viewer = await interruption.within('the screen is connected', () =>
      viewScreen(screenPath(host, desktop.server)),
    );
    await untilUsable(interruption, viewer).finally(() => viewer.close());
    usable.push(performance.now() - begun);
    await untilActive(interruption, host.engine, desktop.server);
    const asked = performance.now();
    await removeDesktop(interruption, host.engine, desktop);
    removal.push(performance.now() - asked);
  }
  return {
    figures: {
      rounds,
      firstByte: spreadOf(firstByte),
      usable: spreadOf(usable),
      removal: spreadOf(removal),
    },
    desktops,
  };
}
