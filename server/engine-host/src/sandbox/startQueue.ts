import { HostFault } from '../machine/fault.js';

/** Lets a few desktops start at a time, in the order in which they were asked for. */
export interface StartQueue {
  /**
   * Runs a start once it is its turn.
   * @param wanted false: it is given up, also while it waits
   * @throws {HostFault} `conflict` when it is not wanted any more
   */
  run(wanted: () => boolean, start: () => Promise<void>): Promise<void>;
  /** Asks those that wait anew whether they are wanted, so that a removal need not wait for their turn. */
  recheck(): void;
}

interface Waiting {
  readonly wanted: () => boolean;
  readonly go: () => void;
  readonly giveUp: () => void;
}

/**
 * A fresh queue. Many starts at once slow each other down until every screen comes too late: so each gets its share of the
 * machine and its own time, which begins with its turn.
 * @param width how many may run at a time
 */
export function createStartQueue(width: number): StartQueue {
  let waiting: Waiting[] = [];
  let running = 0;

  const recheck = () => {
    const dropped = waiting.filter((each) => !each.wanted());
    waiting = waiting.filter((each) => !dropped.includes(each));
    for (const each of dropped) each.giveUp();
    while (running < width) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      next.go();
    }
  };
  const turn = (wanted: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const giveUp = () => reject(new HostFault('conflict', 'the desktop is not to start any more'));
      waiting.push({ wanted, go: resolve, giveUp });
      recheck();
    });

  return {
    async run(wanted, start) {
      await turn(wanted);
      try {
        await start();
      } finally {
        running -= 1;
        recheck();
      }
    },
    recheck,
  };
}
