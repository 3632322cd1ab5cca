import type { IncomingMessage } from 'node:http';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { EngineScreens } from '../engines/contract.js';
import type { RequestOrigin } from '../http/origin/requestOrigin.js';
import type { AdmissionOfViewers } from './admitViewer.js';

export interface ScreenServerParts extends AdmissionOfViewers {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** Undefined: the engine's servers have no screens. */
  readonly screens: EngineScreens | undefined;
  /** Where the sender of such a request reaches the service, and where he is. */
  readonly originOf: (request: IncomingMessage) => {
    readonly origin: RequestOrigin;
    readonly endpoint: string;
  };
  readonly settings?: Partial<ScreenSettings>;
}

export interface ScreenSettings {
  /** Most connections at once: to one desktop, of one viewer, in this process. */
  readonly perDesktop: number;
  readonly perViewer: number;
  readonly inAll: number;
  /** Most that have no place before a screen, since they have not said yet who they are or were just dismissed: in all, from one address. */
  readonly unknown: number;
  readonly unknownPerAddress: number;
  /** So long a page may take to say who it is, in milliseconds. */
  readonly greetingMs: number;
  /** Most bytes of one message of a page. Much pasted text is what is longest. */
  readonly maxMessage: number;
  /** Bytes that may wait for a slow reader, and how long nothing may move, in milliseconds. */
  readonly maxWaiting: number;
  readonly patience: number;
  /** A page is asked so often whether it is there; without an answer until the next time it is cut. */
  readonly pingMs: number;
}

export const usualSettings: ScreenSettings = {
  perDesktop: 10,
  perViewer: 20,
  inAll: 500,
  unknown: 200,
  unknownPerAddress: 50,
  greetingMs: 5_000,
  maxMessage: 1024 * 1024,
  maxWaiting: 4 * 1024 * 1024,
  patience: 15_000,
  pingMs: 20_000,
};
