import type { WebSocket } from 'ws';

/** What a page says first: who it is. Secrets are sent so, since addresses and headers get into logs. */
export interface Greeting {
  readonly secret: string;
  /** Whether the page was connected before. */
  readonly again: boolean;
}

const secretForm = /^[\w-]{43}$/;

/**
 * Waits for the first message of a page.
 * @returns undefined for one that is none, or does not come in time
 */
export function readGreeting(socket: WebSocket, withinMs: number): Promise<Greeting | undefined> {
  return new Promise((resolve) => {
    const answer = (greeting: Greeting | undefined): void => {
      clearTimeout(timer);
      socket.off('message', take);
      socket.off('close', close);
      resolve(greeting);
    };
    const take = (message: unknown, isBinary: boolean): void => {
      // The page says nothing more before it is answered.
      socket.pause();
      answer(isBinary || !Buffer.isBuffer(message) ? undefined : parseGreeting(message.toString()));
    };
    const close = (): void => answer(undefined);
    const timer = setTimeout(close, withinMs);
    socket.once('message', take);
    socket.once('close', close);
  });
}

function parseGreeting(text: string): Greeting | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('secret' in value)) return undefined;
    const { secret } = value;
    if (typeof secret !== 'string' || !secretForm.test(secret)) return undefined;
    return { secret, again: 'again' in value && value.again === true };
  } catch {
    return undefined;
  }
}
