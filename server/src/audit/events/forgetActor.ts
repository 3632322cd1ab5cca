import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { DomainId, IamUserId } from '../../ids.js';
import { indexAuditEvents } from './indexAuditEvents.js';

/**
 * Forgets a user in the audit events: names and addresses of whatever the IAM user did, or was refused, can never be
 * opened again; nor can the names of files that he moved.
 * The log verifies as before, and the audit events stay, with the user's id.
 * @returns how many values were forgotten
 */
export async function forgetActor(
  database: Database,
  domainId: DomainId,
  userId: IamUserId,
): Promise<number> {
  await indexAuditEvents(database);
  const { rows } = await sql<{ forgotten: string }>`
    with own as (
      select trace_id, trace_name, desktop_id from audit_events where domain_id = ${domainId} and user_id = ${userId}
    ), traced as (
      update audit_event_values v set salt = null, value = null from own
      where v.trace_id = own.trace_id and v.value is not null
        and (v.subject = 'actor' or own.trace_name in ('uploadDesktopFile', 'downloadDesktopFile')) returning 1
    ), held as (
      select desktop_id, openings, (select count(*) from jsonb_object_keys(openings -> 'actor')) as fields
      from personal_data where desktop_id in (select desktop_id from own) and openings ? 'actor' for update
    ), accepted as (
      update personal_data p set openings = p.openings - 'actor' from held where p.desktop_id = held.desktop_id
      returning held.fields
    )
    select (select count(*) from traced) + (select coalesce(sum(fields), 0) from accepted) as forgotten`.execute(
    database,
  );
  return Number(rows[0]?.forgotten ?? 0);
}
