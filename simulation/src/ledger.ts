import type {
  DesktopId,
  DesktopUserId,
  Generation,
  ItemId,
  ItemKind,
  JobId,
  KeyId,
  ProjectId,
  ProviderId,
  SingleUseName,
  WorkerId,
} from './production.js';

/** What production keeps in PostgreSQL, as far as deletion and creation need it. Times are those of the database's clock. */
export interface Ledger {
  readonly desktops: Map<DesktopId, DesktopRow>;
  readonly items: Map<ItemId, ItemRow>;
  readonly users: Map<DesktopUserId, UserRow>;
  readonly deletions: Map<DesktopId, DeletionRow>;
  readonly deletionItems: Map<ItemId, DeletionItemRow>;
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
  readonly name: SingleUseName;
  readonly ownership: 'created' | 'preexisting';
  state: 'intended' | 'present' | 'absent';
  providerId: ProviderId | null;
  generation: Generation | null;
  keyId: KeyId | null;
  askedAt: number | null;
  askingWorker: WorkerId | null;
}

export interface UserRow {
  readonly id: DesktopUserId;
  readonly name: string;
  email: string;
}

export interface DeletionRow {
  readonly desktopId: DesktopId;
  readonly digest: string;
  state: 'running' | 'failed' | 'done';
  deleteUsers: boolean;
  force: boolean;
  readonly emailNotification: boolean;
  readonly acceptedAt: number;
  raisedAt: number | null;
  completedAt: number | null;
}

export interface DeletionItemRow {
  readonly itemId: ItemId;
  readonly desktopId: DesktopId;
  readonly kind: ItemKind;
  readonly stage: number;
  readonly intent: 'delete' | 'detach';
  ended: 'absent' | 'detached' | 'released' | null;
  /** By the scheduler's time, which ages are measured by. */
  askedAt: number | null;
  /** By the database's clock, as the receipt has them. */
  firstAskedAt: number | null;
  firstAbsentAt: number | null;
  endedAt: number | null;
  grade: string | null;
  /** By the database's clock, whatever the engine's says. */
  keyDestroyedAt: number | null;
  asks: number;
  attempts: number;
  seenAbsent: number;
  dueAt: number | null;
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
    deletionItems: new Map(),
    deletionUsers: [],
    mails: new Map(),
    subJobs: [],
    leases: new Map(),
    tenantSendsMail: true,
    version: 0,
  };
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
