import type { DesktopId, JobId, ProjectId } from '../ids.js';
import type { DeletionOrder } from './acceptDeletion.js';
import type { DeletionPlan } from './plan.js';
import type { Deletable } from './readDeletable.js';

/** Where deletions are accepted: three operations, each atomic. PostgreSQL in production, memory in the simulation. */
export interface AcceptanceStore {
  /** Desktops of a project, also gone ones, each with everything that a plan needs. Missing and foreign ones are left out. */
  read(projectId: ProjectId, desktopIds: readonly DesktopId[]): Promise<ReadonlyMap<DesktopId, Deletable>>;
  /**
   * Writes down plans, for those desktops only that are still at the revision their plan was made for.
   * @returns the desktops whose deletion is now on record; the others changed since they were read
   */
  accept(order: DeletionOrder, acceptance: Acceptance): Promise<ReadonlySet<DesktopId>>;
  /** A repeated call: raises flags of running deletions. @returns those that still ran */
  join(order: DeletionOrder, joined: readonly Joining[], jobId: JobId): Promise<ReadonlySet<DesktopId>>;
}

/** A plan together with the reading that it was made from. */
export interface AcceptedPlan {
  readonly desktop: Deletable;
  readonly plan: DeletionPlan;
  /** Place among the ids of the call, for the job. */
  readonly position: number;
}

export interface Acceptance {
  readonly jobId: JobId;
  readonly plans: readonly AcceptedPlan[];
  /** Desktops that cannot be deleted, to be reported by the job. */
  readonly failures: readonly FailedAcceptance[];
}

export interface FailedAcceptance {
  readonly desktopId: DesktopId;
  readonly position: number;
  readonly code: string;
  readonly reason: string;
  readonly computerName: string | null;
}

export interface Joining {
  readonly desktopId: DesktopId;
  /** When the running deletion was read. */
  readonly at: Date;
  readonly position: number;
}
