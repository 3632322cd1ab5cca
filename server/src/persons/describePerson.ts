import { type Kysely, sql } from 'kysely';
import type { Static } from 'typebox';
import type { Schema } from '../database/schema.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { mailKindOf } from '../mail/schemas.js';
import { findPerson, presentPerson } from './findPersons.js';
import { readTraces, type Traces } from './readTraces.js';
import type { PersonBody } from './schemas.js';

/**
 * Everything that is on record about one desktop user, also when the user is gone; without what the receipts prove.
 * @throws {ApiError} WKS.00170312 when the project never had such a user
 */
export async function describePerson(
  database: Kysely<Schema>,
  projectId: ProjectId,
  userId: DesktopUserId,
): Promise<Static<typeof PersonBody>> {
  const person = await findPerson(database, projectId, userId);
  const traces = await readTraces(database, projectId, userId);
  const living = await database
    .selectFrom('desktop_users')
    .select(['user_phone', 'description', 'created_at', 'account_expires_at', 'disabled', 'locked'])
    .where('project_id', '=', projectId)
    .where('id', '=', userId)
    .executeTakeFirst();
  const groups = await database
    .selectFrom('user_group_members as m')
    .innerJoin('user_groups as g', 'g.id', 'm.group_id')
    .select(['g.id', 'g.name', 'm.added_at'])
    .where('m.project_id', '=', projectId)
    .where('m.user_id', '=', userId)
    .orderBy('g.name')
    .execute();
  const receipts = await readReceiptHashes(
    database,
    traces.deletions.entries.map(({ desktopId }) => desktopId),
  );
  return {
    person: {
      ...presentPerson(person),
      user_phone: living?.user_phone ?? '',
      description: living?.description ?? '',
      created_at: toTime(living?.created_at),
      account_expires_at: toTime(living?.account_expires_at),
      disabled: living?.disabled ?? false,
      locked: living?.locked ?? false,
    },
    user_groups: groups.map((group) => ({
      group_id: group.id,
      name: group.name,
      added_at: group.added_at.toISOString(),
    })),
    ...presentTraces(traces, receipts),
  };
}

function presentTraces(traces: Traces, receipts: ReadonlyMap<string, string>) {
  return {
    desktops: traces.desktops.entries.map((each) => ({
      desktop_id: each.desktopId,
      computer_name: each.computerName,
      status: each.status,
      deleting: each.deleting,
      user_group: each.userGroup,
      created_at: each.createdAt.toISOString(),
      attached_at: each.attachedAt.toISOString(),
    })),
    detached: traces.detached.entries.map((each) => ({
      desktop_id: each.desktopId,
      computer_name: each.computerName,
      user_group: each.userGroup,
      detached_at: each.detachedAt.toISOString(),
      gone_at: toTime(each.goneAt),
    })),
    deletions: traces.deletions.entries.map((each) => ({
      desktop_id: each.desktopId,
      computer_name: each.computerName,
      engine: each.engine,
      state: each.state,
      accepted_at: each.acceptedAt.toISOString(),
      accepted_by: { user_id: each.acceptedBy, name: each.acceptedByName },
      completed_at: toTime(each.completedAt),
      outcome: each.outcome,
      reason: each.reason,
      receipt_hash: receipts.get(each.desktopId) ?? null,
    })),
    mails: traces.mails.entries.map((each) => ({
      mail_id: each.id,
      kind: mailKindOf(each.template),
      desktop_id: each.desktopId,
      computer_name: each.computerName,
      recipient: each.recipient,
      state: each.state,
      queued_at: each.queuedAt.toISOString(),
      sent_at: toTime(each.sentAt),
      undeliverable_at: toTime(each.undeliverableAt),
    })),
    connections: traces.connections.entries.map((each) => ({
      desktop_id: each.desktopId,
      computer_name: each.computerName,
      source_ip: each.sourceIp,
      started_at: each.startedAt.toISOString(),
      setup_at: toTime(each.setupAt),
      ended_at: toTime(each.endedAt),
      end_reason: each.endReason,
    })),
    desk_events: traces.deskEvents.entries.map((each) => ({
      trace_id: each.traceId,
      trace_name: each.traceName,
      operation: each.operation,
      rating: each.rating,
      code: each.code,
      resource_id: each.resourceId,
      computer_name: each.computerName,
      source_ip: each.sourceIp,
      at: each.at.toISOString(),
    })),
    totals: {
      desktops: traces.desktops.total,
      detached: traces.detached.total,
      deletions: traces.deletions.total,
      mails: traces.mails.total,
      connections: traces.connections.total,
      desk_events: traces.deskEvents.total,
    },
  };
}

/** The leaf hashes of sealed receipts, by desktop. */
async function readReceiptHashes(
  database: Kysely<Schema>,
  desktopIds: readonly string[],
): Promise<Map<string, string>> {
  if (desktopIds.length === 0) return new Map();
  const { rows } = await sql<{ desktop_id: string; leaf_hash: Buffer }>`
    select e.desktop_id, e.leaf_hash from log_entries e cross join lateral log_place(e.sequence)
    where e.kind = 'receipt' and e.desktop_id = any(${[...desktopIds]}::uuid[])`.execute(database);
  return new Map(rows.map((row) => [row.desktop_id, row.leaf_hash.toString('hex')]));
}

function toTime(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null;
}
