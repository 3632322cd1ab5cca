import type pg from 'pg';
import type { DomainId } from '../../ids.js';
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
  /**
   * What is remembered under the key, or what `read` reads now.
   * @param key must contain a digest of the secret, never the secret, and be of one kind of value only: `token:…`
   * @param read gives undefined for what is not there; that is not remembered
   */
  get<Value extends Revised>(
    kind: CacheKind<Value>,
    key: string,
    asOf: AsOf,
    read: () => Promise<Value | undefined>,
  ): Promise<Value | undefined>;
  /** Tells that a request was let in that may change the account's users or rights: its own process shows that at once. */
  unsettle(domainId: DomainId): void;
}

/** One kind of values with keys of its own. Made once per kind, by {@link createCacheKind}. */
export interface CacheKind<Value extends Revised> {
  readonly entries: Map<string, Entry<Value>>;
}

interface Entry<Value> {
  readonly value: Value;
  readonly readAt: number;
}

const maxEntries = 10_000;
const maxMs = 60_000;

export function createCacheKind<Value extends Revised>(): CacheKind<Value> {
  return { entries: new Map() };
}

/** @param clock monotonic milliseconds */
export function createPrincipalCache(
  pool: pg.Pool,
  clock: () => number = () => performance.now(),
): PrincipalCache {
  const revisions = createRevisions(pool, clock);
  return {
    unsettle: (domainId) => revisions.unsettle(domainId),
    get: async (kind, key, asOf, read) => {
      const found = kind.entries.get(key);
      if (found !== undefined && clock() - found.readAt <= maxMs) {
        const { domainId, iamRevision } = found.value;
        const recent = asOf === 'recent' ? revisions.recent(domainId) : revisions.exact(domainId);
        // Awaiting what is there already costs more than all the rest.
        const current = recent instanceof Promise ? await recent : recent;
        if (current === iamRevision) {
          keep(kind, key, found);
          return found.value;
        }
      }
      const at = clock();
      const value = await read();
      if (value === undefined) {
        kind.entries.delete(key);
        return undefined;
      }
      revisions.seen(value.domainId, value.iamRevision, at);
      keep(kind, key, { value, readAt: at });
      return value;
    },
  };
}

/** The last one that was used stands last. */
function keep<Value extends Revised>({ entries }: CacheKind<Value>, key: string, entry: Entry<Value>): void {
  entries.delete(key);
  entries.set(key, entry);
  if (entries.size <= maxEntries) return;
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    break;
  }
}
