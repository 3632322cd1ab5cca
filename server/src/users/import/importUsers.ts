import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import { ApiError, describeError, type Language } from '../../errors/errors.js';
import type { ProjectId } from '../../ids.js';
import { requireWorkspace } from '../../workspace/findWorkspace.js';
import { type CreatedUser, createUsers, nameTaken, type UserParts } from '../createUser.js';
import { userAtFault } from '../newUserBatches.js';
import type { ImportedUserList } from './importSchemas.js';
import { checkUserList, type ListedUser, readUserList } from './readUserList.js';

/**
 * Creates the users of a table, all of those that can be: who cannot stands in the answer, with the reasons.
 * @throws {ApiError} WKS.0001 when it is no such table, WKS.00010099 when the service is not open, DPL.4091 when there would be too many
 * users: then nobody is created
 */
export async function importUsers(
  parts: UserParts,
  projectId: ProjectId,
  file: Uint8Array,
  language: Language,
): Promise<ImportedUserList> {
  const table = readUserList(file);
  await requireWorkspace(parts.database, projectId);
  const names = table.rows.flatMap(({ fields }) => fields['user_name'] ?? []);
  const there = await findThere(parts.database, projectId, names);
  const listed = checkUserList(table, there, language);
  const fit = listed.filter(({ reasons }) => reasons.length === 0);
  const { created, refused } = await createFit(parts, projectId, fit, language);
  const failed = [...listed.filter(({ reasons }) => reasons.length > 0), ...refused];
  return {
    user_detail_list: created.map(({ user, made }) => ({
      ...presentListed(user),
      id: made.id,
      invited: made.invited,
    })),
    failed_detail_list: failed
      .toSorted((one, other) => one.row - other.row)
      .map((user) => ({ ...presentListed(user), id: null, reasons: [...user.reasons] })),
    total_count: listed.length,
  };
}

/** Which of the names are taken, in lower case. */
async function findThere(
  database: Database,
  projectId: ProjectId,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const lower = names.map((name) => name.toLowerCase());
  const rows = await database
    .selectFrom('desktop_users')
    .select(sql<string>`lower(user_name)`.as('name'))
    .where('project_id', '=', projectId)
    .where(sql<boolean>`lower(user_name) = any(${lower}::text[])`)
    .execute();
  return new Set(rows.map(({ name }) => name));
}

interface Created {
  readonly user: ListedUser;
  readonly made: CreatedUser;
}

/**
 * All of them together, but those whose names were taken since it was looked who is there. It is looked again then: each further attempt
 * hashes all passwords anew.
 */
async function createFit(
  parts: UserParts,
  projectId: ProjectId,
  fit: readonly ListedUser[],
  language: Language,
): Promise<{ readonly created: readonly Created[]; readonly refused: readonly ListedUser[] }> {
  let left = fit;
  const refused: ListedUser[] = [];
  while (left.length > 0) {
    try {
      const bodies = left.map(({ body }) => body);
      const made = await createUsers(parts, projectId, bodies, language);
      const created = made.flatMap((each, index) => {
        const user = left[index];
        return user === undefined ? [] : [{ user, made: each }];
      });
      return { created, refused };
    } catch (error) {
      const index = error instanceof ApiError ? userAtFault(error.detail ?? '') : undefined;
      const user = index === undefined ? undefined : left[index];
      if (!(error instanceof ApiError) || user === undefined) throw error;
      refused.push({ ...user, reasons: [describeError(error.code, language, error.args)] });
      const others = left.filter((other) => other !== user);
      const there = await findThere(
        parts.database,
        projectId,
        others.map(({ body }) => body.user_name),
      );
      const isTaken = ({ body }: ListedUser): boolean => there.has(body.user_name.toLowerCase());
      for (const other of others.filter(isTaken))
        refused.push({
          ...other,
          reasons: [describeError('DPL.0409', language, [nameTaken(other.body.user_name)])],
        });
      left = others.filter((other) => !isTaken(other));
    }
  }
  return { created: [], refused };
}

const presentListed = ({ row, body: { user_name, user_email = '', description = '' } }: ListedUser) => ({
  row,
  user_name,
  user_email,
  description,
  domain: null,
  permission_group: null,
  desktop_name: null,
  desktop_ip: null,
});
