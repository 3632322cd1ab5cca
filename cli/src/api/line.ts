import type { Messages } from '../messages/en.js';
import type { Fetch } from './openFetch.js';

/** A service, and whoever waits for it. */
export interface Line {
  readonly endpoint: string;
  readonly messages: Messages;
  readonly fetch: Fetch;
  /** What to say to a 401. */
  readonly stale: (refusal: string) => string;
  /** Told every second of an answer that takes longer than two. @param seconds how long it is waited for */
  readonly onSlow?: ((seconds: number) => void) | undefined;
}
