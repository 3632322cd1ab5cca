import type { AbsenceGrade, DestroyedKey, Observation } from '../../engines/contract.js';
import type { KeyId } from '../../ids.js';

/** What is known of one item of a deletion when its turn comes. */
export interface ItemProgress {
  /** What is to become of it: `detach` for what was there before the desktop (S2). */
  readonly intent: 'delete' | 'detach';
  /** Milliseconds since it was last asked to go, by the database's clock; null: never. */
  readonly sinceAsked: number | null;
  /** How often in a row it was seen absent. */
  readonly seenAbsent: number;
  /** Which key its data are encrypted under, by the record of its creation; null: none. */
  readonly keyId: KeyId | null;
}

/** What to do with the item next. */
export type Step =
  | {
      readonly do: 'end';
      readonly ended: 'absent' | 'detached';
      readonly grade: string;
      /** The key that went with it. */
      readonly key?: DestroyedKey;
    }
  /** Seen absent, but not often enough to believe an engine whose answers lag. */
  | { readonly do: 'look-again'; readonly seenAbsent: number; readonly inMilliseconds: number }
  | { readonly do: 'ask'; readonly inMilliseconds: number }
  | { readonly do: 'wait'; readonly inMilliseconds: number; readonly reason: string | null };

/** An engine's API may say "not found" while it lags: two looks in a row. The host itself does not lag. */
const looksNeeded: Record<AbsenceGrade, number> = {
  'api-absent': 2,
  'host-confirmed': 1,
  'crypto-erased': 1,
};
/** Between two looks at an engine that does not say how long it takes, in milliseconds. */
export const usualPace = 100;
const askAgainAfter = 30_000;

/**
 * Decides from what was seen, never from what was asked: only a confirmed absence ends an item (S5, S6). An item that is still
 * there after a while is asked again, without limit (S7).
 * @param pace the least time between two looks, in milliseconds
 */
export function decideStep(progress: ItemProgress, observed: Observation, pace: number = usualPace): Step {
  const seen = doubtKey(progress.keyId, observed);
  switch (seen.state) {
    case 'absent':
    case 'replaced': {
      const { grade } = seen;
      const key = grade === 'crypto-erased' ? { key: seen.key } : {};
      const seenAbsent = progress.seenAbsent + 1;
      if (seenAbsent >= looksNeeded[grade]) return { do: 'end', ended: 'absent', grade, ...key };
      return { do: 'look-again', seenAbsent, inMilliseconds: pace };
    }
    case 'unknown':
      return { do: 'wait', inMilliseconds: lookAfter(progress, pace), reason: seen.reason };
    case 'present': {
      if (progress.intent === 'detach') return awaitDetached(progress, seen.status, pace);
      const sinceAsked = progress.sinceAsked ?? Number.POSITIVE_INFINITY;
      // A clock that was set back must not keep an item from being asked again.
      if (sinceAsked >= askAgainAfter || sinceAsked < 0) return { do: 'ask', inMilliseconds: pace };
      return { do: 'wait', inMilliseconds: lookAfter(progress, pace), reason: null };
    }
  }
}

/**
 * An engine that says it destroyed another key than the one on record speaks of another item, or is wrong: then its word that
 * the item is gone proves nothing either (S5). Where no key is on record, as of a disk whose creation was cut short before it had
 * one, there is nothing to compare: the disk is gone as the host says, and no key is told of.
 */
export function doubtKey(keyId: KeyId | null, seen: Observation): Observation {
  if (seen.state !== 'absent' || seen.grade !== 'crypto-erased' || seen.key.id === keyId) return seen;
  if (keyId === null) return { state: 'absent', grade: 'host-confirmed' };
  return {
    state: 'unknown',
    reason: `the engine says that the key ${seen.key.id} was destroyed, but ${keyId} is on record: this proves nothing`,
  };
}

/** An item that was there before the desktop stays. It ends once nothing uses it any more; nobody asks it to go. */
function awaitDetached(progress: ItemProgress, status: string, pace: number): Step {
  if (status === 'available') return { do: 'end', ended: 'detached', grade: 'seen-unused' };
  return { do: 'wait', inMilliseconds: lookAfter(progress, pace), reason: null };
}

/** Often at first, when most deletions end, then less and less: a tenth of the time since it was asked, up to 5 s. */
function lookAfter({ sinceAsked }: ItemProgress, pace: number): number {
  if (sinceAsked === null) return 1_000;
  return Math.min(5_000, Math.max(pace, sinceAsked / 10));
}
