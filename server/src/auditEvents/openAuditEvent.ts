import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditEventActor, AuditEventFacts, AuditEventResource } from './auditEventFacts.js';

/** What a use case knows and its request does not say. */
export interface AuditEventNotes {
  /** Of a request without credentials: who it turned out to be. */
  readonly actor?: AuditEventActor;
  readonly resource?: AuditEventResource;
  /** Beside the switches of the request. */
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Ids of what it makes; several calls add up, until a transaction is rolled back. */
  readonly made?: readonly string[];
  /** `account-root` or `policy:<id>#<statement>`; several calls add up. */
  readonly allowedBy?: readonly string[];
  /**
   * The call fails, and what it writes is no effect. Traced once it is answered, so that no time that anyone can measure tells
   * what leaves an audit event and what does not.
   */
  readonly failure?: AuditEventFailure;
}

export interface AuditEventFailure {
  /** HTTP status of the answer. */
  readonly code: string;
  /** `loginFailed`, `lockOutUser`. */
  readonly name: string;
  readonly rating: 'warning' | 'incident';
}

/** The audit event of a request that may change something, from before its work until it is answered. */
export interface OpenAuditEvent {
  /** What it says by now. */
  facts(): AuditEventFacts;
  note(notes: AuditEventNotes): void;
  /** What was to be made is not: its transaction is rolled back. */
  unmake(): void;
  /** Whether it is about a call that fails: no transaction carries it. */
  failed(): boolean;
  isOpen(): boolean;
  /** Takes it up, to be followed by {@link OpenTrace.settle}. @returns false when it is taken up or written already */
  claim(): boolean;
  settle(written: boolean): void;
}

/** @param describe what the audit event says, given what was noted */
export function createOpenAuditEvent(describe: (notes: AuditEventNotes) => AuditEventFacts): OpenAuditEvent {
  let state: 'open' | 'claimed' | 'closed' = 'open';
  let notes: AuditEventNotes = {};
  const isOpen = (): boolean => state === 'open' && notes.failure === undefined;
  return {
    facts: () => describe(notes),
    note: (more) => {
      const allowedBy = [...(notes.allowedBy ?? []), ...(more.allowedBy ?? [])];
      const made = [...(notes.made ?? []), ...(more.made ?? [])];
      notes = { ...notes, ...more, allowedBy, made };
    },
    unmake: () => {
      notes = { ...notes, made: [] };
    },
    failed: () => notes.failure !== undefined,
    isOpen,
    claim: () => {
      if (!isOpen()) return false;
      state = 'claimed';
      return true;
    },
    settle: (written) => {
      state = written ? 'closed' : 'open';
    },
  };
}

const auditEvents = new AsyncLocalStorage<OpenAuditEvent>();

/** Everything that `run` does, also later, belongs to the request with this trace. */
export function withinAuditEvent(auditEvent: OpenAuditEvent, run: () => void): void {
  auditEvents.run(auditEvent, run);
}

/** Runs what belongs to several requests at once, and so to none. */
export function withoutAuditEvent<Result>(run: () => Result): Result {
  return auditEvents.exit(run);
}

/** The audit event of the request that is being worked on; undefined in background work and in requests that change nothing. */
export function currentAuditEvent(): OpenAuditEvent | undefined {
  return auditEvents.getStore();
}

/** Adds to the audit event of the request that is being worked on, if there is one. To be called before the transaction ends. */
export function noteInAuditEvent(notes: AuditEventNotes): void {
  currentAuditEvent()?.note(notes);
}

/** Says in the audit event that this is the id of something new. @returns the id */
export function noteMade<Id extends string>(id: Id): Id {
  noteInAuditEvent({ made: [id] });
  return id;
}
