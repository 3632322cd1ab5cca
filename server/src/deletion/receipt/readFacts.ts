import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { sql } from 'kysely';
import { contentOf } from '../../audit/logEntry.js';
import type { Transaction } from '../../database/connect.js';
import type { DesktopId } from '../../ids.js';
import { deletionJobOf } from '../accept/acceptanceSql.js';
import type { LedgerDeletion } from '../ledger/ledgerDeletion.js';
import { type DeletionRow, deletionColumns, toDeletion } from '../ledger/readDeletions.js';

/** What the ledger and the log know of a deletion that has just ended: what its receipt is made from. */
export interface DeletionFacts extends LedgerDeletion {
  /** Of the log; null before the service has given it one. */
  readonly instance: string | null;
  /** The log entry of the acceptance and its leaf hash; null for a deletion that was accepted before there was a log. */
  readonly acceptance: { readonly content: JsonObject; readonly leafHash: string } | null;
  /** Log entries of calls that asked for more, oldest first. */
  readonly escalations: readonly JsonObject[];
  /** Every job that reports this deletion, the first call's first. */
  readonly jobIds: readonly string[];
}

interface Row extends DeletionRow {
  readonly instance: string | null;
  readonly acceptance: { readonly payload: string; readonly leafHash: string } | null;
  readonly escalations: readonly string[];
  readonly jobIds: readonly string[];
}

/** Reads all of it in one statement, as the transaction that ends the deletions sees it. */
export async function readFacts(
  transaction: Transaction,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, DeletionFacts>> {
  const { rows } = await sql<Row>`
    select ${sql.raw(deletionColumns)}, (select id from log_identity) as instance,
      (select json_build_object('payload', encode(e.payload, 'base64'), 'leafHash', encode(e.leaf_hash, 'hex'))
         from log_entries e where e.desktop_id = d.desktop_id and e.kind = 'acceptance') as acceptance,
      (select coalesce(json_agg(encode(e.payload, 'base64')), '[]')
         from log_entries e where e.desktop_id = d.desktop_id and e.kind = 'escalation') as escalations,
      array_remove(d.job_id || array(
        select s.job_id from sub_jobs s join jobs j on j.id = s.job_id
        where s.desktop_id = coalesce(d.disk_of, d.desktop_id)::text
          and j.job_type = ${sql.raw(deletionJobOf('d.kind'))}
          and (d.disk_of is null or s.volume_id = d.desktop_id::text)
        order by j.begin_time, s.job_id
      ), null) as "jobIds"
    from deletions d where d.desktop_id = any(${desktopIds}::uuid[])`.execute(transaction);
  return new Map(
    rows.map(toDeletion).map(({ acceptance, escalations, ...deletion }) => [
      deletion.desktopId,
      {
        ...deletion,
        acceptance:
          acceptance === null ? null : { content: parse(acceptance.payload), leafHash: acceptance.leafHash },
        escalations: escalations.map(parse).sort((one, other) => timeOf(one) - timeOf(other)),
      },
    ]),
  );
}

function timeOf({ at }: JsonObject): number {
  return typeof at === 'string' ? Date.parse(at) : 0;
}

function parse(payload: string): JsonObject {
  return contentOf(Buffer.from(payload, 'base64'));
}
