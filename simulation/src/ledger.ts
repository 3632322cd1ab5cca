import {
  asId,
  type DesktopId,
  type DesktopUserId,
  type Generation,
  type ItemId,
  type ItemKind,
  type ItemState,
  type JobId,
  type KeyId,
  type Progress,
  type ProjectId,
  type ProviderId,
  type SingleUseName,
  type WorkerId,
} from './production.js';

/** What production keeps in PostgreSQL, as far as deletion and creation need it. Times are those of the database's clock. */
export interface Ledger {
  readonly desktops: Map<DesktopId, DesktopRow>;
  readonly items: Map<ItemId, ItemRow>;
  readonly users: Map<DesktopUserId, UserRow>;
  readonly deletions: Map<DesktopId, DeletionRow>;
  readonly progress: Map<DesktopId, ProgressRow>;
  readonly deletionUsers: DeletionUserRow[];
  /** By desktop and user. */
  readonly mails: Map<string, MailRow>;
  readonly subJobs: SubJobRow[];
  /** Until when a worker counts as alive. */
  readonly leases: Map<WorkerId, number>;
  tenantSendsMail: boolean;
  /** Rises with every change. */
  version: number;
}

export interface DesktopRow {
  readonly id: DesktopId;
  readonly projectId: ProjectId;
  revision: number;
  status: string;
  taskStatus: string;
  taskJobId: JobId | null;
  taskDueAt: number | null;
  taskWorker: WorkerId | null;
  taskAttempts: number;
  isProtected: boolean;
  gone: boolean;
  /** Who has it. */
  readonly users: Set<DesktopUserId>;
  readonly items: ItemRow[];
}

export interface ItemRow {
  readonly id: ItemId;
  readonly desktopId: DesktopId;
  readonly kind: ItemKind;
  /** Which disk it is a snapshot of; null: it is none. */
  readonly snapshotOf: ItemId | null;
  readonly name: SingleUseName;
  readonly ownership: 'created' | 'preexisting';
  state: 'intended' | 'present' | 'absent';
  providerId: ProviderId | null;
  generation: Generation | null;
  keyId: KeyId | null;
  /** By the database's clock. */
  createdAt: number | null;
  askedAt: number | null;
  askingWorker: WorkerId | null;
}

export interface UserRow {
  readonly id: DesktopUserId;
  readonly name: string;
  email: string;
}

export interface DeletionRow {
  /** The id of what goes: a desktop, a disk or a snapshot. */
  readonly desktopId: DesktopId;
  /** Whose disk or snapshot it is; null: the desktop itself. */
  readonly diskOf: DesktopId | null;
  readonly digest: string;
  state: 'running' | 'failed' | 'done';
  deleteUsers: boolean;
  force: boolean;
  readonly emailNotification: boolean;
  readonly acceptedAt: number;
  raisedAt: number | null;
  completedAt: number | null;
  /** What became of its items; null as long as it runs. */
  items: readonly ItemState[] | null;
}

/** A running deletion. */
export interface ProgressRow extends Pick<Progress, 'items' | 'stage' | 'openedAt'> {
  readonly desktopId: DesktopId;
  items: readonly ItemState[];
  stage: number;
  openedAt: number;
  version: number;
  /** By the scheduler's time, as everything that is waited for. */
  dueAt: number;
  claimedUntil: number;
  worker: WorkerId | null;
}

export interface DeletionUserRow {
  readonly desktopId: DesktopId;
  readonly userId: DesktopUserId;
  readonly name: string;
  readonly email: string;
  outcome: 'kept' | 'deleted' | null;
  reason: string | null;
}

export interface MailRow {
  readonly desktopId: DesktopId;
  readonly userId: DesktopUserId;
  readonly recipient: string;
}

export interface SubJobRow {
  readonly jobId: JobId;
  readonly desktopId: DesktopId;
  status: 'WAITING' | 'RUNNING' | 'SUCCESS' | 'FAILED';
}

export function createLedger(): Ledger {
  return {
    desktops: new Map(),
    items: new Map(),
    users: new Map(),
    deletions: new Map(),
    progress: new Map(),
    deletionUsers: [],
    mails: new Map(),
    subJobs: [],
    leases: new Map(),
    tenantSendsMail: true,
    version: 0,
  };
}

/** What is known of the items of a deletion, running or not. */
export function itemsOf(ledger: Ledger, desktopId: DesktopId): readonly ItemState[] {
  return ledger.progress.get(desktopId)?.items ?? ledger.deletions.get(desktopId)?.items ?? [];
}

/** An item as one of the deletions has it that its plan is of. */
export interface PlannedRow {
  readonly deletionId: DesktopId;
  readonly item: ItemState;
}

/** The item as deletions have it: that of its desktop, its own, and that of the disk that it is a snapshot of. None: it is in no plan. */
export function plansOf(ledger: Ledger, itemId: ItemId): readonly PlannedRow[] {
  const row = ledger.items.get(itemId);
  if (row === undefined) return [];
  const ids = [
    row.desktopId,
    deletionOf(itemId),
    ...(row.snapshotOf === null ? [] : [deletionOf(row.snapshotOf)]),
  ];
  return ids.flatMap((deletionId) =>
    itemsOf(ledger, deletionId).flatMap((item) => (item.id === itemId ? [{ deletionId, item }] : [])),
  );
}

/** Whether a running deletion that is narrower than this one still has the item: its own, or that of the disk that it is a snapshot of. */
export function goesAlone(ledger: Ledger, deletionId: DesktopId, itemId: ItemId): boolean {
  const row = ledger.items.get(itemId);
  const widthOf = (id: DesktopId): number => (id === row?.desktopId ? 2 : id === deletionOf(itemId) ? 0 : 1);
  return plansOf(ledger, itemId).some(
    (other) =>
      ledger.progress.has(other.deletionId) &&
      other.item.ended === undefined &&
      widthOf(other.deletionId) < widthOf(deletionId),
  );
}

/** A deletion of a part is known by the id of the part. */
export function deletionOf(itemId: ItemId): DesktopId {
  return asId<DesktopId>(itemId);
}

/** How many desktops that are not gone a user has, besides one. */
export function countDesktops(ledger: Ledger, userId: DesktopUserId, besides?: DesktopId): number {
  let count = 0;
  for (const desktop of ledger.desktops.values())
    if (!desktop.gone && desktop.id !== besides && desktop.users.has(userId)) count += 1;
  return count;
}

export function setSubJobs(
  ledger: Ledger,
  desktopId: DesktopId,
  status: SubJobRow['status'],
  jobId?: JobId,
): void {
  for (const subJob of ledger.subJobs) {
    if (subJob.desktopId !== desktopId || (jobId !== undefined && subJob.jobId !== jobId)) continue;
    if (subJob.status === 'WAITING' || subJob.status === 'RUNNING') subJob.status = status;
  }
}
