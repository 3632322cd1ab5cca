import type { Ambient } from '../../ambient.js';
import { ApiError, describeError } from '../../errors/errors.js';
import { asId, type DesktopId, type JobId } from '../../ids.js';
import { type DeletionPlan, planDeletion } from '../plan/planDeletion.js';
import type { Deletable } from '../plan/readDeletables.js';
import type {
  AcceptanceStore,
  AcceptedPlan,
  DeletionOrder,
  FailedAcceptance,
  Joining,
} from './acceptanceStore.js';
import { judgeDeletion, refusalOf, type Verdict } from './judgeDeletion.js';

/**
 * Asks anew for the right to delete the desktops as they are now, before another attempt.
 * @throws {ApiError} 401, 403
 */
export type RenewOrder = (known: ReadonlyMap<DesktopId, Deletable>) => Promise<DeletionOrder>;

/** How often a desktop may change under a deletion before the caller is told to try again. */
const maxTries = 10;

/**
 * Accepts the deletion of one desktop: a plan from one reading, then one statement that writes it all down if the desktop is
 * still what the plan was made for (D9). Nothing is asked of an engine here.
 * @param readFirst the reading that the caller was authorised with
 * @param agreed digests of the plans that the caller agreed to, one of which is enough; undefined: whatever the plan is
 * @param renew asked when desktop or rights have changed meanwhile; omitted: the order stands
 * @returns the job that reports the deletion
 * @throws {ApiError} 404, 409 (busy, protected), 412 when the plan is another one
 */
export async function acceptDeletion(
  store: AcceptanceStore,
  ambient: Ambient,
  orderFirst: DeletionOrder,
  readFirst: Deletable,
  agreed: readonly string[] | undefined,
  renew?: RenewOrder,
): Promise<JobId> {
  let order = orderFirst;
  let desktop: Deletable | undefined = readFirst;
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const verdict = judgeDeletion(desktop, order.flags.force);
    const refusal = refusalOf(readFirst.id, verdict);
    if (refusal !== undefined) throw refusal;
    if (desktop !== undefined) {
      const plan = planDeletion(desktop.inventory, order.flags);
      // After every refusal that would come without the condition too (RFC 9110 §13.2.1).
      if (agreed !== undefined && !agreed.includes(standingDigest(desktop, verdict, plan)))
        throw new ApiError('DPL.0412');
      const jobId = asId<JobId>(ambient.uuid());
      if (verdict.kind === 'join') {
        const joined = await store.join(order, [joining(desktop, 0)], jobId);
        if (joined.has(desktop.id)) return jobId;
      } else {
        const accepted = await store.accept(order, {
          jobId,
          plans: [planned(desktop, plan, 0)],
          failures: [],
        });
        if (accepted.has(desktop.id)) return jobId;
      }
    }
    // Changed since it was read: look again, plan again.
    const known = await store.read(order.projectId, [readFirst.id]);
    desktop = known.get(readFirst.id);
    if (renew !== undefined) order = await renew(known);
  }
  throw new ApiError('DPL.0409', [`desktop ${readFirst.id}`]);
}

/**
 * Accepts the deletion of many desktops under one job. The ones that cannot be deleted become failed sub-jobs; foreign and
 * missing ones read the same (A5).
 * @param desktopIds without repetitions
 */
export async function acceptDeletions(
  store: AcceptanceStore,
  ambient: Ambient,
  orderFirst: DeletionOrder,
  desktopIds: readonly DesktopId[],
  readFirst: ReadonlyMap<DesktopId, Deletable>,
  renew?: RenewOrder,
): Promise<JobId> {
  let order = orderFirst;
  const jobId = asId<JobId>(ambient.uuid());
  // In one order always, so that of two calls over the same desktops the second waits and neither for ever.
  let open: readonly DesktopId[] = desktopIds.toSorted();
  let known = readFirst;
  let recorded = false;
  for (let attempt = 0; attempt < maxTries && open.length > 0; attempt += 1) {
    const plans: AcceptedPlan[] = [];
    const failures: FailedAcceptance[] = [];
    const joins: Joining[] = [];
    for (const id of open) {
      const desktop = known.get(id);
      const verdict = judgeDeletion(desktop, order.flags.force);
      const position = desktopIds.indexOf(id);
      const refusal = refusalOf(id, verdict);
      if (refusal !== undefined) {
        const computerName = verdict.kind === 'missing' ? null : (desktop?.computerName ?? null);
        failures.push(failed(id, position, refusal, computerName));
      } else if (desktop === undefined) continue;
      else if (verdict.kind === 'join') joins.push(joining(desktop, position));
      else plans.push(planned(desktop, planDeletion(desktop.inventory, order.flags), position));
    }
    const accepted = await store.accept(order, { jobId, plans, failures });
    const joined = joins.length === 0 ? new Set<DesktopId>() : await store.join(order, joins, jobId);
    const tried = [...plans.map((plan) => plan.desktop.id), ...joins.map((join) => join.desktopId)];
    open = tried.filter((id) => !accepted.has(id) && !joined.has(id)).toSorted();
    if (open.length > 0) {
      known = await store.read(order.projectId, open);
      recorded ||= open.length < tried.length || failures.length > 0;
      const refusal = await renewed();
      if (refusal !== undefined) {
        const fail = (id: DesktopId): FailedAcceptance =>
          failed(id, desktopIds.indexOf(id), refusal, known.get(id)?.computerName ?? null);
        await store.accept(order, { jobId, plans: [], failures: open.map(fail) });
        return jobId;
      }
    }
  }
  if (open.length > 0) await store.accept(order, { jobId, plans: [], failures: open.map(overtaken) });
  return jobId;

  /** @returns the refusal, once there is a job to tell of it; before, it is thrown, and nothing has happened */
  async function renewed(): Promise<ApiError | undefined> {
    try {
      if (renew !== undefined) order = await renew(known);
      return undefined;
    } catch (error) {
      if (recorded && error instanceof ApiError) return error;
      throw error;
    }
  }

  function overtaken(id: DesktopId): FailedAcceptance {
    const error = new ApiError('DPL.0409', [`desktop ${id}`]);
    return failed(id, desktopIds.indexOf(id), error, known.get(id)?.computerName ?? null);
  }
}

/**
 * The digest that a call agrees to. A repeated call agrees to the plan that is being carried out, of which some may have ended
 * since (A2).
 */
export function standingDigest(desktop: Deletable, verdict: Verdict, plan: DeletionPlan): string {
  return verdict.kind === 'join' ? (desktop.planDigest ?? plan.digest) : plan.digest;
}

function failed(
  desktopId: DesktopId,
  position: number,
  { code, args }: ApiError,
  computerName: string | null,
): FailedAcceptance {
  return { desktopId, position, code, reason: describeError(code, 'en', args), computerName };
}

function joining({ id, readAt }: Deletable, position: number): Joining {
  return { desktopId: id, at: readAt, position };
}

function planned(desktop: Deletable, plan: DeletionPlan, position: number): AcceptedPlan {
  return { desktop, plan, position };
}
