import type { ChildProcess } from 'node:child_process';
import { sendSignal } from '../system/sendSignal.js';
import { waitUntil } from '../system/waitUntil.js';

/** A child with what is known about its end. */
export interface WatchedChild {
  /** Fulfilled when it ended or could not be started, with words for it. */
  readonly exited: Promise<string>;
  hasExited(): boolean;
  /** Asks it to end; after the grace period in milliseconds it is killed. */
  stop(graceMs: number): Promise<void>;
}

/** Watches a child from its start on. */
export function watchChild(child: ChildProcess): WatchedChild {
  let ended = false;
  const exited = Promise.race([endOf(child), failure(child)]).then((how) => {
    ended = true;
    return how;
  });
  return {
    exited,
    hasExited: () => ended,
    stop: async (graceMs) => {
      const { pid } = child;
      if (!ended && pid !== undefined) {
        sendSignal(pid, 'SIGTERM');
        if (!(await waitUntil(() => ended, graceMs))) sendSignal(pid, 'SIGKILL');
      }
      await exited;
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

function failure(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      // After a start an error is a signal or message that could not be sent; the end of the child is told by "exit".
      if (child.pid === undefined) resolve(error.message);
    });
  });
}
