import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { commitTo, type Opening } from '@deskplane/verify/commitment.js';
import type { Ambient } from '../../ambient.js';
import { describeAuditEvent } from '../../audit/events/describeAuditEvent.js';
import { type PreparedEntry, prepareEntry } from '../../audit/logEntry.js';
import { saltValue, userSubject } from '../../audit/personalData.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, JobId } from '../../ids.js';
import type { Deleted } from '../ledger/ledgerDeletion.js';
import type { Acceptance, DeletionOrder, PlannedDesktop } from './acceptanceStore.js';

/** The log entry of an acceptance, and the personal values that it commits to. */
export interface AcceptanceEntry {
  readonly prepared: PreparedEntry;
  readonly personal: readonly Opening[];
}

/**
 * Who wants which plan carried out, why they may, and what it will touch: on record before any effect (S1, S17). The verifier
 * compares the receipt with it item by item. At the same time it is the audit event of the call.
 * @param engine which will carry it out
 * @param called the call as its audit event tells of it; undefined: it leaves none
 */
export function describeAcceptance(
  ambient: Ambient,
  engine: EngineName,
  { order, jobId }: Pick<Acceptance, 'order' | 'jobId'>,
  { desktop, plan }: Pick<PlannedDesktop, 'desktop' | 'plan'>,
  called?: AuditEventFacts,
): AcceptanceEntry {
  const { id: desktopId, readAt: now } = desktop;
  const personal: Opening[] = [];
  const commit = (subject: string, field: string, value: string): string | null => {
    if (value === '') return null;
    const opening = saltValue(ambient, subject, field, value);
    personal.push(opening);
    return commitTo(opening);
  };
  const actorName = commit('actor', 'name', order.actorName);
  const audited = (facts: AuditEventFacts): JsonObject => {
    const about: AuditEventFacts = {
      ...facts,
      resource: { type: desktop.part?.kind ?? 'desktop', id: desktopId },
      decision: { allowed: true, by: [groundsOf(order, desktopId)] },
    };
    return describeAuditEvent(about, ambient.uuid(), now, (subject, field, value) =>
      field === 'name' ? actorName : commit(subject, field, value),
    );
  };
  const prepared = prepareEntry({
    type: 'acceptance',
    ...idsOf({ desktopId, diskOf: desktop.part?.desktopId ?? null, kind: desktop.part?.kind ?? 'desktop' }),
    project_id: order.projectId,
    at: now.toISOString(),
    request_id: order.requestId,
    job_id: jobId,
    engine,
    actor: { user_id: order.acceptedBy, name: actorName },
    allowed_by: groundsOf(order, desktopId),
    flags: flagsOf(order),
    plan_digest: plan.digest,
    revision: desktop.revision,
    task_cancelled: desktop.taskStatus,
    // A part has no name that the log knows, and that of its desktop stays its desktop's.
    computer_name:
      desktop.part === undefined ? commit('desktop', 'computer_name', desktop.computerName) : null,
    items: plan.items.map((item) => ({
      item_id: item.id,
      kind: item.kind,
      provider_id: item.providerId,
      generation: item.generation,
      intent: item.intent,
      ...(item.keyId === null ? {} : { key_id: item.keyId }),
    })),
    users: plan.users.map((user) => ({
      user_id: user.id,
      name: commit(userSubject(user.id), 'name', user.name),
      email: commit(userSubject(user.id), 'email', user.email),
      intent: user.intent,
    })),
    ...(called === undefined ? {} : { trace: audited(called) }),
  });
  return { prepared, personal };
}

/** A later call that asked a running deletion for more. */
export function describeEscalation(
  order: DeletionOrder,
  desktopId: DesktopId,
  jobId: JobId,
  now: Date,
): PreparedEntry {
  return prepareEntry({
    type: 'escalation',
    ...idsOf({
      desktopId,
      diskOf: order.parts?.owners.get(desktopId) ?? null,
      kind: order.parts?.kind ?? 'desktop',
    }),
    project_id: order.projectId,
    at: now.toISOString(),
    request_id: order.requestId,
    job_id: jobId,
    actor: { user_id: order.acceptedBy },
    allowed_by: groundsOf(order, desktopId),
    flags: flagsOf(order),
  });
}

/** What goes, as entries and receipts name it: a desktop, or a part and whose it is. */
export function idsOf({ desktopId: id, diskOf, kind }: Deleted): JsonObject {
  if (diskOf === null || kind === 'desktop') return { desktop_id: id };
  return { desktop_id: diskOf, ...(kind === 'volume' ? { volume_id: id } : { snapshot_id: id }) };
}

function groundsOf({ allowedBy }: DeletionOrder, desktopId: DesktopId): string {
  const grounds = typeof allowedBy === 'string' ? allowedBy : allowedBy.get(desktopId);
  if (grounds === undefined) throw new Error(`Nothing allows the deletion of ${desktopId}.`);
  return grounds;
}

function flagsOf({ flags }: DeletionOrder) {
  return {
    delete_users: flags.deleteUsers,
    email_notification: flags.emailNotification,
    is_force_delete: flags.force,
  };
}
