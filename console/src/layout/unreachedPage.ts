import { useSyncExternalStore } from 'react';

/** A page that could not be loaded, so that the one before it stays. */
export interface UnreachedPage {
  readonly href: string;
  /** The service answers, so this page is of an older version: its parts are no longer there. */
  readonly isOutdated: boolean;
}

let unreached: UnreachedPage | undefined;
const listeners = new Set<() => void>();

export function setUnreachedPage(page: UnreachedPage | undefined): void {
  unreached = page;
  for (const listener of listeners) listener();
}

export function useUnreachedPage(): UnreachedPage | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => unreached,
  );
}

/** Whether the service gives out its page. */
export async function isServiceThere(): Promise<boolean> {
  try {
    return (await fetch('/console', { headers: { accept: 'text/html' }, cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
