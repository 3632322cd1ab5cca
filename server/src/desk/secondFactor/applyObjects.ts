import { sql } from 'kysely';
import type { Database, Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { ProjectId } from '../../ids.js';

export const objectTypes = ['USER', 'USER_GROUP'] as const;
export type ObjectType = (typeof objectTypes)[number];

/** A user or a group that the second factor is asked of. */
export interface ApplyObject {
  readonly object_type: ObjectType;
  readonly object_id: string;
  readonly object_name: string;
}

/** As it is named in a call: a name, where there is one, must be that of the object. */
export interface NamedObject {
  readonly object_type: ObjectType;
  readonly object_id: string;
  readonly object_name?: string;
}

export interface ObjectFilter {
  readonly object_type?: string;
  /** A part of the name, in any case. */
  readonly object_name?: string;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

const ofUsers = (projectId: ProjectId) => sql`
  select 'USER' as object_type, u.id as object_id, u.user_name as object_name, f.place
    from second_factor_users f join desktop_users u on u.id = f.user_id and u.project_id = f.project_id
   where f.project_id = ${projectId}`;
const ofGroups = (projectId: ProjectId) => sql`
  select 'USER_GROUP', g.id, g.name, f.place
    from second_factor_groups f join user_groups g on g.id = f.group_id and g.project_id = f.project_id
   where f.project_id = ${projectId}`;

/** Whom the second factor is asked of: users, then groups, in the order in which they were named. None: everybody. */
export async function listApplyObjects(
  database: Database,
  projectId: ProjectId,
  { object_type: type = '', object_name: name = '' }: ObjectFilter,
  page?: Page,
): Promise<{ readonly total: number; readonly objects: readonly ApplyObject[] }> {
  const { rows } = await sql<ApplyObject>`
    select object_type, object_id, object_name
      from (${ofUsers(projectId)} union all ${ofGroups(projectId)}) o
     where (${type} = '' or object_type = ${type}) and position(lower(${name}) in lower(object_name)) > 0
     order by object_type, place`.execute(database);
  const objects = page === undefined ? rows : rows.slice(page.offset, page.offset + page.limit);
  return { total: rows.length, objects };
}

const kinds = {
  USER: { table: 'second_factor_users', id: 'user_id', of: 'desktop_users', name: 'user_name' },
  USER_GROUP: { table: 'second_factor_groups', id: 'group_id', of: 'user_groups', name: 'name' },
} as const;
const missing = { USER: 'WKS.00170312', USER_GROUP: 'WKS.00170208' } as const;

/**
 * Asks the second factor of these as well; nothing changes for who is named already. In the caller's transaction.
 * @param place of the list in the body
 * @throws {ApiError} WKS.00170312, WKS.00170208 for what is not there; WKS.0001 for a name that is another one's
 */
export async function addObjects(
  transaction: Transaction,
  projectId: ProjectId,
  objects: readonly NamedObject[],
  place: string,
): Promise<void> {
  await requireObjects(transaction, projectId, objects, place);
  for (const type of objectTypes) {
    const { table, id } = kinds[type];
    const ids = idsOf(objects, type);
    if (ids.length > 0)
      await sql`insert into ${sql.table(table)} (${sql.ref(id)}, project_id)
        select w.id, ${projectId} from unnest(${ids}::text[]) with ordinality as w (id, place) order by w.place
        on conflict (${sql.ref(id)}) do nothing`.execute(transaction);
  }
}

/** Asks it of these no longer, as {@link addObjects}; who is not named stays so. */
export async function removeObjects(
  transaction: Transaction,
  projectId: ProjectId,
  objects: readonly NamedObject[],
  place: string,
): Promise<void> {
  await requireObjects(transaction, projectId, objects, place);
  for (const type of objectTypes) {
    const { table, id } = kinds[type];
    const ids = idsOf(objects, type);
    if (ids.length > 0)
      await sql`delete from ${sql.table(table)} where project_id = ${projectId} and ${sql.ref(id)} = any(${ids}::text[])`.execute(
        transaction,
      );
  }
}

/** Asks it of these and nobody else. */
export async function replaceObjects(
  transaction: Transaction,
  projectId: ProjectId,
  objects: readonly NamedObject[],
  place: string,
): Promise<void> {
  for (const { table } of Object.values(kinds))
    await transaction.deleteFrom(table).where('project_id', '=', projectId).execute();
  await addObjects(transaction, projectId, objects, place);
}

function idsOf(objects: readonly NamedObject[], type: ObjectType): string[] {
  return [
    ...new Set(objects.filter((object) => object.object_type === type).map((object) => object.object_id)),
  ];
}

/** Users before groups and each in the order of their ids, as everywhere; they stay until the transaction ends. */
async function requireObjects(
  transaction: Transaction,
  projectId: ProjectId,
  objects: readonly NamedObject[],
  place: string,
): Promise<void> {
  for (const type of objectTypes) {
    const { of, name } = kinds[type];
    const { rows } = await sql<{ id: string; name: string }>`
      select id, ${sql.ref(name)} as name from ${sql.table(of)}
       where project_id = ${projectId} and id = any(${idsOf(objects, type)}::text[]) order by id for key share`.execute(
      transaction,
    );
    const names = new Map(rows.map((row) => [row.id, row.name]));
    for (const [index, object] of objects.entries()) {
      if (object.object_type !== type) continue;
      const found = names.get(object.object_id);
      const at = `body: ${place}.${index}` as const;
      if (found === undefined) throw new ApiError(missing[type], [], `${at}.object_id: ${object.object_id}`);
      const said = object.object_name ?? '';
      if (said !== '' && said.toLowerCase() !== found.toLowerCase()) throw otherName(at);
    }
  }
}

const otherName = (at: `body: ${string}`): ApiError =>
  new ApiError(
    'WKS.0001',
    [{ en: 'object_name is not the name of object_id', zh: 'object_name与object_id的名称不一致' }],
    `${at}.object_name`,
  );
