import type pg from 'pg';
import type { DomainId } from '../../ids.js';
import { createBoundedMemory } from '../../memory/boundedMemory.js';
import { createRevisions } from './revisions.js';

/** Something that was read of an account, and the account's revision in the same reading or an earlier one. */
export interface Revised {
  readonly domainId: DomainId;
  readonly iamRevision: string;
}

/** How new what is given out has to be: as of now, or as of at most a second ago. */
export type AsOf = 'now' | 'recent';

/** Remembers what authentications read (D12). What it gives out holds as of when it is asked for. */
export interface PrincipalCache {
  /** Begins to remember one kind of values, with keys and bounds of its own. */
  remember<Value extends Revised>(): Remembered<Value>;
  /** Tells that a request was let in that may change the account's users or rights: its own process shows that at once. */
  unsettle(domainId: DomainId): void;
}

/** One kind of values. */
export interface Remembered<Value extends Revised> {
  /**
   * What is remembered under the key, or what `read` reads now.
   * @param key must not contain a secret, only a digest of one
   * @param read gives undefined for what is not there; that is not remembered
   */
  get(key: string, asOf: AsOf, read: () => Promise<Value | undefined>): Promise<Value | undefined>;
}

const maxEntries = 10_000;
const maxAgeMs = 60_000;

/** @param clock monotonic milliseconds */
export function createPrincipalCache(
  pool: pg.Pool,
  clock: () => number = () => performance.now(),
): PrincipalCache {
  const revisions = createRevisions(pool, clock);

  const remember = <Value extends Revised>(): Remembered<Value> => {
    const memory = createBoundedMemory<string, Value>({ maxEntries, expiry: { maxAge: maxAgeMs, clock } });
    return {
      get: async (key, asOf, read) => {
        const found = memory.get(key);
        if (found !== undefined) {
          const { domainId, iamRevision } = found;
          const recent = asOf === 'recent' ? revisions.recent(domainId) : revisions.exact(domainId);
          // Awaiting what is there already costs more than all the rest.
          const current = recent instanceof Promise ? await recent : recent;
          if (current === iamRevision) return found;
        }
        const sentAt = clock();
        const value = await read();
        if (value === undefined) {
          memory.delete(key);
          return undefined;
        }
        revisions.seen(value.domainId, value.iamRevision, sentAt);
        memory.set(key, value, sentAt);
        return value;
      },
    };
  };

  return { remember, unsettle: (domainId) => revisions.unsettle(domainId) };
}
