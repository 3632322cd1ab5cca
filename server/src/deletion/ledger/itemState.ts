import type { ItemKind } from '../../engines/contract.js';
import type { ItemId } from '../../ids.js';

/**
 * What is known of one item of a deletion, as it is kept; what is not known yet is left out. Times are milliseconds since 1970 by
 * the database's clock.
 */
export interface ItemState {
  readonly id: ItemId;
  readonly kind: ItemKind;
  /** What is to become of it: `detach` for what was there before the desktop (S2). */
  readonly intent: 'delete' | 'detach';
  readonly stage: number;
  readonly ended?: 'absent' | 'detached' | 'released';
  readonly endedAt?: number;
  /** How its absence was seen (D8). */
  readonly grade?: string;
  /** When the key of its data was destroyed, within the times of the deletion; left out: nobody saw that. */
  readonly keyDestroyedAt?: number;
  /** The engine that saw it go. */
  readonly observedBy?: string;
  readonly releasedBy?: string;
  readonly releaseReason?: string;
  /** When the first request to go was made, never taken back, so that what was told stays true. */
  readonly firstAskedAt?: number;
  /** What its present wait is counted from; left out: never asked to go, or to be asked anew. */
  readonly askedAt?: number;
  /** How often it was asked to go: an engine may say yes each time and do nothing. */
  readonly asks?: number;
  /** Failed turns in a row. */
  readonly attempts?: number;
  /** Consecutive looks that saw it absent so far, and the first of them. */
  readonly seenAbsent?: number;
  readonly firstAbsentAt?: number;
  readonly lastError?: string;
  /** When it is looked at again; left out: now. */
  readonly dueAt?: number;
}

/** What an item may be without. */
type Passing = Exclude<keyof ItemState, 'id' | 'kind' | 'intent' | 'stage'>;

/** The item as if some of what is known of it were not. */
export function forget(item: ItemState, ...keys: readonly Passing[]): ItemState {
  const left: { -readonly [Key in keyof ItemState]: ItemState[Key] } = { ...item };
  for (const key of keys) delete left[key];
  return left;
}

/** The stage that may be worked on now: the first with an item that has not ended. @returns undefined when all have */
export function stageAtWork(items: readonly Pick<ItemState, 'stage' | 'ended'>[]): number | undefined {
  const open = items.filter((item) => item.ended === undefined).map((item) => item.stage);
  return open.length === 0 ? undefined : Math.min(...open);
}

/** Moments that are known of an item or a deletion, in no order; what is not known does not count. */
type Known = readonly (number | null | undefined)[];

/**
 * The present moment in the life of a deletion: none of its times runs back, where the clock that they are read from was set
 * back (A12).
 */
export function notBefore(now: number, ...known: Known): number {
  return Math.max(now, ...known.map((time) => time ?? now));
}

/** The same in the life of an item. @param known of its deletion */
export function momentOf(
  { firstAskedAt, askedAt, firstAbsentAt }: ItemState,
  now: number,
  ...known: Known
): number {
  return notBefore(now, ...known, firstAskedAt, askedAt, firstAbsentAt);
}
