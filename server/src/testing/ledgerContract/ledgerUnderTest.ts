import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AcceptanceStore, PlannedDesktop } from '../../deletion/accept/acceptanceStore.js';
import type { Grantee } from '../../deletion/accept/grantee.js';
import type { Claim, DeletionStore } from '../../deletion/carryOut/deletionStore.js';
import { type ItemState, notBefore, stageAtWork } from '../../deletion/ledger/itemState.js';
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
  /** Of disks that go alone, by their own ids. */
  readonly disks: AcceptanceStore;
  /** An acceptance that grants claims. */
  granting(grantee: Grantee): AcceptanceStore;
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

/** The disk of a desktop goes alone. @returns its deletion, known by the id of the disk */
export async function acceptDisk(ledger: LedgerUnderTest, desktop: TestDesktop): Promise<TestDesktop> {
  const { projectId, disks } = ledger;
  const id = asId<DesktopId>(desktop.volume);
  const disk = (await disks.read(projectId, [id])).get(id);
  assert.ok(disk !== undefined, 'the disk is in the ledger');
  const parts = { kind: 'volume' as const, owners: new Map([[id, desktop.id]]) };
  const order = { ...deletionOrder(projectId), parts };
  const planned = { desktop: disk, plan: planDeletion(disk.inventory, order.flags), position: 0 };
  const accepted = await disks.accept({ order, jobId: newJobId(), plans: [planned], failures: [] });
  assert.ok(accepted.has(id), 'the disk goes');
  return { ...desktop, id };
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

/** The deletion of a desktop, if it is due. */
export async function claim(
  ledger: LedgerUnderTest,
  { id }: TestDesktop,
  worker: WorkerId,
): Promise<Claim | undefined> {
  const claims = await ledger.deletions.claim(worker, 100);
  return claims.find(({ desktopId }) => desktopId === id);
}

/** The deletion of a desktop, which is due. */
export async function claimNow(
  ledger: LedgerUnderTest,
  desktop: TestDesktop,
  worker: WorkerId,
): Promise<Claim> {
  const found = await claim(ledger, desktop, worker);
  assert.ok(found !== undefined, 'the deletion is due');
  return found;
}

/** One item of a deletion as a claim has it. */
export function itemOf({ items }: Claim, itemId: ItemId): ItemState {
  const item = items.find(({ id }) => id === itemId);
  assert.ok(item !== undefined, 'the item is of the deletion');
  return item;
}

/** Gives a claim back, due now unless said otherwise, with some of its items changed. @returns whether it held */
export function giveBack(
  ledger: LedgerUnderTest,
  held: Claim,
  change: (item: ItemState) => ItemState = (item) => item,
  dueIn = 0,
): Promise<boolean> {
  return ledger.deletions.record(held, { ...held, items: held.items.map(change), dueIn });
}

/** The item as seen absent. */
export function seenGone({ now, acceptedAt, openedAt }: Claim, item: ItemState): ItemState {
  const endedAt = notBefore(now(), acceptedAt, openedAt, item.firstAskedAt);
  return { ...item, ended: 'absent', grade: 'api-absent', endedAt, firstAbsentAt: endedAt };
}

/** Ends everything of a desktop, stage after stage, each with a claim of its own. */
export async function endAll(ledger: LedgerUnderTest, desktop: TestDesktop, worker: WorkerId): Promise<void> {
  for (;;) {
    const held = await claimNow(ledger, desktop, worker);
    const stage = stageAtWork(held.items);
    const items = held.items.map((item) =>
      item.ended === undefined && item.stage === stage ? seenGone(held, item) : item,
    );
    if (stageAtWork(items) === undefined) {
      assert.equal(await ledger.deletions.finish(held, items), true);
      return;
    }
    assert.equal(await ledger.deletions.record(held, { ...held, items, dueIn: 0 }), true);
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
