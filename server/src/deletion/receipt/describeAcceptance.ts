import type { Ambient } from '../../ambient.js';
import { type PreparedEntry, prepareEntry } from '../../audit/logEntry.js';
import { saltValue, userSubject } from '../../audit/personalData.js';
import { commitTo, type Opening } from '../../audit/verify/commitment.js';
import type { DesktopId, JobId } from '../../ids.js';
import type { AcceptedPlan } from '../acceptanceStore.js';
import type { DeletionOrder } from '../acceptDeletion.js';

/** The log entry of an acceptance, and the personal values that it commits to. */
export interface DescribedAcceptance {
  readonly entry: PreparedEntry;
  readonly personal: readonly (Opening & { readonly desktop_id: DesktopId })[];
}

/**
 * Who wants which plan carried out, why they may, and what it will touch: on record before any effect (S1, S17). The receipt
 * is held to it item by item.
 */
export function describeAcceptance(
  ambient: Ambient,
  order: DeletionOrder,
  { desktop, plan }: AcceptedPlan,
  jobId: JobId,
  now: Date,
): DescribedAcceptance {
  const { id: desktopId } = desktop;
  const personal: (Opening & { desktop_id: DesktopId })[] = [];
  const commit = (subject: string, field: string, value: string): string | null => {
    if (value === '') return null;
    const opening = saltValue(ambient, subject, field, value);
    personal.push({ ...opening, desktop_id: desktopId });
    return commitTo(opening);
  };
  const entry = prepareEntry({
    type: 'acceptance',
    desktop_id: desktopId,
    project_id: order.projectId,
    at: now.toISOString(),
    request_id: order.requestId,
    job_id: jobId,
    actor: { user_id: order.acceptedBy, name: commit('actor', 'name', order.actorName) },
    allowed_by: order.allowedBy,
    flags: flagsOf(order),
    plan_digest: plan.digest,
    revision: desktop.revision,
    task_cancelled: desktop.taskStatus,
    computer_name: commit('desktop', 'computer_name', desktop.computerName),
    items: plan.items.map((item) => ({
      item_id: item.id,
      kind: item.kind,
      provider_id: item.providerId,
      generation: item.generation,
      intent: item.intent,
    })),
    users: plan.users.map((user) => ({
      user_id: user.id,
      name: commit(userSubject(user.id), 'name', user.name),
      email: commit(userSubject(user.id), 'email', user.email),
      intent: user.intent,
    })),
  });
  return { entry, personal };
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
    desktop_id: desktopId,
    project_id: order.projectId,
    at: now.toISOString(),
    request_id: order.requestId,
    job_id: jobId,
    actor: { user_id: order.acceptedBy },
    allowed_by: order.allowedBy,
    flags: flagsOf(order),
  });
}

function flagsOf({ flags }: DeletionOrder) {
  return {
    delete_users: flags.deleteUsers,
    email_notification: flags.emailNotification,
    is_force_delete: flags.force,
  };
}
