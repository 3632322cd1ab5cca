import type { JsonObject, JsonValue } from '@deskplane/verify/canonicalJson.js';
import { holdsData } from '../../engines/contract.js';
import { idsOf } from '../accept/describeAcceptance.js';
import type { LedgerItem } from '../ledger/ledgerDeletion.js';
import { deletedBecause, type MailFate } from '../plan/userFate.js';
import type { DeletionFacts } from './readFacts.js';

export interface Completion {
  readonly completedAt: Date;
  /** The version of this program. */
  readonly version: string;
  /** By user id. */
  readonly mails: ReadonlyMap<string, MailFate>;
}

/**
 * The receipt of a deletion: who wanted it and what was promised, what became of every item and how that was seen, what was
 * decided about each user and why. A pure function of what is on record. Says what was observed, never more.
 */
export function buildReceipt(
  facts: DeletionFacts,
  acceptance: NonNullable<DeletionFacts['acceptance']>,
  completion: Completion,
): JsonObject {
  const { content } = acceptance;
  const observers = facts.items.flatMap(({ observedBy }) => observedBy ?? []);
  return {
    type: 'deletion-receipt',
    // Whoever knows version 2 only would take the receipt of a part for that of its desktop.
    version: { desktop: 2, volume: 3, snapshot: 4 }[facts.kind],
    engine: {
      name: facts.engine ?? observers.toSorted().at(-1) ?? 'unknown',
      // The simulated engine has no real items, also where another engine took the deletion over.
      simulated: [facts.engine, ...observers].includes('simulated'),
    },
    // Left out everywhere else, so that a receipt of anything real says nothing of it.
    ...(facts.clockAheadSeconds === 0 ? {} : { clock: { ahead_seconds: facts.clockAheadSeconds } }),
    ...idsOf(facts),
    project_id: facts.projectId,
    computer_name: content['computer_name'] ?? null,
    service: { name: 'deskplane', version: completion.version, instance: facts.instance },
    accepted: {
      at: content['at'] ?? null,
      request_id: content['request_id'] ?? null,
      job_id: content['job_id'] ?? null,
      actor: content['actor'] ?? null,
      allowed_by: content['allowed_by'] ?? null,
      flags: content['flags'] ?? null,
      plan_digest: content['plan_digest'] ?? null,
      entry: acceptance.leafHash,
    },
    raised_later: facts.escalations.map((raised) => ({
      at: raised['at'] ?? null,
      request_id: raised['request_id'] ?? null,
      actor: raised['actor'] ?? null,
      allowed_by: raised['allowed_by'] ?? null,
      flags: raised['flags'] ?? null,
    })),
    carried_out: {
      delete_users: facts.flags.deleteUsers,
      email_notification: facts.flags.emailNotification,
      is_force_delete: facts.flags.force,
    },
    force_skipped: skippedByForce(facts, content),
    job_ids: [...facts.jobIds],
    items: facts.items.map((item) => describeItem(item, content['at'] ?? null)),
    users: describeUsers(facts, content, completion.mails),
    completed_at: completion.completedAt.toISOString(),
  };
}

function describeItem(item: LedgerItem, plannedAt: JsonValue): JsonObject {
  return {
    item_id: item.id,
    kind: item.kind,
    name: item.name,
    provider_id: item.providerId,
    generation: item.generation,
    ownership: item.ownership,
    intent: item.intent,
    created_at: toTime(item.createdAt),
    planned_at: plannedAt,
    // Null: it was gone before anyone had to ask.
    asked_at: toTime(item.firstAskedAt ?? item.askedAt),
    last_asked_at: toTime(item.lastAskedAt),
    first_absent_at: item.ended === 'absent' ? toTime(item.firstAbsentAt) : null,
    ended: item.ended,
    ended_at: toTime(item.endedAt),
    absence_grade: item.ended === 'released' ? null : item.grade,
    ...(holdsData(item.kind) ? { key: describeKey(item) } : {}),
    observed_by: item.ended === 'released' ? null : item.observedBy,
    released_by: item.releasedBy,
    release_reason: item.releaseReason,
  };
}

/** Null: the data were not encrypted. Nobody saw the key go: it serves another item still, or the engine did not tell. */
function describeKey({ keyId, keyDestroyedAt }: LedgerItem): JsonObject | null {
  return keyId === null ? null : { id: keyId, destroyed_at: toTime(keyDestroyedAt) };
}

/** Force leaves waits and guards out, never an item (S13). */
function skippedByForce(facts: DeletionFacts, accepted: JsonObject): JsonValue {
  if (!facts.flags.force) return null;
  const cancelled = accepted['task_cancelled'];
  return {
    graceful_stop: isEndedAfter(facts, forcedAt(facts, accepted)),
    task_cancelled: typeof cancelled === 'string' && cancelled !== '' ? cancelled : null,
  };
}

/** When force was first asked for, as ISO 8601 in UTC; undefined: nobody knows. */
function forcedAt({ escalations }: DeletionFacts, accepted: JsonObject): JsonValue | undefined {
  const forced = [accepted, ...escalations].find(({ flags }) => Object(flags).is_force_delete === true);
  return forced?.['at'];
}

/** Whether there was a server yet to be stopped then: one that had ended was stopped with all the patience there is. */
function isEndedAfter({ items }: DeletionFacts, at: JsonValue | undefined): boolean {
  const from = typeof at === 'string' ? Date.parse(at) : 0;
  return items.some(
    ({ kind, endedAt }) => kind === 'server' && (endedAt === null || endedAt.getTime() >= from),
  );
}

function describeUsers(
  facts: DeletionFacts,
  accepted: JsonObject,
  mails: ReadonlyMap<string, MailFate>,
): JsonValue {
  const list = accepted['users'];
  const planned: readonly JsonValue[] = Array.isArray(list) ? list : [];
  return facts.users.map((user) => {
    const committed = planned.find((each) => fieldOf(each, 'user_id') === user.id);
    return {
      user_id: user.id,
      name: fieldOf(committed, 'name'),
      email: fieldOf(committed, 'email'),
      outcome: user.outcome,
      reason: user.reason ?? deletedBecause,
      mail: describeMail(mails.get(user.id)),
    };
  });
}

/** A receipt is written before a mail is sent, so it says `queued`. */
function describeMail(mail: MailFate = 'not-asked-for'): string {
  return mail === 'sent' ? 'queued' : mail;
}

function fieldOf(value: JsonValue | undefined, name: string): JsonValue {
  if (typeof value !== 'object' || value === null) return null;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : null;
}

function toTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
