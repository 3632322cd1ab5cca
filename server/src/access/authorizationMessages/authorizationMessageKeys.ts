import type { Kysely } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Schema } from '../../database/schema.js';
import type { DataKeys } from '../../secrets/dataKeys.js';

export interface AuthorizationMessageKeyParts {
  readonly database: Kysely<Schema>;
  readonly ambient: Ambient;
  /** The keys are stored sealed, so that every replica can use them and a copy of the database cannot. */
  readonly dataKeys: DataKeys;
}

export interface AuthorizationMessageKey {
  /** UUID. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** The keys that encrypted authorization messages are sealed with, the same for every replica. Each is opened once. */
export interface AuthorizationMessageKeys {
  /** The one to seal with; made when there is none. Another replica's rotation shows within a minute. */
  current(): Promise<AuthorizationMessageKey>;
  /** Any that is kept, also a retired one. */
  find(id: string): Promise<AuthorizationMessageKey | undefined>;
  /** Retires the current key and makes the next. What the retired one sealed can be opened until it expires. */
  rotate(): Promise<AuthorizationMessageKeyRotation>;
}

export interface AuthorizationMessageKeyRotation {
  readonly keyId: string;
  /** From then on nothing that older keys sealed can be opened. */
  readonly olderExpireAt: Date;
}

/** How long an encrypted authorization message can be opened: 24 hours, in milliseconds. */
export const authorizationMessageLifetimeMs = 24 * 3_600_000;

/** How long a process goes on sealing with a key without looking whether it is still the current one. */
const lookAgainMs = 60_000;
/** What replicas' clocks and looks may be apart, generously. */
const slackMs = 3_600_000;

export function openAuthorizationMessageKeys(parts: AuthorizationMessageKeyParts): AuthorizationMessageKeys {
  const { database, ambient } = parts;
  const opened = new Map<string, AuthorizationMessageKey>();
  let current: { readonly key: AuthorizationMessageKey; readonly seenAt: number } | undefined;
  let looking: Promise<AuthorizationMessageKey> | undefined;

  const openRow = async (row: { id: string; sealed_key: Buffer }): Promise<AuthorizationMessageKey> => {
    const known = opened.get(row.id);
    if (known !== undefined) return known;
    const key = { id: row.id, key: await parts.dataKeys.open(row.sealed_key, contextOf(row.id)) };
    opened.set(row.id, key);
    return key;
  };

  const look = async (): Promise<AuthorizationMessageKey> => {
    const seenAt = ambient.serviceNow().getTime();
    const row = (await readCurrent(database)) ?? (await makeCurrent(parts));
    const key = await openRow(row);
    current = { key, seenAt };
    return key;
  };

  return {
    current: async () => {
      if (current !== undefined && Math.abs(ambient.serviceNow().getTime() - current.seenAt) < lookAgainMs) {
        return current.key;
      }
      looking ??= look().finally(() => {
        looking = undefined;
      });
      return looking;
    },
    find: async (id) => {
      const row = await database
        .selectFrom('authorization_message_keys')
        .where('id', '=', id)
        .select(['id', 'sealed_key'])
        .executeTakeFirst();
      return row === undefined ? undefined : openRow(row);
    },
    rotate: async () => {
      const at = ambient.serviceNow();
      const keyId = await replaceCurrent(parts, at);
      current = undefined;
      return { keyId, olderExpireAt: new Date(at.getTime() + lookAgainMs + authorizationMessageLifetimeMs) };
    },
  };
}

async function readCurrent(on: Kysely<Schema>): Promise<{ id: string; sealed_key: Buffer } | undefined> {
  return on
    .selectFrom('authorization_message_keys')
    .where('retired_at', 'is', null)
    .select(['id', 'sealed_key'])
    .executeTakeFirst();
}

/** The first key of a new database; replicas that get there at once agree on one. */
async function makeCurrent(parts: AuthorizationMessageKeyParts): Promise<{ id: string; sealed_key: Buffer }> {
  await addKey(parts, parts.database);
  const row = await readCurrent(parts.database);
  if (row === undefined) throw new Error('There is no key to encrypt denials with.');
  return row;
}

async function replaceCurrent(parts: AuthorizationMessageKeyParts, at: Date): Promise<string> {
  return parts.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('authorization_message_keys')
      .set({ retired_at: at })
      .where('retired_at', 'is', null)
      .execute();
    // The messages of these have all expired.
    await transaction
      .deleteFrom('authorization_message_keys')
      .where('retired_at', '<', new Date(at.getTime() - authorizationMessageLifetimeMs - slackMs))
      .execute();
    await addKey(parts, transaction);
    return (await readCurrent(transaction))?.id ?? '';
  });
}

async function addKey(
  { ambient, dataKeys }: AuthorizationMessageKeyParts,
  on: Kysely<Schema>,
): Promise<void> {
  const id = ambient.uuid();
  await on
    .insertInto('authorization_message_keys')
    .values({
      id,
      sealed_key: dataKeys.seal(ambient.randomBytes(32), contextOf(id)),
      created_at: ambient.serviceNow(),
    })
    // Another one is current already.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const contextOf = (keyId: string): string => `denial-key:${keyId}`;
