import { sql } from 'kysely';
import type { Static } from 'typebox';
import { type Ambient, newHexId } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import { refuseTaken } from '../../iam/identities/taken.js';
import { asId, type ProjectId, type UserGroupId } from '../../ids.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { keepFactorNarrow } from '../keepFactorNarrow.js';
import { groupLimits } from './groupLimits.js';
import type { CreateUserGroupBody, UpdateUserGroupBody } from './groupSchemas.js';

/**
 * Makes a group without members.
 * @throws {ApiError} WKS.0001 for a group of a directory, WKS.00010099 when the service is not open, DPL.0409 when the name is taken,
 * DPL.4091 when there are too many groups
 */
export async function createGroup(
  { database, ambient }: { readonly database: Database; readonly ambient: Ambient },
  projectId: ProjectId,
  body: Static<typeof CreateUserGroupBody>,
): Promise<UserGroupId> {
  if (body.platform_type !== 'LOCAL') throw new ApiError('WKS.0001', [noDirectory], 'body: platform_type');
  return database.transaction().execute(async (transaction) => {
    // Of two calls the second counts the first one's group.
    await holdWorkspace(transaction, projectId);
    const { count } = await transaction
      .selectFrom('user_groups')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('project_id', '=', projectId)
      .executeTakeFirstOrThrow();
    if (count >= groupLimits.groupsOfProject)
      throw new ApiError('DPL.4091', [`user_groups: ${count} + 1 > ${groupLimits.groupsOfProject}`]);
    const made = await transaction
      .insertInto('user_groups')
      .values({
        id: noteMade(asId<UserGroupId>(newHexId(ambient))),
        project_id: projectId,
        name: body.group_name,
        description: body.description ?? '',
        created_at: ambient.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) throw taken(body.group_name);
    return made.id;
  });
}

/**
 * Changes what is named and leaves the rest; Terraform names nothing when only members change.
 * @throws {ApiError} WKS.00170208 when there is no such group, DPL.0409 when the name is taken
 */
export async function updateGroup(
  database: Database,
  projectId: ProjectId,
  groupId: UserGroupId,
  { group_name: name, description }: Static<typeof UpdateUserGroupBody>,
): Promise<void> {
  const row = await refuseTaken(taken(name ?? ''), () =>
    database
      .updateTable('user_groups')
      // Setting the id to itself makes an update without changes one that still tells whether the group is there.
      .set((group) => ({
        id: group.ref('id'),
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
      }))
      .where('project_id', '=', projectId)
      .where('id', '=', groupId)
      .returning('id')
      .executeTakeFirst(),
  );
  if (row === undefined) throw new ApiError('WKS.00170208');
}

/**
 * Deletes groups with their memberships, all of them or, if one cannot go, none. Their members stay.
 * @throws {ApiError} WKS.00170208 when one is not there, DPL.0409 when one has a desktop, or is the last of which the second factor is asked
 */
export async function deleteGroups(
  database: Database,
  projectId: ProjectId,
  groupIds: readonly UserGroupId[],
): Promise<void> {
  const ids = [...new Set(groupIds)];
  await database.transaction().execute(async (transaction) => {
    // Whoever gives a desktop to a group holds it, too.
    const groups = await transaction
      .selectFrom('user_groups')
      .select(['id', 'name'])
      .where('project_id', '=', projectId)
      .where('id', 'in', ids)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (groups.length < ids.length) throw new ApiError('WKS.00170208');
    const given = await transaction
      .selectFrom('desktop_group_assignments as a')
      .innerJoin('desktops as d', 'd.id', 'a.desktop_id')
      .select(['a.group_id', 'd.computer_name'])
      .where('a.project_id', '=', projectId)
      .where('a.group_id', 'in', ids)
      .where('d.gone_at', 'is', null)
      .orderBy('d.computer_name')
      .execute();
    const [first] = given;
    if (first !== undefined) {
      const name = groups.find(({ id }) => id === first.group_id)?.name ?? '';
      const desktops = given.filter((row) => row.group_id === first.group_id);
      throw new ApiError(
        'DPL.0409',
        [hasDesktops(name, first.computer_name, desktops.length - 1)],
        `group_id: ${first.group_id}`,
      );
    }
    // What is left are assignments of desktops that are gone.
    for (const table of ['desktop_group_assignments', 'desktop_group_detachments'] as const)
      await transaction
        .deleteFrom(table)
        .where('project_id', '=', projectId)
        .where('group_id', 'in', ids)
        .execute();
    await keepFactorNarrow(transaction, projectId, async () => {
      await transaction
        .deleteFrom('user_groups')
        .where('project_id', '=', projectId)
        .where('id', 'in', ids)
        .execute();
    });
  });
}

const noDirectory = {
  en: 'platform_type must be LOCAL: this service has no directory whose groups it could take',
  zh: 'platform_type只能为LOCAL：本服务没有对接目录（AD）',
} as const satisfies ErrorArgument;

const taken = (name: string): ApiError =>
  new ApiError(
    'DPL.0409',
    [{ en: `a user group "${name}" exists already`, zh: `用户组“${name}”已存在` }],
    'body: group_name',
  );

function hasDesktops(group: string, desktop: string, more: number): ErrorArgument {
  return {
    en: `the user group "${group}" still has the desktop ${desktop}${more === 0 ? '' : ` and ${more} more`}; delete or detach ${more === 0 ? 'it' : 'them'} first`,
    zh: `用户组“${group}”还有桌面${desktop}${more === 0 ? '' : `等${more + 1}个`}，请先删除或解绑`,
  };
}
