import type { DestroyedKey, ItemKind, ProviderRef } from '../../engines/contract.js';
import type { DesktopId, Generation, ItemId, KeyId, ProviderId, SingleUseName, WorkerId } from '../../ids.js';

/**
 * Where running deletions are kept: a handful of operations, each atomic, each safe to be lost or repeated. PostgreSQL in
 * production, memory in the simulation; the executor knows nothing else of either.
 */
export interface DeletionStore {
  /** Takes due items for a worker, also those that a dead worker left. Hides each for longer than any engine call may take. */
  claim(worker: WorkerId, limit: number): Promise<readonly Claim[]>;
  /** Gives an item its next turn. Nothing if another worker has taken it meanwhile. */
  postpone(claim: Claim, change: Postponement): Promise<void>;
  /** Notes that an item is about to be asked to go. @returns false if another worker has taken it meanwhile */
  recordAsked(claim: Claim): Promise<boolean>;
  /** Notes that asking failed: the next look that finds the item there asks again. */
  recordNotAsked(claim: Claim): Promise<void>;
  /** Writes down what an engine calls an item. True whoever finds out, so it needs no claim. */
  recordCreation(itemId: ItemId, ref: ProviderRef): Promise<boolean>;
  /**
   * Ends an item, opens the next stage when it was the last of its own, and finishes the deletion when it was the last of
   * all: users decided, tombstone, jobs, mails, receipt. @returns whether the ending was this claim's to record
   */
  end(claim: Claim, end: ItemEnd): Promise<boolean>;
  /**
   * Shows the deletion as failing while an item of it that has not ended is failing, and as running otherwise: whoever reports, and
   * in whatever order, what is on record decides. It goes on all the same (S7).
   */
  showWhetherFailing(desktopId: DesktopId): Promise<void>;
}

/** One item of a deletion in the hands of a worker, with what the ledger knows of it. */
export interface Claim {
  readonly itemId: ItemId;
  readonly desktopId: DesktopId;
  readonly worker: WorkerId;
  readonly kind: ItemKind;
  readonly intent: 'delete' | 'detach';
  readonly force: boolean;
  /** Milliseconds since it was last asked to go, by the database's clock alone (A12); null: never. */
  readonly sinceAsked: number | null;
  /** How often it was asked to go. */
  readonly asks: number;
  /** Failed turns in a row. */
  readonly attempts: number;
  /** Consecutive looks that saw it absent. */
  readonly seenAbsent: number;
  readonly singleUseName: SingleUseName;
  readonly providerId: ProviderId | null;
  readonly generation: Generation | null;
  /** Which key its data are encrypted under; null: none, or not created yet. */
  readonly keyId: KeyId | null;
  /** Milliseconds since its creation was asked for, by the database's clock alone (A12); null: never, or refused. */
  readonly creationAge: number | null;
  /** Whether a living worker still waits for the answer to its creation. */
  readonly creationInFlight: boolean;
}

export interface Postponement {
  readonly inMilliseconds: number;
  /** Absent: seen present or not known, so that counting begins anew. */
  readonly seenAbsent?: number;
  /** Absent: as before. */
  readonly attempts?: number;
  /** Absent: as before; null: nothing holds it up. */
  readonly error?: string | null;
}

/** How an item ended, and how that was seen (D6, D8). When, the store says: by the one clock that all replicas share. */
export interface ItemEnd {
  readonly ended: 'absent' | 'detached';
  readonly grade: string;
  /** The key of its data, if it went with it. Its time is held within the times of the deletion (A12). */
  readonly key?: DestroyedKey;
}
