import type { ItemId, SecurityGroupId, SubnetId } from '../../ids.js';

/**
 * What the running task of a desktop changes, and how far it is (column `task_change` of `desktops`). Where a desktop has to be off for
 * it, it is shut down, changed and started again.
 */
export type TaskChange = ServerChange | SnapshotChange;
export type ServerChange = ProductChange | NetworkChange;

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

/** Snapshots are made of disks, which changes nothing of the desktop: it is neither shut down nor started. They are on the ledger already. */
export interface SnapshotChange extends Course {
  readonly kind: 'snapshot';
  readonly snapshotIds: readonly ItemId[];
}
