import type { Operation } from './permissions/table.js';
import type { Principal } from './principal.js';

/** What of a request policies may ask about, besides who makes it and what it is about. */
export interface AccessContext {
  /** What is asked for; says which action, with what it depends on. */
  readonly operation: Operation;
  readonly region: string;
  readonly at: Date;
  /** The sender's address (http/origin); undefined when there is none. */
  readonly sourceIp: string | undefined;
  /** Undefined when there is no project, or no policy of the principal asks for its name. */
  readonly projectName: string | undefined;
  readonly requestId: string;
}

/** A principal in one request. */
export interface Caller extends Principal {
  readonly context: AccessContext;
}
