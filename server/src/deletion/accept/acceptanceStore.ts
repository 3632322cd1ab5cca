import type { OpenAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Language } from '../../errors/errors.js';
import type { DesktopId, DomainId, JobId, ProjectId } from '../../ids.js';
import type { DeletionFlags, DeletionPlan } from '../plan/planDeletion.js';
import type { Deletable, PartKind } from '../plan/readDeletables.js';

/** Who wants desktops deleted, or parts of desktops, how, and by what right. */
export interface DeletionOrder {
  readonly projectId: ProjectId;
  /** What goes are parts of desktops, known by their own ids; left out: desktops. */
  readonly parts?: OrderedParts;
  readonly flags: DeletionFlags;
  /** IAM user id of the caller. */
  readonly acceptedBy: string;
  /** The caller's name, for the log, which only commits to it. */
  readonly actorName: string;
  /** What allowed it: `account-root`, or the policy that did; where that differs from desktop to desktop, by desktop. */
  readonly allowedBy: string | ReadonlyMap<DesktopId, string>;
  readonly requestId: string;
  /** In which the job tells why something cannot go. */
  readonly language: Language;
  /** What the caller's rights were read at; omitted: nobody's rights are at stake. */
  readonly authority?: Authority;
}

/** Parts of one kind, and whose each of them is. */
export interface OrderedParts {
  readonly kind: PartKind;
  readonly owners: ReadonlyMap<DesktopId, DesktopId>;
  /** They go by what is being done with their desktop, as of the acceptance's variant. */
  readonly byTask?: true;
}

/** The account and its revision that somebody's rights were read at. An acceptance stands only if it still has it (D12). */
export interface Authority {
  readonly domainId: DomainId;
  /** A bigint as text. */
  readonly iamRevision: string;
}

/** Where deletions are accepted: three operations, each atomic. PostgreSQL in production, memory in the simulation. */
export interface AcceptanceStore {
  /** Desktops of a project, also gone ones, each with everything that a plan needs. Missing and foreign ones are left out. */
  read(projectId: ProjectId, desktopIds: readonly DesktopId[]): Promise<ReadonlyMap<DesktopId, Deletable>>;
  /**
   * Writes down plans, for those desktops only that are still at the revision their plan was made for.
   * @returns the desktops whose deletion is now on record; the others changed since they were read
   */
  accept(acceptance: Acceptance): Promise<ReadonlySet<DesktopId>>;
  /** A repeated call: raises flags of running deletions, and never lowers one (A4). @returns those that still ran */
  join(joining: Joining): Promise<ReadonlySet<DesktopId>>;
}

/** What is put on record of one call: an order, and the plans that it stands for. */
export interface Acceptance {
  readonly order: DeletionOrder;
  readonly jobId: JobId;
  readonly plans: readonly PlannedDesktop[];
  /** Desktops that cannot be deleted, to be reported by the job. */
  readonly failures: readonly FailedDesktop[];
  /** Of the call: becomes part of the acceptance's entry in the log. */
  readonly auditEvent?: OpenAuditEvent | undefined;
}

/** A plan together with the reading that it was made from. */
export interface PlannedDesktop {
  readonly desktop: Deletable;
  readonly plan: DeletionPlan;
  /** Place among the ids of the call, for the job. */
  readonly position: number;
}

export interface FailedDesktop {
  readonly desktopId: DesktopId;
  readonly position: number;
  readonly code: string;
  readonly reason: string;
  readonly computerName: string | null;
}

/** What is put on record of a call on desktops that are being deleted already. */
export interface Joining {
  readonly order: DeletionOrder;
  readonly jobId: JobId;
  readonly desktops: readonly JoinedDesktop[];
}

export interface JoinedDesktop {
  readonly desktopId: DesktopId;
  /** When the running deletion was read. */
  readonly at: Date;
  readonly position: number;
}
