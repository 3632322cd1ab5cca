/** The newest head of the log that this browser has seen and found right, and the keys that signed then. */
export interface KeptHead {
  readonly head: unknown;
  readonly keys: readonly unknown[];
}

const key = 'deskplane.log-head';

export function readKeptHead(): KeptHead | undefined {
  const kept = localStorage.getItem(key);
  if (kept === null) return undefined;
  const value: unknown = JSON.parse(kept);
  const { head, keys } = Object(value);
  return { head, keys: Array.isArray(keys) ? keys : [] };
}

export function keepHead(kept: KeptHead): void {
  localStorage.setItem(key, JSON.stringify(kept));
}

/** After this the next head is the first one again. */
export function forgetHead(): void {
  localStorage.removeItem(key);
}
