import type { Ambient } from '../../../ambient.js';
import { newHexId } from '../../../ambient.js';
import { noteMade } from '../../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { lockAccount } from '../../grants/lockAccount.js';
import { parseDescription, parseName } from '../names.js';
import { accountQuotas } from '../quotas.js';
import { refuseTaken } from '../taken.js';
import { type Group, groupColumns } from './queries.js';

export interface GroupParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

export interface GroupFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** @throws {ApiError} 1101, 1117; DPL.0409 when the name is taken, DPL.4091 when the account is full */
export async function createGroup(
  { database, ambient }: GroupParts,
  domainId: DomainId,
  fields: GroupFields & { readonly name: string },
): Promise<Group> {
  return database
    .transaction()
    .execute((transaction) => createGroupIn(transaction, ambient, domainId, fields));
}

/** The same in the caller's transaction. @throws {ApiError} as {@link createGroup} */
export async function createGroupIn(
  transaction: Transaction,
  ambient: Ambient,
  domainId: DomainId,
  fields: GroupFields & { readonly name: string },
): Promise<Group> {
  const { name, likeness } = parseName(fields.name);
  const description = parseDescription(fields.description ?? '');
  // Taken before counting, so that of two calls the second counts the first one's group.
  await lockAccount(transaction, domainId);
  const { count } = await transaction
    .selectFrom('iam_groups')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('domain_id', '=', domainId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= accountQuotas.groups) {
    throw new ApiError('DPL.4091', [`${accountQuotas.groups} groups`]);
  }
  const made = await transaction
    .insertInto('iam_groups')
    .values({
      id: noteMade(newHexId(ambient)),
      domain_id: domainId,
      name,
      likeness,
      description,
      created_at: ambient.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(groupColumns)
    .executeTakeFirst();
  if (made === undefined) throw taken(name);
  return made;
}

/** @throws {ApiError} DPL.0404 for a missing or foreign group, 1101, 1117, DPL.0409 */
export async function updateGroup(
  { database }: GroupParts,
  domainId: DomainId,
  groupId: string,
  fields: GroupFields,
): Promise<Group> {
  const name = fields.name === undefined ? undefined : parseName(fields.name);
  const description = fields.description === undefined ? undefined : parseDescription(fields.description);
  const changed = requireFound(
    await refuseTaken(taken(name?.name ?? ''), () =>
      database
        .updateTable('iam_groups')
        .set({
          ...name,
          ...(description === undefined ? {} : { description }),
          // Always something to set, also when nothing is to be changed.
          domain_id: domainId,
        })
        .where('id', '=', groupId)
        .where('domain_id', '=', domainId)
        .returning(groupColumns)
        .executeTakeFirst(),
    ),
    'group',
  );
  return changed;
}

/** Ends a group, its memberships and what was granted to it. @throws {ApiError} DPL.0404 */
export async function deleteGroup(
  { database }: GroupParts,
  domainId: DomainId,
  groupId: string,
): Promise<void> {
  const { numDeletedRows } = await database
    .deleteFrom('iam_groups')
    .where('id', '=', groupId)
    .where('domain_id', '=', domainId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new ApiError('DPL.0404', ['group']);
}

const taken = (name: string): ApiError =>
  new ApiError('DPL.0409', [
    {
      en: `the group name ${name} is in use, or looks the same as one in use`,
      zh: `已存在名为${name}或外观相同的用户组`,
    },
  ]);
