import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type DomainId, type IamUserId } from '../../ids.js';
import type { DataKeys } from '../../secrets/dataKeys.js';
import { type AccessKey, createAccessKey } from './accessKey.js';

/** A permanent access key without its secret. */
export interface PermanentKey {
  readonly accessKey: string;
  readonly userId: IamUserId;
  readonly enabled: boolean;
  readonly description: string;
  readonly createdAt: Date;
}

export interface PermanentKeyParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly dataKeys: DataKeys;
}

/** Enough to change to a new one before the old one goes (as the real service has it). Inactive ones count. */
const maxKeys = 2;

const columns = [
  'access_key as accessKey',
  'user_id as userId',
  'access_keys.enabled',
  'access_keys.description',
  'access_keys.created_at as createdAt',
] as const;

/**
 * Makes a permanent key for a user of the account.
 * @throws {ApiError} DPL.0404 for a missing or foreign user, DPL.0409 when he may use the console only, DPL.4091 at the limit
 */
export async function createPermanentKey(
  parts: PermanentKeyParts,
  domainId: DomainId,
  userId: string,
  description: string,
): Promise<PermanentKey & Pick<AccessKey, 'secret'>> {
  return parts.database.transaction().execute(async (transaction) => {
    // Locked before counting, so that of two calls the second counts the first one's key.
    const user = requireFound(
      await transaction
        .selectFrom('iam_users')
        .where('iam_users.id', '=', asId<IamUserId>(userId))
        .where('domain_id', '=', domainId)
        .select(['id', 'access_mode'])
        .forNoKeyUpdate()
        .executeTakeFirst(),
      'user',
    );
    if (user.access_mode === 'console') throw new ApiError('DPL.0409', [consoleOnly]);
    const keys = await transaction
      .selectFrom('access_keys')
      .where('user_id', '=', user.id)
      .select('access_key')
      .execute();
    if (keys.length >= maxKeys) throw new ApiError('DPL.4091', [twoKeys]);
    const { access, secret } = await createAccessKey(transaction, parts, user.id, description);
    const made = await transaction
      .selectFrom('access_keys')
      .where('access_key', '=', access)
      .select(columns)
      .executeTakeFirstOrThrow();
    return { ...made, secret };
  });
}

/** A key of anyone in the account; undefined for a missing and for a foreign one (S16). */
export async function findPermanentKey(
  { database }: Pick<PermanentKeyParts, 'database'>,
  domainId: DomainId,
  accessKey: string,
): Promise<PermanentKey | undefined> {
  return database
    .selectFrom('access_keys')
    .innerJoin('iam_users', 'iam_users.id', 'access_keys.user_id')
    .where('access_key', '=', accessKey)
    .where('domain_id', '=', domainId)
    .select(columns)
    .executeTakeFirst();
}

/** The keys of a user of the account, the oldest first. None for a user who is missing or foreign. */
export async function listPermanentKeys(
  { database }: Pick<PermanentKeyParts, 'database'>,
  domainId: DomainId,
  userId: string,
): Promise<PermanentKey[]> {
  return database
    .selectFrom('access_keys')
    .innerJoin('iam_users', 'iam_users.id', 'access_keys.user_id')
    .where('domain_id', '=', domainId)
    .where('iam_users.id', '=', asId<IamUserId>(userId))
    .select(columns)
    .orderBy('access_keys.created_at')
    .orderBy('access_key')
    .execute();
}

/** @returns the key as it is then; undefined when it went meanwhile */
export async function changePermanentKey(
  { database }: Pick<PermanentKeyParts, 'database'>,
  key: PermanentKey,
  changes: { readonly enabled?: boolean; readonly description?: string },
): Promise<PermanentKey | undefined> {
  return database
    .updateTable('access_keys')
    .set({
      enabled: changes.enabled ?? key.enabled,
      description: changes.description ?? key.description,
    })
    .where('access_key', '=', key.accessKey)
    .returning(columns)
    .executeTakeFirst();
}

/** @returns false when it went meanwhile */
export async function deletePermanentKey(
  { database }: Pick<PermanentKeyParts, 'database'>,
  key: PermanentKey,
): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('access_keys')
    .where('access_key', '=', key.accessKey)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

const twoKeys = {
  en: `a user may have at most ${maxKeys} access keys; delete one first`,
  zh: `每个用户最多拥有${maxKeys}个访问密钥，请先删除一个`,
};
const consoleOnly = {
  en: 'access_mode of the user is console: access keys are not allowed',
  zh: '该用户仅允许访问控制台，不能创建访问密钥',
};
