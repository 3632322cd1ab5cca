import type { Ambient } from '../../ambient.js';
import { ApiError, describeError } from '../../errors/errors.js';
import { asId, type DesktopId, type JobId } from '../../ids.js';
import { type DeletionFlags, type DeletionPlan, planDeletion } from '../plan/planDeletion.js';
import type { Deletable, PartKind } from '../plan/readDeletables.js';
import type {
  AcceptanceStore,
  DeletionOrder,
  FailedDesktop,
  JoinedDesktop,
  PlannedDesktop,
} from './acceptanceStore.js';
import { judgeDeletion, refusalOf, type Verdict } from './judgeDeletion.js';

/**
 * Asks anew for the right to delete the desktops as they are now, before another attempt.
 * @throws {ApiError} 401, 403
 */
export type RenewOrder = (known: ReadonlyMap<DesktopId, Deletable>) => Promise<DeletionOrder>;

/** What must still be so when a deletion is accepted. What is left out may be as it is. */
export interface Agreement {
  /** Of plans, one of which is enough. */
  readonly digests?: readonly string[] | undefined;
  /** Of the desktop. No digest covers it: it would give the name away after an erasure (docs/reference/choices.md#plan-and-if-match). */
  readonly computerName?: string | undefined;
}

/** How often a desktop may change under a deletion before the caller is told to retry. */
const maxTries = 10;

/**
 * Accepts the deletion of one desktop: a batch of one whose refusal is thrown.
 * @param readFirst the reading that the caller was authorised with
 * @param agreed what the caller agreed to
 * @param renew asked when desktop or rights have changed meanwhile; omitted: the order stands
 * @returns the job that reports the deletion
 * @throws {ApiError} 404, 409 (busy, protected, changed too often), 412 when it is not what was agreed to
 */
export function acceptDeletion(
  store: AcceptanceStore,
  ambient: Ambient,
  order: DeletionOrder,
  readFirst: Deletable,
  agreed: Agreement,
  renew?: RenewOrder,
): Promise<JobId> {
  const { id } = readFirst;
  const known = new Map([[id, readFirst]]);
  return acceptEach(store, ambient, { order, desktopIds: [id], known, agreed, renew, refuse: throwRefusal });
}

/**
 * Accepts the deletion of many desktops under one job. The ones that cannot be deleted become failed sub-jobs; foreign and
 * missing ones read the same (A5).
 * @param desktopIds without repetitions
 * @param readFirst, renew as of {@link acceptDeletion}
 * @param agreed what the caller agreed to, of each
 * @throws {ApiError} 412 when one that can be deleted is not what was agreed to as it was read; later that is a failed sub-job
 */
export async function acceptDeletions(
  store: AcceptanceStore,
  ambient: Ambient,
  order: DeletionOrder,
  desktopIds: readonly DesktopId[],
  readFirst: ReadonlyMap<DesktopId, Deletable>,
  renew?: RenewOrder,
  agreed: Agreement = {},
): Promise<JobId> {
  const refuse = (
    desktopId: DesktopId,
    { code, args }: ApiError,
    computerName: string | null,
  ): FailedDesktop => {
    const reason = describeError(code, order.language, args);
    return { desktopId, position: desktopIds.indexOf(desktopId), code, reason, computerName };
  };
  const call: Call = { order, desktopIds, known: readFirst, agreed, renew, refuse };
  // Before anything is written.
  if (agreed.digests !== undefined) sortOut({ ...call, refuse: throwUnagreed(refuse) }, desktopIds);
  return acceptEach(store, ambient, call);
}

const throwUnagreed =
  (refuse: Call['refuse']): Call['refuse'] =>
  (id, error, computerName) => {
    if (error.code === 'DPL.0412') throw error;
    return refuse(id, error, computerName);
  };

/**
 * Accepts the deletion of parts of desktops, all of one kind: all of them, or none where one cannot go as they were read. What overtakes
 * one of several afterwards becomes a failed sub-job; of a single one it is thrown.
 * @param parts their deletions, without repetitions
 * @param readFirst, agreed, renew as of {@link acceptDeletions}
 * @throws {ApiError} as of {@link acceptDeletion}, for the first that cannot go
 */
export async function acceptParts(
  store: AcceptanceStore,
  ambient: Ambient,
  order: DeletionOrder,
  parts: readonly DesktopId[],
  readFirst: ReadonlyMap<DesktopId, Deletable>,
  agreed: Agreement,
  renew?: RenewOrder,
): Promise<JobId> {
  // Before anything is written.
  sortOut({ order, desktopIds: parts, known: readFirst, agreed, renew, refuse: throwRefusal }, parts);
  const [first, ...others] = [...readFirst.values()];
  return first === undefined || others.length > 0
    ? acceptDeletions(store, ambient, order, parts, readFirst, renew, agreed)
    : acceptDeletion(store, ambient, order, first, agreed, renew);
}

function throwRefusal(_: DesktopId, refusal: ApiError): never {
  throw refusal;
}

interface Call {
  readonly order: DeletionOrder;
  readonly desktopIds: readonly DesktopId[];
  readonly known: ReadonlyMap<DesktopId, Deletable>;
  readonly agreed: Agreement;
  readonly renew: RenewOrder | undefined;
  /** A desktop cannot be deleted: what the job says of that, unless it is thrown. */
  readonly refuse: (id: DesktopId, error: ApiError, computerName: string | null) => FailedDesktop;
}

/**
 * Plans from one reading, then one statement writes it all down for the desktops that are still what the plan was made for
 * (D9). Those that changed are read and planned again. Nothing is asked of an engine here.
 */
async function acceptEach(store: AcceptanceStore, ambient: Ambient, call: Call): Promise<JobId> {
  const jobId = asId<JobId>(ambient.uuid());
  // Always in one order, so that two calls over the same desktops never deadlock.
  let open: readonly DesktopId[] = call.desktopIds.toSorted();
  let { order, known } = call;
  let recorded = false;
  const failAll = async (refusalFor: (id: DesktopId) => ApiError): Promise<void> => {
    const failures = open.map((id) => call.refuse(id, refusalFor(id), known.get(id)?.computerName ?? null));
    if (failures.length > 0) await store.accept({ order, jobId, plans: [], failures });
  };
  for (let attempt = 0; attempt < maxTries && open.length > 0; attempt += 1) {
    const { plans, desktops, failures } = sortOut({ ...call, order, known }, open);
    const written = new Set<DesktopId>();
    if (plans.length > 0 || failures.length > 0)
      for (const id of await store.accept({ order, jobId, plans, failures })) written.add(id);
    if (desktops.length > 0) for (const id of await store.join({ order, jobId, desktops })) written.add(id);
    const tried = [...plans.map(({ desktop }) => desktop.id), ...desktops.map(({ desktopId }) => desktopId)];
    recorded ||= written.size > 0 || failures.length > 0;
    open = tried.filter((id) => !written.has(id)).toSorted();
    if (open.length === 0) return jobId;
    // Changed since they were read: look again, plan again.
    known = await store.read(order.projectId, open);
    try {
      order = (await call.renew?.(known)) ?? order;
    } catch (error) {
      // Once something is recorded the job tells of the refusal; before, nothing has happened.
      if (!recorded || !(error instanceof ApiError)) throw error;
      await failAll(() => error);
      return jobId;
    }
  }
  await failAll((id) => new ApiError('DPL.0409', [`${whatGoes(order)} ${id}`]));
  return jobId;
}

interface SortedOut {
  readonly plans: readonly PlannedDesktop[];
  readonly desktops: readonly JoinedDesktop[];
  readonly failures: readonly FailedDesktop[];
}

/** What the verdict about each desktop leads to: a plan, joining the running deletion, or a refusal. */
function sortOut(call: Call, open: readonly DesktopId[]): SortedOut {
  const plans: PlannedDesktop[] = [];
  const desktops: JoinedDesktop[] = [];
  const failures: FailedDesktop[] = [];
  for (const id of open) {
    const desktop = call.known.get(id);
    const verdict = judgeDeletion(desktop, call.order.flags.force);
    const what = whatGoes(call.order);
    const refusal = refusalOf(id, verdict, what);
    if (refusal !== undefined || desktop === undefined) {
      const computerName = verdict.kind === 'missing' ? null : (desktop?.computerName ?? null);
      failures.push(call.refuse(id, refusal ?? new ApiError('DPL.0404', [what]), computerName));
      continue;
    }
    const position = call.desktopIds.indexOf(id);
    const plan = planDeletion(desktop.inventory, call.order.flags);
    // After every refusal that would come without the condition too (RFC 9110 §13.2.1).
    if (!isAgreed(call.agreed, desktop, standingDigest(desktop, verdict, plan)))
      failures.push(call.refuse(id, new ApiError('DPL.0412'), desktop.computerName));
    else if (verdict.kind === 'join') desktops.push({ desktopId: id, at: desktop.readAt, position });
    else plans.push({ desktop, plan, position });
  }
  return { plans, desktops, failures };
}

function whatGoes({ parts }: DeletionOrder): 'desktop' | PartKind {
  return parts?.kind ?? 'desktop';
}

function isAgreed({ digests, computerName }: Agreement, desktop: Deletable, digest: string): boolean {
  if (computerName !== undefined && computerName !== desktop.computerName) return false;
  return digests === undefined || digests.includes(digest);
}

/**
 * The plan of a deletion that is only asked about, with the digest that the deletion itself would agree to.
 * @param what of which kind is asked for
 * @throws {ApiError} as the deletion itself: 404, 409
 */
export function planAsked(
  id: DesktopId,
  desktop: Deletable | undefined,
  flags: DeletionFlags,
  what: 'desktop' | PartKind = 'desktop',
): { readonly plan: DeletionPlan; readonly computerName: string } {
  const verdict = judgeDeletion(desktop, flags.force);
  const refusal = refusalOf(id, verdict, what);
  if (refusal !== undefined) throw refusal;
  if (desktop === undefined) throw new ApiError('DPL.0404', [what]);
  const plan = planDeletion(desktop.inventory, flags);
  return {
    plan: { ...plan, digest: standingDigest(desktop, verdict, plan) },
    computerName: desktop.computerName,
  };
}

/**
 * The digest that a call agrees to. A repeated call agrees to the plan that is being carried out, of which some may have ended
 * since (A2).
 */
export function standingDigest(desktop: Deletable, verdict: Verdict, plan: DeletionPlan): string {
  return verdict.kind === 'join' ? (desktop.planDigest ?? plan.digest) : plan.digest;
}
