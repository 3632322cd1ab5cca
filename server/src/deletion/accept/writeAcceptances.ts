import type { Ambient } from '../../ambient.js';
import { storedOpenings } from '../../audit/personalData.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import type { Statements } from '../../database/statements.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, JobId, WorkerId } from '../../ids.js';
import { presentFrom } from '../carryOut/claimDeletions.js';
import type { Claim } from '../carryOut/deletionStore.js';
import { itemStatesText } from '../ledger/itemStatesText.js';
import { type AcceptanceVariant, acceptanceSql } from './acceptanceSql.js';
import type { Acceptance, PlannedDesktop } from './acceptanceStore.js';
import { type AcceptanceEntry, describeAcceptance } from './describeAcceptance.js';
import { chooseGranted, type Grantee, grantedClaim, isGrantable, type Places } from './grantee.js';

/**
 * Writes the acceptance of deletions in one statement: every item that will go, the users to be decided about with their addresses,
 * the job, the end of any running task of the desktops, and who wanted it (S17). It applies only to desktops that are still at the
 * revision their plan was made for, and only while the caller still has the rights that were checked (D12). A call that accepts
 * none and fails none leaves nothing behind. Of two calls for one desktop one is taken; the other learns that the desktop has
 * changed. A single call waits for other transactions that hold its desktops; several together do not.
 * @param engine which will carry them out
 * @param acceptances one per call; all of desktops, or all of one kind of part
 * @param grantee takes on as much of what is accepted as it has places for
 * @returns for each call the desktops whose deletion it put on record; the others changed since they were read, or, where there
 * are several calls, were being changed
 */
export async function writeAcceptances(
  pool: Statements,
  ambient: Ambient,
  engine: EngineName,
  acceptances: readonly Acceptance[],
  grantee?: Grantee,
): Promise<ReadonlySet<DesktopId>[]> {
  const granting = grantee?.reserve(acceptances.reduce((sum, { plans }) => sum + plans.length, 0));
  // Whatever it fails on, the places are free again.
  const rows = await write(pool, ambient, engine, acceptances, granting).catch((error: unknown) => {
    granting?.lose(error);
    throw error;
  });
  granting?.take(claimsOf(acceptances, rows, granting.worker));
  return acceptances.map(
    ({ jobId }) => new Set(rows.filter((row) => row.job_id === jobId).map((row) => row.id)),
  );
}

async function write(
  pool: Statements,
  ambient: Ambient,
  engine: EngineName,
  acceptances: readonly Acceptance[],
  granting: Places | undefined,
): Promise<readonly WrittenDesktop[]> {
  const plans = acceptances.flatMap((acceptance) => acceptance.plans);
  const chosen = chooseGranted(plans, granting?.places ?? 0);
  const failed = failedSubJobs(ambient, acceptances);
  const variant: AcceptanceVariant = {
    of: acceptances[0]?.order.parts?.kind ?? 'desktop',
    locks: acceptances.length > 1 ? 'free' : plans.length > 1 ? 'in-order' : 'one',
    fails: failed.length > 0,
    byTask: acceptances[0]?.order.parts?.byTask === true,
    cancels: plans.some(({ desktop }) => desktop.taskJobId !== null),
    waits: !plans.every(isGrantable),
  };
  const values = [...parametersOf(ambient, engine, acceptances, chosen), granting?.worker ?? null];
  const { rows } = await pool.query<WrittenDesktop>({
    ...acceptanceSql(variant),
    values: variant.fails ? [...values, JSON.stringify(failed)] : values,
  });
  return rows;
}

interface WrittenDesktop {
  readonly id: DesktopId;
  readonly job_id: JobId;
  readonly granted: boolean;
  /** What the database's clock said. */
  readonly now: number;
}

function claimsOf(
  acceptances: readonly Acceptance[],
  rows: readonly WrittenDesktop[],
  worker: WorkerId,
): Claim[] {
  const heardAt = performance.now();
  const granted = new Map(rows.filter((row) => row.granted).map((row) => [row.id, row]));
  return acceptances.flatMap((acceptance) =>
    acceptance.plans.flatMap((planned) => {
      const row = granted.get(planned.desktop.id);
      if (row === undefined || row.job_id !== acceptance.jobId) return [];
      return grantedClaim(acceptance, planned, worker, presentFrom(row.now, heardAt));
    }),
  );
}

function parametersOf(
  ambient: Ambient,
  engine: EngineName,
  acceptances: readonly Acceptance[],
  granted: ReadonlySet<DesktopId>,
): unknown[] {
  const payloads: Buffer[] = [];
  const leafHashes: Buffer[] = [];
  let payloadAt = 0;
  const wanted = acceptances.flatMap((acceptance) => {
    const called = acceptance.auditEvent?.facts();
    return acceptance.plans.map((planned, index) => {
      const entry = describeAcceptance(
        ambient,
        engine,
        acceptance,
        planned,
        auditEventOf(called, planned, index),
      );
      const { payload, leafHash } = entry.prepared;
      const place = { entry: payloads.length, payload_at: payloadAt, payload_length: payload.length };
      payloads.push(payload);
      leafHashes.push(leafHash);
      payloadAt += payload.length;
      return {
        ...rowOf(engine, acceptance, planned, entry),
        ...place,
        granted: granted.has(planned.desktop.id),
      };
    });
  });
  return [
    JSON.stringify(wanted),
    acceptances.flatMap(({ plans }) => plans.map(({ desktop }) => desktop.id)),
    Buffer.concat(payloads),
    Buffer.concat(leafHashes),
  ];
}

/** What the call was about is told once, by the first of its desktops; the others tell of themselves, with the same request id. */
function auditEventOf(
  called: AuditEventFacts | undefined,
  { desktop }: PlannedDesktop,
  index: number,
): AuditEventFacts | undefined {
  return called === undefined || index === 0 ? called : { ...called, resourceIds: [desktop.id] };
}

/** All that is written of one desktop, by the names of the statement. */
function rowOf(
  engine: EngineName,
  { order, jobId }: Acceptance,
  { desktop, plan, position }: PlannedDesktop,
  { personal }: AcceptanceEntry,
) {
  return {
    id: desktop.id,
    revision: desktop.revision,
    disk_of: desktop.part?.desktopId ?? null,
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
    // The acceptance names what may be asked to go in its first stage (S17).
    stage: plan.items[0]?.stage ?? 0,
    items: itemStatesText(plan.items.map(({ id, kind, intent, stage }) => ({ id, kind, intent, stage }))),
    users: plan.users.map(({ id, name, email }) => ({ id, name, email })),
    personal: storedOpenings(personal),
  };
}

function failedSubJobs(ambient: Ambient, acceptances: readonly Acceptance[]) {
  return acceptances.flatMap(({ order, jobId, failures }) =>
    failures.map((failure) => ({
      job_id: jobId,
      project_id: order.projectId,
      sub_job_id: ambient.uuid(),
      desktop_id: order.parts?.owners.get(failure.desktopId) ?? failure.desktopId,
      volume_id: order.parts === undefined ? null : failure.desktopId,
      position: failure.position,
      desktop_name: failure.computerName,
      error_code: failure.code,
      fail_reason: failure.reason,
    })),
  );
}
