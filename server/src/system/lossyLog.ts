import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** A log whose lines may get lost: what it tells of must not end because it cannot be told. */
export interface LossyLog {
  /** @param line with its line feed */
  readonly write: (line: string) => void;
  /** How many lines could not be written so far, or not to their end. */
  readonly lost: () => number;
}

/**
 * Writes each line at once to a descriptor, and counts those that it does not take: the disk is full, the reader is gone.
 * @param onWorksAgain called after the first line that is written again, with how many were lost up to then
 */
export function createLossyLog(descriptor: number, onWorksAgain: (lost: number) => void): LossyLog {
  const tally = createTally(onWorksAgain);
  /** A line was written in part, so that the next one must not go on with it. */
  let torn = false;
  return {
    write: (line) => {
      const bytes = Buffer.from(torn ? `\n${line}` : line);
      const written = writeAll(descriptor, bytes);
      torn = written < bytes.length && (torn || written > 0);
      tally.count(written === bytes.length);
    },
    lost: tally.lost,
  };
}

/** @returns how many bytes were written; why not all were is not told, since there is nobody to tell it to */
function writeAll(descriptor: number, bytes: Buffer): number {
  let written = 0;
  try {
    while (written < bytes.length) {
      const taken = writeSync(descriptor, bytes, written);
      if (taken === 0) return written;
      written += taken;
    }
  } catch {
    return written;
  }
  return written;
}

/**
 * The same for an output of the process, which may be a file, a terminal or a pipe.
 * @param describe words for how many lines were lost
 */
export function createLossyOutput(
  stream: Writable & { readonly fd: number },
  describe: (lost: number) => string,
): LossyLog {
  // Without a listener an error would end the process.
  stream.on('error', () => undefined);
  // Of a file, a stream would not say that only a part of a line was written.
  if (fstatSync(stream.fd).isFile()) {
    const log = createLossyLog(stream.fd, (lost) => log.write(`${describe(lost)}\n`));
    return log;
  }
  const tally = createTally((lost) => write(`${describe(lost)}\n`));
  const write = (text: string): void => {
    stream.write(text, (error) => tally.count(error === null || error === undefined));
  };
  return { write, lost: tally.lost };
}

/** Counts what is lost, and tells of it once something is written again. */
function createTally(onWorksAgain: (lost: number) => void) {
  let lost = 0;
  let untold = false;
  return {
    lost: () => lost,
    count: (written: boolean): void => {
      if (!written) {
        lost += 1;
        untold = true;
      } else if (untold) {
        untold = false;
        onWorksAgain(lost);
      }
    },
  };
}
