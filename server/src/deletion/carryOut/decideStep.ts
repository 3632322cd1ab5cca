import type { Observation } from '../../engines/contract.js';

/** What is known of one item of a deletion when its turn comes. */
export interface ItemProgress {
  /** What is to become of it: `detach` for what was there before the desktop (S2). */
  readonly intent: 'delete' | 'detach';
  /** Milliseconds since it was last asked to go, by the database's clock; null: never. */
  readonly sinceAsked: number | null;
  /** How often in a row it was seen absent. */
  readonly seenAbsent: number;
}

/** What to do with the item next. */
export type Step =
  | { readonly do: 'end'; readonly ended: 'absent' | 'detached'; readonly grade: string }
  /** Seen absent, but not often enough to believe an engine whose answers lag. */
  | { readonly do: 'look-again'; readonly seenAbsent: number; readonly inMilliseconds: number }
  | { readonly do: 'ask'; readonly inMilliseconds: number }
  | { readonly do: 'wait'; readonly inMilliseconds: number; readonly reason: string | null };

/** An engine's API may say "not found" while it lags: two looks in a row. The host itself does not lag. */
const looksNeeded: Record<'api-absent' | 'host-confirmed', number> = { 'api-absent': 2, 'host-confirmed': 1 };
const betweenLooks = 100;
const askAgainAfter = 30_000;

/**
 * Decides from what was seen, never from what was asked: only an authoritative absence ends an item (S5, S6), and an item
 * that is still there after a while is asked to go again, for ever (S7).
 */
export function decideStep(progress: ItemProgress, seen: Observation): Step {
  switch (seen.state) {
    case 'absent':
    case 'replaced': {
      const seenAbsent = progress.seenAbsent + 1;
      if (seenAbsent >= looksNeeded[seen.grade]) return { do: 'end', ended: 'absent', grade: seen.grade };
      return { do: 'look-again', seenAbsent, inMilliseconds: betweenLooks };
    }
    case 'unknown':
      return { do: 'wait', inMilliseconds: lookAfter(progress), reason: seen.reason };
    case 'present': {
      if (progress.intent === 'detach') return awaitDetached(progress, seen.status);
      const sinceAsked = progress.sinceAsked ?? Number.POSITIVE_INFINITY;
      // A clock that was set back must not keep an item from being asked again.
      if (sinceAsked >= askAgainAfter || sinceAsked < 0) return { do: 'ask', inMilliseconds: 100 };
      return { do: 'wait', inMilliseconds: lookAfter(progress), reason: null };
    }
  }
}

/** What was there before the desktop stays: it has ended once nothing uses it any more. Nobody asks it to go. */
function awaitDetached(progress: ItemProgress, status: string): Step {
  if (status === 'available') return { do: 'end', ended: 'detached', grade: 'seen-unused' };
  return { do: 'wait', inMilliseconds: lookAfter(progress), reason: null };
}

/** Often at first, when most deletions end, then less and less: a tenth of the time since it was asked, up to 5 s. */
function lookAfter({ sinceAsked }: ItemProgress): number {
  if (sinceAsked === null) return 1_000;
  return Math.min(5_000, Math.max(100, sinceAsked / 10));
}
