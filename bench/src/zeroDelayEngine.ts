import { type Engine, EngineError, type ProviderRef, simulatedOffer } from './production.js';

/** An engine that costs nothing, so that what is measured is ours. */
export interface ZeroDelayEngine extends Engine {
  /** While held, no request to remove anything returns: deletions are accepted, but none gets on. */
  hold(held: boolean): void;
}

/** The provider ids of items that the engine can never be asked about. */
export const stuckPrefix = 'stuck-';

/** Everything exists until it was asked to go, and is gone at once then: no memory is needed of what was made. */
export function createZeroDelayEngine(region: string): ZeroDelayEngine {
  const removed = new Set<string>();
  let waiting: (() => void)[] | undefined;
  const keyOf = (ref: ProviderRef): string => `${ref.kind}/${ref.id}`;
  return {
    name: 'simulated',
    exclusive: true,
    offer: simulatedOffer(region),
    hold: (held) => {
      const released = waiting ?? [];
      waiting = held ? [] : undefined;
      for (const release of released) release();
    },
    create: async () => {
      throw new EngineError('refused', 'nothing is made in a bench');
    },
    findByName: async () => [],
    observe: async (ref) => {
      if (ref.id.startsWith(stuckPrefix)) throw new EngineError('unreachable', 'the host is down');
      if (removed.has(keyOf(ref))) return { state: 'absent', grade: 'host-confirmed' };
      return { state: 'present', status: ref.kind === 'server' ? 'active' : 'available' };
    },
    remove: async (ref) => {
      const queue = waiting;
      if (queue !== undefined) await new Promise<void>((resolve) => queue.push(resolve));
      removed.add(keyOf(ref));
      return 'absent';
    },
    power: async () => undefined,
    setPortRules: async () => undefined,
    resizeVolume: async () => undefined,
    resizeServer: async () => undefined,
    connectServer: async () => undefined,
    replaceSystemDisk: async () => undefined,
    plugVolume: async () => undefined,
    setVolumeSpeed: async () => undefined,
    notify: async () => undefined,
    restoreSnapshot: async () => undefined,
    list: async () => [],
    health: async () => ({ ready: true }),
    close: async () => undefined,
  };
}
