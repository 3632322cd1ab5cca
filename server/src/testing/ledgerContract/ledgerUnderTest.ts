import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AcceptanceStore, PlannedDesktop } from '../../deletion/accept/acceptanceStore.js';
import type { Claim, DeletionStore } from '../../deletion/carryOut/deletionStore.js';
import { type DeletionFlags, planDeletion } from '../../deletion/plan/planDeletion.js';
import type { Deletable } from '../../deletion/plan/readDeletables.js';
import type { CreationStore } from '../../desktops/create/createItem.js';
import type { ProviderRef } from '../../engines/contract.js';
import {
  asId,
  type DesktopId,
  type DesktopUserId,
  type Generation,
  type ItemId,
  type JobId,
  type KeyId,
  type ProjectId,
  type ProviderId,
  type WorkerId,
} from '../../ids.js';
import { deletionOrder } from '../deletionOrder.js';

/** A ledger under test: the three stores, and what a test has to prepare and to see besides. */
export interface LedgerUnderTest {
  readonly projectId: ProjectId;
  readonly acceptance: AcceptanceStore;
  readonly deletions: DeletionStore;
  readonly creations: CreationStore;
  /** @param wanted.builder the worker that is building it; omitted: it is idle */
  addDesktop(wanted?: {
    readonly users?: readonly DesktopUserId[];
    readonly builder?: WorkerId;
  }): Promise<TestDesktop>;
  addUser(): Promise<DesktopUserId>;
  /** A worker with a lease. */
  addWorker(): Promise<WorkerId>;
  endLease(worker: WorkerId): Promise<void>;
  /** Somebody decides to wait for an item no longer. */
  release(desktopId: DesktopId, itemId: ItemId): Promise<void>;
  show(desktopId: DesktopId): Promise<ShownDeletion>;
  close(): Promise<void>;
}

/** A desktop whose server and encrypted volume are there, and whose port is on record and was never asked for. */
export interface TestDesktop {
  readonly id: DesktopId;
  readonly server: ItemId;
  readonly volume: ItemId;
  readonly port: ItemId;
  /** What the volume is encrypted under. */
  readonly keyId: KeyId;
}

/** What a ledger says of a desktop and its deletion. */
export interface ShownDeletion {
  /** What the receipt is told of its disk: the grade of its end and when its key was destroyed, as a time since the acceptance. */
  readonly volume: {
    readonly grade: string | null;
    readonly keyId: string | null;
    /** Whether a destroyed key is on record, and if so whether within the times of the deletion. */
    readonly keyDestroyed: 'no' | 'within' | 'outside';
  };
  readonly status: string;
  readonly taskStatus: string;
  readonly gone: boolean;
  /** Undefined: nobody wants it deleted. */
  readonly state: 'running' | 'failed' | 'done' | undefined;
  readonly users: readonly {
    readonly id: DesktopUserId;
    readonly outcome: string | null;
    readonly reason: string | null;
    /** Whether the user is still there. */
    readonly exists: boolean;
  }[];
  /** How its jobs that delete it are shown, in no order. */
  readonly subJobs: readonly string[];
  /** Whom a mail was queued for. */
  readonly mails: readonly DesktopUserId[];
}

/** A desktop as a deletion finds it. */
export async function read(ledger: LedgerUnderTest, desktopId: DesktopId): Promise<Deletable> {
  const found = (await ledger.acceptance.read(ledger.projectId, [desktopId])).get(desktopId);
  assert.ok(found !== undefined, 'the desktop is in the ledger');
  return found;
}

/** What would be accepted of a desktop now. */
export async function plan(
  ledger: LedgerUnderTest,
  desktopId: DesktopId,
  flags: Partial<DeletionFlags> = {},
): Promise<PlannedDesktop> {
  const desktop = await read(ledger, desktopId);
  const order = deletionOrder(ledger.projectId, flags);
  return { desktop, plan: planDeletion(desktop.inventory, order.flags), position: 0 };
}

/** Accepts a plan. @returns whether it is on record now */
export async function accept(
  ledger: LedgerUnderTest,
  planned: PlannedDesktop,
  flags: Partial<DeletionFlags> = planned.plan.flags,
): Promise<boolean> {
  const accepted = await ledger.acceptance.accept({
    order: deletionOrder(ledger.projectId, flags),
    jobId: newJobId(),
    plans: [planned],
    failures: [],
  });
  return accepted.has(planned.desktop.id);
}

/** A desktop whose deletion was accepted, and a worker for it. */
export async function acceptDesktop(
  ledger: LedgerUnderTest,
  flags: Partial<DeletionFlags> = {},
  users: readonly DesktopUserId[] = [],
): Promise<{ readonly desktop: TestDesktop; readonly worker: WorkerId }> {
  const desktop = await ledger.addDesktop({ users });
  assert.equal(await accept(ledger, await plan(ledger, desktop.id, flags)), true);
  return { desktop, worker: await ledger.addWorker() };
}

/** A repeated call. @returns whether the deletion still ran */
export async function join(
  ledger: LedgerUnderTest,
  desktopId: DesktopId,
  flags: Partial<DeletionFlags> = {},
): Promise<boolean> {
  const { readAt } = await read(ledger, desktopId);
  const joined = await ledger.acceptance.join({
    order: deletionOrder(ledger.projectId, flags),
    jobId: newJobId(),
    desktops: [{ desktopId, at: readAt, position: 0 }],
  });
  return joined.has(desktopId);
}

/** What is due of a desktop, by item. */
export async function claim(
  ledger: LedgerUnderTest,
  { id }: TestDesktop,
  worker: WorkerId,
): Promise<ReadonlyMap<ItemId, Claim>> {
  const claims = await ledger.deletions.claim(worker, 100);
  return new Map(claims.filter(({ desktopId }) => desktopId === id).map((each) => [each.itemId, each]));
}

/** One item that is due. */
export async function claimOne(
  ledger: LedgerUnderTest,
  desktop: TestDesktop,
  worker: WorkerId,
  itemId: ItemId = desktop.server,
): Promise<Claim> {
  const found = (await claim(ledger, desktop, worker)).get(itemId);
  assert.ok(found !== undefined, 'the item is due');
  return found;
}

export const seenGone = { ended: 'absent', grade: 'api-absent' } as const;

/** Ends everything that is due of a desktop, stage after stage, until nothing is. */
export async function endAll(ledger: LedgerUnderTest, desktop: TestDesktop, worker: WorkerId): Promise<void> {
  for (let claims = await claim(ledger, desktop, worker); claims.size > 0; ) {
    for (const each of claims.values()) assert.equal(await ledger.deletions.end(each, seenGone), true);
    claims = await claim(ledger, desktop, worker);
  }
}

export function newJobId(): JobId {
  return asId<JobId>(randomUUID());
}

/** An item of an engine that the ledger does not know yet. */
export function refOf(item: ItemId, mark: string): ProviderRef {
  return {
    kind: 'port',
    id: asId<ProviderId>(`${mark}-${item}`),
    generation: asId<Generation>(`${mark} of ${item}`),
  };
}
