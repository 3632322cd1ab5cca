import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import { ApiError } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';

/** Somebody who is, or was, a desktop user. */
export interface Person {
  readonly userId: DesktopUserId;
  /** Empty: no longer on record. */
  readonly userName: string;
  readonly userEmail: string;
  readonly exists: boolean;
  readonly deletedAt: Date | null;
  readonly erasedAt: Date | null;
}

export interface PersonFilter {
  /** A part of the name or of the address, in any case, or the whole ID; empty: everybody. */
  readonly search: string;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Everybody who is or was a desktop user of the project. Whoever is gone has no row of his own: his name is the last one that his deletions,
 * jobs or connections still have.
 */
const persons = (projectId: ProjectId, only: DesktopUserId | null) => sql`
  select u.id as "userId", u.user_name as "userName", u.user_email as "userEmail", true as "exists",
    null::timestamptz as "deletedAt", null::timestamptz as "erasedAt"
  from desktop_users u where u.project_id = ${projectId} and (${only}::text is null or u.id = ${only})
  union all
  select t.subject, coalesce(d.user_name, j.user_name, c.user_name, ''), coalesce(d.user_email, ''), false, t.ended_at, e.ended_at
  from (
    select subject, max(ended_at) as ended_at from tombstones
    where kind = 'desktop-user' and project_id = ${projectId} and (${only}::text is null or subject = ${only})
    group by subject
  ) t
  left join lateral (
    select min(s.ended_at) as ended_at from tombstones s
    where s.subject = t.subject and s.kind = 'user' and s.project_id = ${projectId}) e on true
  left join lateral (
    select x.user_name, x.user_email from deletion_users x join deletions y using (desktop_id)
    where x.user_id = t.subject and y.project_id = ${projectId} and x.user_name <> ''
    order by y.accepted_at desc limit 1) d on true
  left join lateral (
    select s.user_name from sub_jobs s
    where s.user_id = t.subject and s.project_id = ${projectId} and s.user_name is not null
    order by s.begin_time desc limit 1) j on true
  left join lateral (
    select k.user_name from screen_connections k
    where k.desktop_user_id = t.subject and k.project_id = ${projectId} and k.user_name <> ''
    order by k.started_at desc limit 1) c on true
  where not exists (select from desktop_users u where u.id = t.subject)`;

/** A page of them, those who exist first, by name, and how many fit altogether. */
export async function listPersons(
  database: Kysely<Schema>,
  projectId: ProjectId,
  { search, limit, offset }: PersonFilter,
): Promise<{ readonly total: number; readonly persons: readonly Person[] }> {
  const fitting = sql`(${persons(projectId, null)}) p
    where ${search} = '' or p."userId" = ${search}
      or strpos(lower(p."userName"), lower(${search})) > 0 or strpos(lower(p."userEmail"), lower(${search})) > 0`;
  const { rows } = await sql<Person & { readonly total: number }>`
    select p.*, count(*) over ()::int as total from ${fitting}
    order by p."exists" desc, p."userName" = '', lower(p."userName"), p."deletedAt" desc, p."userId"
    limit ${limit} offset ${offset}`.execute(database);
  const [first] = rows;
  if (first !== undefined || offset === 0) return { total: first?.total ?? 0, persons: rows };
  // Past the end nobody is there to say it.
  const counted = await sql<{ total: number }>`select count(*)::int as total from ${fitting}`.execute(
    database,
  );
  return { total: counted.rows[0]?.total ?? 0, persons: [] };
}

/** @throws {ApiError} WKS.00170312 when the project never had such a user */
export async function findPerson(
  database: Kysely<Schema>,
  projectId: ProjectId,
  userId: DesktopUserId,
): Promise<Person> {
  const { rows } = await sql<Person>`${persons(projectId, userId)}`.execute(database);
  const [person] = rows;
  if (person === undefined) throw new ApiError('WKS.00170312');
  return person;
}

/** As the API shows somebody. */
export function presentPerson(person: Person) {
  return {
    user_id: person.userId,
    user_name: person.userName,
    user_email: person.userEmail,
    exists: person.exists,
    deleted_at: person.deletedAt?.toISOString() ?? null,
    erased_at: person.erasedAt?.toISOString() ?? null,
  };
}
