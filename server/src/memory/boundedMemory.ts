/** Remembers values by key, within bounds: beyond the most entries the one that was used least recently goes. */
export interface BoundedMemory<Key, Value> {
  /** What is remembered under the key; its entry then counts as used just now. */
  get(key: Key): Value | undefined;
  /** As {@link BoundedMemory.get}, but the order in which entries go stays as it is. */
  peek(key: Key): Value | undefined;
  /**
   * Remembers a value in place of what was there; it counts as used just now.
   * @param asOf the moment of the clock from which on its age counts; default: now
   */
  set(key: Key, value: Value, asOf?: number): void;
  delete(key: Key): void;
  /** Entries that are held, outdated ones included: those go when they are asked for, or make room. */
  size(): number;
}

export interface MemoryBounds {
  readonly maxEntries: number;
  /** How long a value is given out; undefined: for as long as it is held. */
  readonly expiry?: {
    /** In units of the clock; a value of exactly this age still counts. */
    readonly maxAge: number;
    /** The present moment. Only differences count. */
    readonly clock: () => number;
  };
}

interface Entry<Value> {
  readonly value: Value;
  readonly asOf: number;
}

/** A memory of this process alone. */
export function createBoundedMemory<Key, Value>(bounds: MemoryBounds): BoundedMemory<Key, Value> {
  const { maxEntries, expiry } = bounds;
  /** The one that was used last stands last. */
  const entries = new Map<Key, Entry<Value>>();

  const find = (key: Key): Entry<Value> | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || expiry === undefined) return entry;
    if (expiry.clock() - entry.asOf <= expiry.maxAge) return entry;
    entries.delete(key);
    return undefined;
  };

  const place = (key: Key, entry: Entry<Value>): void => {
    entries.delete(key);
    entries.set(key, entry);
  };

  return {
    get: (key) => {
      const entry = find(key);
      if (entry !== undefined) place(key, entry);
      return entry?.value;
    },
    peek: (key) => find(key)?.value,
    set: (key, value, asOf) => {
      place(key, { value, asOf: asOf ?? expiry?.clock() ?? 0 });
      if (entries.size <= maxEntries) return;
      for (const leastRecent of entries.keys()) {
        entries.delete(leastRecent);
        break;
      }
    },
    delete: (key) => {
      entries.delete(key);
    },
    size: () => entries.size,
  };
}
