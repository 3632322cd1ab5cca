import type { IncomingMessage } from 'node:http';
import { createPieces, type Pieces } from './pieces.js';

/** What came of a body before anyone asked for it. */
export interface EarlyPieces {
  readonly pieces: Pieces;
  /** Takes no more. @returns whether all of the body is there */
  stop(): boolean;
}

/**
 * Takes what comes of a body together with its head, and holds the rest back until {@link release}. To be called before
 * anything of it was handed on: the pieces of one read of the socket, which may be ten thousand, would each be kept as it is
 * otherwise, and each byte in a chunk of its own take up hundreds.
 */
export function takeEarly(raw: IncomingMessage): EarlyPieces {
  const pieces = createPieces(0);
  let ended = false;
  let stopped = false;
  const take = (chunk: Buffer): void => pieces.add(chunk);
  const end = (): void => {
    ended = true;
  };
  raw.on('data', take).on('end', end);
  // A stream hands on at once, without keeping, only once it has been read from.
  raw.read(0);
  setImmediate(() => {
    if (!stopped && !raw.complete) hold(raw);
  });
  return {
    pieces,
    stop: () => {
      stopped = true;
      raw.off('data', take).off('end', end);
      return ended;
    },
  };
}

/** Until {@link release} nothing more of a body is read, not even by Node.js into the stream. */
export function hold(raw: IncomingMessage): void {
  raw.pause();
  raw.socket.pause();
}

/** Lets a body come, also one that was held. */
export function release(raw: IncomingMessage): void {
  raw.resume();
  // The stream does so by itself only if something came of the body since it was asked for some.
  raw.socket.resume();
}
