import type { Config } from '../config/config.js';
import type { TlsPair } from '../system/tlsPair.js';

/** The first message from the supervisor to the service, over IPC (structured clone, `undefined` survives). */
export interface StartMessage {
  readonly type: 'start';
  /** Complete; `dataDir` is a path that the service's user can reach, `engine` is decided (never `automatic`). */
  readonly config: Config;
  /** PostgreSQL connection string, of the embedded server or the configured one. */
  readonly databaseUrl: string;
  /** Socket of the engine host; undefined: the simulated engine is in use. */
  readonly engineSocket?: string;
  /** Certificate and key, read by the supervisor, as the service may not; undefined: plain HTTP. */
  readonly tls?: TlsPair | undefined;
  /** A short directory for sockets, writable by the service only, gone after a reboot of the machine. */
  readonly runtimeDir: string;
  /** Where the service writes the first account's credentials (mode 0600). */
  readonly credentialsPath: string;
  /** Where the master key is, or is to be made (mode 0600). */
  readonly masterKeyPath: string;
  /** 8 hex characters that tell this installation from others on the machine. */
  readonly instanceId: string;
  /** What a user types for this clone's command, for hints. */
  readonly deskplane: string;
}

/** The certificate and its key changed. */
export interface RenewalMessage {
  readonly type: 'renewal';
  readonly tls: TlsPair;
}

/** What the service says to the supervisor. */
export type ServiceMessage = ReadyMessage | FailedMessage | ProgressMessage;

/** Requests are being answered. */
export interface ReadyMessage {
  readonly type: 'ready';
  /** `http://host:port` or `https://host:port`, with the port that was really taken. */
  readonly endpoint: string;
  readonly credentialsPath: string;
  /** False on a replica that was given none, and where they were lost. */
  readonly hasCredentials: boolean;
}

/** The start failed; the process ends after this. */
export interface FailedMessage {
  readonly type: 'failed';
  /** For a user: the thing at fault and what to do. */
  readonly message: string;
}

/** A step of the start, for a user to read. */
export interface ProgressMessage {
  readonly type: 'progress';
  readonly text: string;
}

/** Reads a message from the service; undefined for anything else. */
export function parseServiceMessage(value: unknown): ServiceMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (value.type === 'ready' && hasText(value, 'endpoint') && hasText(value, 'credentialsPath')) {
    const hasCredentials = 'hasCredentials' in value && value.hasCredentials === true;
    return {
      type: 'ready',
      endpoint: value.endpoint,
      credentialsPath: value.credentialsPath,
      hasCredentials,
    };
  }
  if (value.type === 'failed' && hasText(value, 'message')) return { type: 'failed', message: value.message };
  if (value.type === 'progress' && hasText(value, 'text')) return { type: 'progress', text: value.text };
  return undefined;
}

/**
 * Recognises the supervisor's message. The channel is private to the two processes and both come from one build, so
 * this looks at the outline only; the configuration in it was checked by readConfig.
 */
export function isStartMessage(value: unknown): value is StartMessage {
  if (typeof value !== 'object' || value === null) return false;
  if (!('type' in value) || value.type !== 'start') return false;
  if (!('config' in value) || typeof value.config !== 'object' || value.config === null) return false;
  return ['databaseUrl', 'runtimeDir', 'credentialsPath', 'masterKeyPath', 'instanceId', 'deskplane'].every(
    (key) => hasText(value, key),
  );
}

/** Recognises the supervisor's word of a new certificate. */
export function isRenewalMessage(value: unknown): value is RenewalMessage {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'renewal')
    return false;
  if (!('tls' in value) || typeof value.tls !== 'object' || value.tls === null) return false;
  return hasText(value.tls, 'cert') && hasText(value.tls, 'key');
}

function hasText<Key extends string>(value: object, key: Key): value is Record<Key, string> {
  return key in value && typeof Reflect.get(value, key) === 'string';
}
