import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import type { OpenAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, JobId } from '../../ids.js';
import { type AcceptanceVariant, acceptanceSql } from './acceptanceSql.js';
import type { Acceptance, AcceptedPlan, DeletionOrder } from './acceptanceStore.js';
import { type DescribedAcceptance, describeAcceptance } from './describeAcceptance.js';

/** One call's plans and who made the call. */
export interface OrderedAcceptance {
  readonly order: DeletionOrder;
  readonly acceptance: Acceptance;
  /** Of the call: becomes part of the acceptance's entry in the log. */
  readonly trace?: OpenAuditEvent | undefined;
}

/**
 * Writes down the acceptance of deletions in one statement: every item that will go, the users to be decided about with
 * their addresses, the job, the end of whatever else was being done with the desktops, and who wanted it (S17). Applies to those desktops only
 * that are still at the revision their plan was made for, and while the caller's rights are those that were asked for (D12);
 * a call that accepts none and fails none leaves nothing behind. Of two calls for one desktop one is taken, and the other learns
 * that the desktop has changed. One call waits for whoever else is changing its desktops just now; several together do not.
 * @param engine which will carry them out
 * @returns for each call the desktops whose deletion it put on record; the others changed since they were read, or, where there
 * are several calls, were being changed
 */
export async function writeAcceptances(
  pool: pg.Pool,
  ambient: Ambient,
  engine: EngineName,
  calls: readonly OrderedAcceptance[],
): Promise<ReadonlySet<DesktopId>[]> {
  const plans = calls.flatMap(({ order, acceptance: { jobId, plans: own }, trace }) => {
    const called = trace?.facts();
    return own.map((accepted, index) => ({
      order,
      jobId,
      called: auditEventOf(called, accepted, index),
      accepted,
    }));
  });
  const failed = failedSubJobs(ambient, calls);
  const needs: AcceptanceVariant = {
    locks: calls.length > 1 ? 'free' : plans.length > 1 ? 'in-order' : 'one',
    fails: failed.length > 0,
    cancels: plans.some(({ accepted: { desktop } }) => desktop.taskJobId !== null),
  };
  const { rows } = await pool.query<{ id: DesktopId; job_id: JobId }>({
    ...acceptanceSql(needs),
    values: [...parametersOf(ambient, engine, plans), ...(needs.fails ? [JSON.stringify(failed)] : [])],
  });
  return calls.map(
    ({ acceptance }) => new Set(rows.filter((row) => row.job_id === acceptance.jobId).map((row) => row.id)),
  );
}

/** What the call was about is told once, by the first of its desktops; the others tell of themselves, with the same request id. */
function auditEventOf(
  called: AuditEventFacts | undefined,
  { desktop }: AcceptedPlan,
  index: number,
): AuditEventFacts | undefined {
  return called === undefined || index === 0 ? called : { ...called, resourceIds: [desktop.id] };
}

interface OrderedPlan {
  readonly order: DeletionOrder;
  readonly jobId: JobId;
  /** The call as its trace tells of it. */
  readonly called: AuditEventFacts | undefined;
  readonly accepted: AcceptedPlan;
}

function parametersOf(ambient: Ambient, engine: EngineName, plans: readonly OrderedPlan[]): unknown[] {
  const payloads: Buffer[] = [];
  const leafHashes: Buffer[] = [];
  let payloadAt = 0;
  const wanted = plans.map((plan) => {
    const { order, jobId, called, accepted } = plan;
    const described = describeAcceptance(ambient, engine, order, accepted, jobId, called);
    const { payload, leafHash } = described.entry;
    const place = { entry: payloads.length, payload_at: payloadAt, payload_length: payload.length };
    payloads.push(payload);
    leafHashes.push(leafHash);
    payloadAt += payload.length;
    return { ...describeDesktop(ambient, engine, plan, described), ...place };
  });
  return [
    JSON.stringify(wanted),
    plans.map(({ accepted: { desktop } }) => desktop.id),
    Buffer.concat(payloads),
    Buffer.concat(leafHashes),
  ];
}

/** All that is written of one desktop, by the names of the statement. */
function describeDesktop(
  ambient: Ambient,
  engine: EngineName,
  { order, jobId, accepted: { desktop, plan, position } }: OrderedPlan,
  { personal }: DescribedAcceptance,
) {
  const firstStage = plan.items[0]?.stage;
  return {
    id: desktop.id,
    revision: desktop.revision,
    project_id: order.projectId,
    job_id: jobId,
    delete_users: order.flags.deleteUsers,
    email_notification: order.flags.emailNotification,
    is_force_delete: order.flags.force,
    accepted_at: desktop.readAt,
    engine,
    accepted_by: order.acceptedBy,
    request_id: order.requestId,
    domain_id: order.authority?.domainId ?? null,
    iam_revision: order.authority?.iamRevision ?? null,
    digest: plan.digest,
    task_job_id: desktop.taskJobId,
    task_status: desktop.taskStatus,
    position,
    sub_job_id: ambient.uuid(),
    items: plan.items.map(({ id, kind, intent, stage }) => ({
      id,
      kind,
      intent,
      stage,
      first: stage === firstStage,
    })),
    users: plan.users.map(({ id, name, email }) => ({ id, name, email })),
    personal,
  };
}

function failedSubJobs(ambient: Ambient, calls: readonly OrderedAcceptance[]) {
  return calls.flatMap(({ order, acceptance: { jobId, failures } }) =>
    failures.map((failure) => ({
      job_id: jobId,
      project_id: order.projectId,
      sub_job_id: ambient.uuid(),
      desktop_id: failure.desktopId,
      position: failure.position,
      desktop_name: failure.computerName,
      error_code: failure.code,
      fail_reason: failure.reason,
    })),
  );
}
