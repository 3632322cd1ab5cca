import type { ItemState } from '../ledger/itemState.js';

/** How an item of a deletion ended, and how long that took. */
export interface EndedItem {
  readonly kind: ItemState['kind'];
  readonly end: NonNullable<ItemState['ended']>;
  /** Seconds from when its turn came, the acceptance or the end of the stage before, until the engine was asked; null: it never was. */
  readonly untilAsked: number | null;
  /** Seconds from when it was first asked until it was seen gone; null: it was not asked, or not seen gone. */
  readonly untilGone: number | null;
  /** Seconds from the acceptance to the end of the whole deletion; null unless it was the last item. */
  readonly whole: number | null;
}

/**
 * @param acceptedAt when the deletion was accepted, in milliseconds since 1970
 * @param items all of the deletion, as they are now
 * @param ended those of them whose end was just recorded
 */
export function timeEnds(
  acceptedAt: number,
  items: readonly ItemState[],
  ended: readonly ItemState[],
): EndedItem[] {
  const last = items.every((item) => item.ended !== undefined) ? lastOf(ended) : undefined;
  return ended.flatMap((item) => {
    const { kind, stage, firstAskedAt, endedAt } = item;
    if (item.ended === undefined || endedAt === undefined) return [];
    const before = items.filter((other) => other.stage < stage).map((other) => other.endedAt ?? acceptedAt);
    return {
      kind,
      end: item.ended,
      untilAsked:
        firstAskedAt === undefined ? null : secondsFrom(Math.max(acceptedAt, ...before), firstAskedAt),
      untilGone:
        firstAskedAt === undefined || item.ended !== 'absent' ? null : secondsFrom(firstAskedAt, endedAt),
      whole: item === last ? secondsFrom(acceptedAt, endedAt) : null,
    };
  });
}

/** Of two that ended in one millisecond only one counts. */
function lastOf(ended: readonly ItemState[]): ItemState | undefined {
  return ended.toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0)).at(-1);
}

function secondsFrom(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
