import { useSyncExternalStore } from 'react';

/** Why the last call got no answer, or the service's that it is not ready. */
let trouble: Error | undefined;
const listeners = new Set<() => void>();

/** @param error undefined: the service answers again */
export function noteTrouble(error: Error | undefined): void {
  if (error?.message === trouble?.message) return;
  trouble = error;
  for (const listener of listeners) listener();
}

/** Why the service as a whole does not answer. */
export function useTrouble(): Error | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => trouble,
  );
}
