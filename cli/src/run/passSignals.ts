import type { ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { constants as system } from 'node:os';

/** What is passed on; SIGUSR1 too, which else makes Node.js open the port of its debugger. */
const passed = ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;

/** What a terminal gives to all of its foreground programs by itself. */
const ofTerminals: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGHUP']);

export interface PassedSignals {
  /** Aborted by a signal that came while there was no program to pass it on to. */
  readonly stopping: AbortSignal;
  /** Passes signals on to a program from now on. */
  to(child: ChildProcess): void;
  /** The exit code for the signal that came too early; undefined: none did. */
  interruptedBy(): number | undefined;
  /** Leaves the signals to Node.js again. */
  release(): void;
}

/**
 * Takes the signals that would end this process, for a program that runs for it: it is the program's to end, and this process follows
 * it. A key at the terminal reaches the program without us.
 */
export function passSignals(): PassedSignals {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  let early: NodeJS.Signals | undefined;
  const atTerminal = hasTerminal();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (child === undefined) {
      early ??= signal;
      stopping.abort();
    } else if (!atTerminal || !ofTerminals.has(signal)) child.kill(signal);
  };
  for (const signal of passed) process.on(signal, onSignal);
  return {
    stopping: stopping.signal,
    to: (program) => {
      child = program;
      if (early !== undefined) program.kill(early);
    },
    interruptedBy: () => (early === undefined ? undefined : codeOfSignal(early)),
    release: () => {
      for (const signal of passed) process.off(signal, onSignal);
    },
  };
}

/** What shells have for a program that a signal ended. */
export function codeOfSignal(signal: NodeJS.Signals): number {
  return 128 + system.signals[signal];
}

/** Whether there is a terminal whose keys reach all programs in the foreground. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', constants.O_RDWR | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}
