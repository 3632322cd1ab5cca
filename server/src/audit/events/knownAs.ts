import { type RawBuilder, sql } from 'kysely';
import type { DomainId } from '../../ids.js';

/** Whatever of an account an event may be about, by id, with its name; of the event's account alone: ids of others stay ids (S16). */
const named = (domainId: RawBuilder<unknown>, only: RawBuilder<unknown>) => sql`
  select d.id::text as id, d.computer_name as name from desktops d join projects p on p.id = d.project_id
  where p.domain_id = ${domainId} and d.computer_name <> '' and ${only}`;

const others = (domainId: RawBuilder<unknown>) => sql`
  select u.id, u.user_name as name from desktop_users u join projects p on p.id = u.project_id where p.domain_id = ${domainId}
  union all
  select u.user_id, u.user_name from deletion_users u join deletions x using (desktop_id) join projects p on p.id = x.project_id
  where p.domain_id = ${domainId} and u.user_name <> ''
  union all select id, name from iam_users where domain_id = ${domainId}
  union all select id, name from iam_groups where domain_id = ${domainId}
  union all select id, name from iam_policies where domain_id = ${domainId}
  union all select id, name from projects where domain_id = ${domainId}`;

const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** What the resource of an event, of a row `t`, is called now, or was last; null: it is no longer on record, or is of another account. */
export const knownAs = sql<string | null>`(
  select n.name from (
    ${named(
      sql`t.domain_id`,
      sql`d.id = case when t.resource_id ~ ${sql.lit(uuid)} then t.resource_id::uuid end`,
    )}
    union all
    select o.id, o.name from (${others(sql`t.domain_id`)}) o where o.id = t.resource_id
  ) n limit 1)`;

/** Whether the resource of an event, of a row `t`, has or had that name, in any case. */
export function namedBy(name: string, domainId: DomainId): RawBuilder<boolean> {
  return sql<boolean>`(
    t.resource_id in (
      select n.id from (${named(sql`${domainId}`, sql`true`)} union all ${others(sql`${domainId}`)}) n
      where lower(n.name) = lower(${name}))
    or exists (
      select from audit_event_values v
      where v.trace_id = t.trace_id and v.subject = 'resource' and v.field = 'name' and lower(v.value) = lower(${name})))`;
}
