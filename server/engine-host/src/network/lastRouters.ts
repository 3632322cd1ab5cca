/** Which routers removed ports were in, as long as this process remembers. */
export interface LastRouters {
  note(short: string, router: string): void;
  /** Undefined: not known (any more). */
  of(short: string): string | undefined;
}

/** @param most how many are remembered; beyond that, the one noted first goes */
export function createLastRouters(most = 10_000): LastRouters {
  const routers = new Map<string, string>();
  return {
    note(short, router) {
      routers.delete(short);
      routers.set(short, router);
      const [oldest] = routers.keys();
      if (routers.size > most && oldest !== undefined) routers.delete(oldest);
    },
    of: (short) => routers.get(short),
  };
}
