import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { EndReason } from './screenState.js';

export interface JoinLimits {
  /** Bytes that may wait for a viewer who reads slowly; the desktop sends nothing further until they are fewer. */
  readonly maxWaiting: number;
  /** A viewer to whom nothing can be sent for so long is cut, in milliseconds. */
  readonly patience: number;
}

/**
 * Passes bytes on between a viewer and a screen, both ways, holding each side back while the other is full. Memory is bounded: by
 * the limit one way, by a message the other way.
 * @param onFirstByte the desktop has begun to talk
 * @param onEnd called once: one side is gone, or the viewer broke the rules
 */
export function joinScreen(
  viewer: WebSocket,
  screen: Socket,
  limits: JoinLimits,
  { onFirstByte, onEnd }: { readonly onFirstByte: () => void; readonly onEnd: (why: EndReason) => void },
): void {
  let stalled: NodeJS.Timeout | undefined;
  let over = false;
  const end = (why: EndReason): void => {
    clearTimeout(stalled);
    if (over) return;
    over = true;
    screen.destroy();
    onEnd(why);
  };
  const sent = (): void => {
    if (stalled === undefined || over) return;
    clearTimeout(stalled);
    stalled = undefined;
    if (viewer.bufferedAmount > limits.maxWaiting / 2) wait();
    else screen.resume();
  };
  const wait = (): void => {
    stalled = setTimeout(() => end('viewer'), limits.patience);
  };
  screen.once('data', onFirstByte);
  screen.on('data', (bytes: Buffer) => {
    viewer.send(bytes, { binary: true }, sent);
    if (viewer.bufferedAmount <= limits.maxWaiting || stalled !== undefined) return;
    screen.pause();
    wait();
  });
  viewer.on('message', (message, isBinary) => {
    if (over) return;
    if (!isBinary || !Buffer.isBuffer(message)) return end('viewer');
    // Small messages that came together are told of together, also after the first has filled the screen.
    if (screen.write(message) || viewer.isPaused) return;
    viewer.pause();
    screen.once('drain', () => viewer.resume());
  });
  screen.on('error', () => end('lost'));
  screen.on('close', () => end('lost'));
  viewer.on('error', () => end('viewer'));
  viewer.on('close', () => end('lost'));
}
