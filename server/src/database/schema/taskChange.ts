import type {
  Generation,
  IamUserId,
  ItemId,
  KeyId,
  ProviderId,
  SecurityGroupId,
  SubnetId,
} from '../../ids.js';

/**
 * What the running task of a desktop changes, and how far it is (column `task_change` of `desktops`).
 */
export type TaskChange = ServerChange | DiskChange | SnapshotChange | RestoreChange;

/** Where a desktop has to be off for it, it is shut down, changed and started again. */
export type ServerChange = ProductChange | NetworkChange | RebuildChange;

interface Course {
  /**
   * `stop`: until it is off, and changed in the moment in which it is; `undo`: until it is as before, where that could not be; `start`:
   * from then on.
   */
  readonly stage: 'stop' | 'undo' | 'start';
  /** It ran before, and is to run again. */
  readonly restart: boolean;
  /** Why it could not be changed: it is only started again. */
  readonly failure?: { readonly code: string; readonly reason: string };
}

export interface ProductChange extends Course {
  readonly kind: 'product';
  readonly productId: string;
}

/** Another port, in another subnet or with another address. The port is on the ledger already. */
export interface NetworkChange extends Course {
  readonly kind: 'network';
  readonly portId: ItemId;
  readonly subnetId: SubnetId;
  readonly securityGroupIds: readonly SecurityGroupId[];
}

/** Another system disk, begun with from an image. The disk is on the ledger already; the former goes once the desktop has this one. */
export interface RebuildChange extends Course {
  readonly kind: 'rebuild';
  readonly diskId: ItemId;
  readonly formerId: ItemId;
  readonly imageId: string;
  readonly imageType: string;
  /** Who wants the former disk gone, and why they may: for the log, when its deletion is accepted. */
  readonly asked: {
    readonly userId: IamUserId;
    readonly userName: string;
    readonly allowedBy: string;
    readonly requestId: string;
  };
}

/** Disks that are added or changed one after the other while the desktop goes on as it is. */
export interface DiskChange {
  readonly kind: 'disks';
  /** What is still to be done, the next one first. */
  readonly steps: readonly DiskStep[];
}

export type DiskStep = AddStep | GrowStep | SpeedStep;

/** A data disk that the desktop gets. It is on the ledger already. */
export interface AddStep {
  readonly what: 'add';
  readonly diskId: ItemId;
}

export interface GrowStep {
  readonly what: 'grow';
  readonly diskId: ItemId;
  readonly sizeGiB: number;
  /** Why it could not grow: what is left is to see how large it is. */
  readonly failure?: { readonly code: string; readonly reason: string };
}

export interface SpeedStep {
  readonly what: 'speed';
  readonly diskId: ItemId;
  readonly iops: number;
  readonly throughputMiB: number;
}

/** Snapshots of its disks that are made while the desktop goes on as it is. They are on the ledger already. */
export interface SnapshotChange {
  readonly kind: 'snapshots';
  readonly snapshotIds: readonly ItemId[];
}

/** Disks that are put back to snapshots of them, one after the other, while the desktop is off. */
export interface RestoreChange {
  readonly kind: 'restore';
  /** What is still to be done, the next one first. */
  readonly steps: readonly RestoreStep[];
}

export interface RestoreStep {
  readonly snapshotId: ItemId;
  readonly diskId: ItemId;
  /** What the log says of its acceptance, and the entry that says it. */
  readonly accepted: {
    /** Its leaf hash in hexadecimal digits. */
    readonly entry: string;
    /** RFC 3339. */
    readonly at: string;
    readonly volume: RestoredPart;
    readonly snapshot: RestoredPart & { readonly created_at: string };
    /** The key of both; null: they are not encrypted. */
    readonly keyId: KeyId | null;
  };
}

/** What an engine calls a disk or a snapshot. */
export interface RestoredPart {
  readonly provider_id: ProviderId | null;
  readonly generation: Generation | null;
}
