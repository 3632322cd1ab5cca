import type { ProviderRef } from '../../engines/contract.js';
import type { DesktopId, Generation, ItemId, KeyId, ProviderId, SingleUseName, WorkerId } from '../../ids.js';
import type { ItemState } from '../ledger/itemState.js';

/**
 * Where running deletions are kept: a handful of operations, each atomic, each safe to be lost or repeated. PostgreSQL in
 * production, memory in the simulation; the executor knows nothing else of either.
 */
export interface DeletionStore {
  /** Takes due deletions for a worker, also those that a dead worker left. Hides each for longer than any engine call may take. */
  claim(worker: WorkerId, limit: number): Promise<readonly Claim[]>;
  /**
   * Writes down how far a deletion is, and shows it as failing while an item of it is. It goes on all the same (S7).
   * @returns whether the claim still held; otherwise nothing was written
   */
  record(claim: Claim, progress: Progress): Promise<boolean>;
  /**
   * Finishes a deletion whose items have all ended: users decided, tombstone, jobs, mails, receipt.
   * @returns whether the claim still held; otherwise nothing was written
   */
  finish(claim: Claim, items: readonly ItemState[]): Promise<boolean>;
  /** Writes down what an engine calls an item. True whoever finds out, so it needs no claim. */
  recordCreation(itemId: ItemId, ref: ProviderRef): Promise<boolean>;
}

/** A running deletion in the hands of a worker, with what the ledger knows of it. */
export interface Claim extends Pick<Progress, 'items' | 'stage' | 'openedAt'> {
  readonly desktopId: DesktopId;
  readonly worker: WorkerId;
  /** What its progress must be at for the claim to hold. */
  readonly version: number;
  readonly force: boolean;
  /** Whether what is to go is first taken out of the server that uses it: a disk that goes without its desktop. */
  readonly unplug: boolean;
  /** Whether it is shown as failing. */
  readonly failing: boolean;
  /** In milliseconds since 1970, as all times here. */
  readonly acceptedAt: number;
  /** The present by the database's clock: its word at the claim, and the time that has passed here since (A12). */
  readonly now: () => number;
  readonly records: ReadonlyMap<ItemId, CreationRecord>;
}

/** How far a deletion is. */
export interface Progress {
  readonly items: readonly ItemState[];
  /** Up to which stage items may have been asked to go, and since when. On record before any of it is asked (S17). */
  readonly stage: number;
  readonly openedAt: number;
  /** In how many milliseconds it is due again, for whoever claims it; null: the claim is kept. */
  readonly dueIn: number | null;
}

/** What the ledger has of the creation of an item. */
export interface CreationRecord {
  readonly singleUseName: SingleUseName;
  readonly providerId: ProviderId | null;
  readonly generation: Generation | null;
  /** Which key its data are encrypted under; null: none, or not created yet. */
  readonly keyId: KeyId | null;
  /** When the engine made it. */
  readonly createdAt: number | null;
  /** Milliseconds since its creation was asked for, by the database's clock alone (A12); null: never, or refused. */
  readonly creationAge: number | null;
  /** Whether a living worker still waits for the answer to its creation. */
  readonly creationInFlight: boolean;
  /** Whether a running deletion of its own, or of something narrower, still has it. Until that ends nobody else looks at it (S5). */
  readonly goesAlone: boolean;
}
