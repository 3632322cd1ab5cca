import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/** What the ledger knows of a deletion that has just ended: what its receipt is made from. */
export interface DeletionFacts {
  readonly projectId: ProjectId;
  /** Which engine was to carry it out. */
  readonly engine: string;
  /** Of the log; null before the service has given it one. */
  readonly instance: string | null;
  /** The log entry of the acceptance and its leaf hash; null for a deletion that was accepted before there was a log. */
  readonly acceptance: { readonly content: JsonObject; readonly leafHash: string } | null;
  /** Log entries of calls that asked for more, oldest first. */
  readonly escalations: readonly JsonObject[];
  readonly flags: {
    readonly deleteUsers: boolean;
    readonly emailNotification: boolean;
    readonly force: boolean;
  };
  /** Every job that reports this deletion, the first call's first. */
  readonly jobIds: readonly string[];
  readonly items: readonly ItemFacts[];
  readonly users: readonly UserFacts[];
}

export interface ItemFacts {
  readonly itemId: string;
  readonly kind: string;
  readonly name: string;
  readonly providerId: string | null;
  readonly generation: string | null;
  readonly ownership: string;
  readonly intent: string;
  /** Times are milliseconds since 1970. */
  readonly createdAt: number | null;
  readonly askedAt: number | null;
  readonly lastAskedAt: number | null;
  readonly firstAbsentAt: number | null;
  readonly endedAt: number;
  readonly ended: string;
  readonly grade: string | null;
  readonly observedBy: string | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
}

export interface UserFacts {
  readonly id: string;
  readonly outcome: string;
  readonly reason: string | null;
}

interface Row {
  readonly desktopId: DesktopId;
  readonly projectId: ProjectId;
  readonly engine: string;
  readonly instance: string | null;
  readonly acceptance: { readonly text: string; readonly leafHash: string } | null;
  readonly escalations: readonly string[];
  readonly flags: DeletionFacts['flags'];
  readonly jobIds: readonly string[];
  readonly items: readonly ItemFacts[];
  readonly users: readonly UserFacts[];
}

/** Reads all of it in one statement, as the transaction that ends the deletions sees it. */
export async function readFacts(
  transaction: Transaction,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, DeletionFacts>> {
  const { rows } = await sql<Row>`
    select d.desktop_id as "desktopId", d.project_id as "projectId", (select id from log_identity) as instance,
      coalesce(d.engine, (select max(i.observed_by) from deletion_items i where i.desktop_id = d.desktop_id), 'unknown') as engine,
      json_build_object('deleteUsers', d.delete_users, 'emailNotification', d.email_notification,
        'force', d.is_force_delete) as flags,
      (select json_build_object('text', convert_from(e.payload, 'UTF8'), 'leafHash', encode(e.leaf_hash, 'hex'))
         from log_entries e where e.desktop_id = d.desktop_id and e.kind = 'acceptance') as acceptance,
      (select coalesce(json_agg(convert_from(e.payload, 'UTF8')), '[]')
         from log_entries e where e.desktop_id = d.desktop_id and e.kind = 'escalation') as escalations,
      (select coalesce(json_agg(s.job_id order by j.begin_time, s.job_id), '[]')
         from sub_jobs s join jobs j on j.id = s.job_id
         where s.desktop_id = d.desktop_id::text and j.job_type = 'deleteDesktops') as "jobIds",
      (select coalesce(json_agg(json_build_object(
           'itemId', i.item_id, 'kind', i.kind, 'name', l.single_use_name, 'providerId', l.provider_id,
           'generation', l.generation, 'ownership', l.ownership, 'intent', i.intent,
           'createdAt', floor(extract(epoch from l.engine_created_at) * 1000),
           'askedAt', floor(extract(epoch from coalesce(i.first_asked_at, i.asked_at)) * 1000),
           'lastAskedAt', floor(extract(epoch from greatest(i.asked_at, i.first_asked_at)) * 1000),
           'firstAbsentAt', floor(extract(epoch from i.first_absent_at) * 1000),
           'endedAt', floor(extract(epoch from i.ended_at) * 1000),
           'ended', i.ended, 'grade', i.absence_grade, 'observedBy', i.observed_by,
           'releasedBy', i.released_by, 'releaseReason', i.release_reason)
           order by i.stage, i.item_id), '[]')
         from deletion_items i join items l on l.id = i.item_id where i.desktop_id = d.desktop_id) as items,
      (select coalesce(json_agg(json_build_object('id', u.user_id, 'outcome', u.outcome, 'reason', u.reason)
           order by u.user_id), '[]')
         from deletion_users u where u.desktop_id = d.desktop_id) as users
    from deletions d where d.desktop_id = any(${desktopIds}::uuid[])`.execute(transaction);
  return new Map(
    rows.map(({ desktopId, acceptance, escalations, ...rest }) => [
      desktopId,
      {
        ...rest,
        acceptance:
          acceptance === null ? null : { content: parse(acceptance.text), leafHash: acceptance.leafHash },
        escalations: escalations.map(parse).sort((one, other) => timeOf(one) - timeOf(other)),
      },
    ]),
  );
}

function timeOf({ at }: JsonObject): number {
  return typeof at === 'string' ? Date.parse(at) : 0;
}

/** Entries of our own making, read back. */
function parse(text: string): JsonObject {
  const content: JsonObject = JSON.parse(text);
  return content;
}
