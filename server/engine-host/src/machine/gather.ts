import type { Serial } from './serial.js';

/** Carries out what waits for the same key together. */
export interface Gathering<Item, Result> {
  run(key: string, item: Item): Promise<Result>;
}

/** At least one. */
export type Several<Item> = readonly [Item, ...Item[]];

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * What comes while its key is busy is carried out together in the key's next turn. Where that fails for several, each is tried
 * alone, so that it fails for its own reason only.
 * @param most how many at once
 * @param carryOut answers for each item, in their order; safe to repeat
 */
export function gatherInTurns<Item, Result>(
  turns: Serial,
  most: number,
  carryOut: (key: string, items: Several<Item>) => Promise<readonly Result[]>,
): Gathering<Item, Result> {
  const waiting = new Map<string, Waiting<Item, Result>[]>();

  async function settle(key: string, batch: Several<Waiting<Item, Result>>): Promise<void> {
    const [first, ...others] = batch;
    try {
      const results = await carryOut(key, [first.item, ...others.map(({ item }) => item)]);
      for (const [index, result] of results.entries()) batch[index]?.resolve(result);
    } catch (error) {
      if (others.length === 0) first.reject(error);
      else for (const each of batch) await settle(key, [each]);
    }
  }

  function takeTurn(key: string): void {
    void turns.run(key, async () => {
      const all = waiting.get(key) ?? [];
      const [first, ...others] = all.splice(0, most);
      if (all.length > 0) takeTurn(key);
      else waiting.delete(key);
      if (first !== undefined) await settle(key, [first, ...others]);
    });
  }

  return {
    run: (key, item) =>
      new Promise((resolve, reject) => {
        const each = { item, resolve, reject };
        const others = waiting.get(key);
        if (others !== undefined) {
          others.push(each);
          return;
        }
        waiting.set(key, [each]);
        takeTurn(key);
      }),
  };
}
