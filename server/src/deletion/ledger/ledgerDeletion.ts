import type { ItemKind } from '../../engines/contract.js';
import type { DesktopId, ItemId, ProjectId } from '../../ids.js';
import type { DeletionFlags } from '../plan/planDeletion.js';
import type { PartKind } from '../plan/readDeletables.js';

/** A deletion as the ledger has it at one moment: what receipt, look-up, list and events are projections of. */
export interface LedgerDeletion extends LedgerHead {
  /** By stage and id; never one more or less than was accepted (S1). */
  readonly items: readonly LedgerItem[];
  /** By id. */
  readonly users: readonly LedgerUser[];
}

/** What a deletion deletes. */
export interface Deleted {
  /** The id of the desktop, disk or snapshot. */
  readonly desktopId: DesktopId;
  /** Whose disk or snapshot it is; null: the desktop itself. */
  readonly diskOf: DesktopId | null;
  readonly kind: 'desktop' | PartKind;
}

/** A deletion without its items and users. */
export interface LedgerHead extends Deleted {
  readonly projectId: ProjectId;
  /** Which engine was to carry it out; null: not on record. */
  readonly engine: string | null;
  readonly state: 'running' | 'failed' | 'done';
  /** As raised since. */
  readonly flags: DeletionFlags;
  readonly planDigest: string;
  readonly acceptedAt: Date;
  /** IAM user id. */
  readonly acceptedBy: string;
  readonly requestId: string;
  readonly failedSince: Date | null;
  readonly completedAt: Date | null;
  /** When it was ended again from the file of tombstones; null: it was not. */
  readonly replayedAt: Date | null;
}

export interface LedgerItem {
  readonly id: ItemId;
  readonly kind: ItemKind;
  readonly intent: 'delete' | 'detach';
  readonly stage: number;
  readonly name: string;
  readonly providerId: string | null;
  readonly generation: string | null;
  readonly ownership: 'created' | 'preexisting';
  readonly createdAt: Date | null;
  readonly firstAskedAt: Date | null;
  /** What its present wait is counted from; null: never asked to go, or to be asked anew. */
  readonly askedAt: Date | null;
  readonly lastAskedAt: Date | null;
  readonly firstAbsentAt: Date | null;
  readonly ended: 'absent' | 'detached' | 'released' | null;
  readonly endedAt: Date | null;
  /** How its absence was seen (D8). */
  readonly grade: string | null;
  /** Which key its data were encrypted under; null: none. */
  readonly keyId: string | null;
  /** When that key was destroyed, as was seen at the item's end; null: nobody saw that. */
  readonly keyDestroyedAt: Date | null;
  /** The engine that saw it. */
  readonly observedBy: string | null;
  /** Failed turns in a row. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
}

export interface LedgerUser {
  readonly id: string;
  readonly name: string;
  /** Null: not decided yet. */
  readonly outcome: string | null;
  readonly reason: string | null;
}
