import { setTimeout as pause } from 'node:timers/promises';
import { type ComingAndGoing, type CrashOutcome, comeAndGo, type Draw } from './crashDesktops.js';
import { waitUntil } from './waitUntil.js';

/** A process that is killed with SIGKILL and comes back, or one of a group. */
export interface Victim {
  readonly name: string;
  /** How often it is chosen, in tenths. */
  readonly tenths: number;
  kill(): Promise<void>;
}

export interface Killing {
  readonly kills: number;
  readonly victims: readonly Victim[];
  readonly draw: Draw;
}

export interface CrashRun {
  readonly outcome: CrashOutcome;
  /** How often each was killed, by name. */
  readonly killed: ReadonlyMap<string, number>;
}

/** Longest time from the answer after one kill to the next kill, in milliseconds. */
const maxPause = 500;

/**
 * Kills so many times at random moments while desktops come and go, and until enough have gone. Between two kills at least
 * one call gets its answer: on a slow machine, too, something is done that a kill can spoil.
 */
export async function comeAndGoWhileKilling(
  world: Omit<ComingAndGoing, 'goesOn'>,
  killing: Killing,
  isEnough: (deleted: number) => boolean | Promise<boolean>,
): Promise<CrashRun> {
  const killed = new Map<string, number>();
  const state = { failed: false, over: false };
  const nextAnswer = async (): Promise<void> => {
    const before = world.stage.cluster.answered();
    await waitUntil(() => state.failed || world.stage.cluster.answered() > before, 'a call is answered');
  };
  const killAll = async (): Promise<void> => {
    try {
      for (let count = 0; count < killing.kills && !state.failed; count += 1) {
        await nextAnswer();
        await pause(killing.draw(maxPause));
        const victim = choose(killing);
        await victim.kill();
        killed.set(victim.name, (killed.get(victim.name) ?? 0) + 1);
      }
    } catch (error) {
      state.failed = true;
      throw error;
    } finally {
      state.over = true;
    }
  };
  const goesOn = async (deleted: number): Promise<boolean> =>
    !state.failed && (!state.over || !(await isEnough(deleted)));
  const kills = killAll();
  try {
    const outcome = await comeAndGo({ ...world, goesOn });
    await kills;
    return { outcome, killed };
  } finally {
    // Nothing may be started again once the test clears up.
    state.failed ||= !state.over;
    await Promise.allSettled([kills]);
  }
}

function choose({ victims, draw }: Killing): Victim {
  let drawn = draw(10);
  for (const victim of victims) {
    if (drawn < victim.tenths) return victim;
    drawn -= victim.tenths;
  }
  throw new Error('the tenths of the victims do not add up to ten');
}
