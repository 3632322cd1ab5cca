import type { Operation } from '../permissions/table.js';
import type { Principal } from '../principal.js';

/** What of a request policies may ask about, besides who makes it and what it is about. */
export interface AccessContext {
  /** What is asked for; says which action, with what it depends on. */
  readonly operation: Operation;
  readonly region: string;
  readonly at: Date;
  /** The socket's other end: no header is believed. Undefined when there is none. */
  readonly sourceIp: string | undefined;
  /** Undefined when there is no project, or no policy of the principal asks for its name. */
  readonly projectName: string | undefined;
  readonly requestId: string;
}

/** A principal in one request. */
export interface Caller extends Principal {
  readonly context: AccessContext;
}

/** An address as policies write it: IPv4 also where the socket speaks IPv6, and without the zone of a link. */
export function plainAddress(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.split('%')[0];
}
