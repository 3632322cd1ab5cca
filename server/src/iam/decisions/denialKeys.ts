import type { Kysely } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Schema } from '../../database/schema.js';
import type { DataKeys } from '../dataKeys.js';

export interface DenialKeyParts {
  readonly database: Kysely<Schema>;
  readonly ambient: Ambient;
  /** The keys are stored sealed, so that every replica can use them and a copy of the database cannot. */
  readonly dataKeys: DataKeys;
}

export interface DenialKey {
  /** UUID. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** The keys that encrypted denials are sealed with, the same for every replica. Each is opened once. */
export interface DenialKeys {
  /** The one to seal with; made when there is none. Another replica's rotation shows within a minute. */
  current(): Promise<DenialKey>;
  /** Any that is kept, also a retired one. */
  find(id: string): Promise<DenialKey | undefined>;
  /** Retires the current key and makes the next. What the retired one sealed can be opened until it expires. */
  rotate(): Promise<DenialKeyRotation>;
}

export interface DenialKeyRotation {
  readonly keyId: string;
  /** From then on nothing that older keys sealed can be opened. */
  readonly olderExpireAt: Date;
}

/** How long an encrypted denial can be opened: 24 hours, in milliseconds. */
export const denialLifetimeMs = 24 * 3_600_000;

/** How long a process goes on sealing with a key without looking whether it is still the current one. */
const lookAgainMs = 60_000;
/** What replicas' clocks and looks may be apart, generously. */
const slackMs = 3_600_000;

export function openDenialKeys(parts: DenialKeyParts): DenialKeys {
  const { database, ambient } = parts;
  const opened = new Map<string, DenialKey>();
  let current: { readonly key: DenialKey; readonly seenAt: number } | undefined;
  let looking: Promise<DenialKey> | undefined;

  const openRow = async (row: { id: string; sealed_key: Buffer }): Promise<DenialKey> => {
    const known = opened.get(row.id);
    if (known !== undefined) return known;
    const key = { id: row.id, key: await parts.dataKeys.open(row.sealed_key, contextOf(row.id)) };
    opened.set(row.id, key);
    return key;
  };

  const look = async (): Promise<DenialKey> => {
    const seenAt = ambient.now().getTime();
    const row = (await readCurrent(database)) ?? (await makeCurrent(parts));
    const key = await openRow(row);
    current = { key, seenAt };
    return key;
  };

  return {
    current: async () => {
      if (current !== undefined && Math.abs(ambient.now().getTime() - current.seenAt) < lookAgainMs) {
        return current.key;
      }
      looking ??= look().finally(() => {
        looking = undefined;
      });
      return looking;
    },
    find: async (id) => {
      const row = await database
        .selectFrom('denial_keys')
        .where('id', '=', id)
        .select(['id', 'sealed_key'])
        .executeTakeFirst();
      return row === undefined ? undefined : openRow(row);
    },
    rotate: async () => {
      const at = ambient.now();
      const keyId = await replaceCurrent(parts, at);
      current = undefined;
      return { keyId, olderExpireAt: new Date(at.getTime() + lookAgainMs + denialLifetimeMs) };
    },
  };
}

async function readCurrent(on: Kysely<Schema>): Promise<{ id: string; sealed_key: Buffer } | undefined> {
  return on
    .selectFrom('denial_keys')
    .where('retired_at', 'is', null)
    .select(['id', 'sealed_key'])
    .executeTakeFirst();
}

/** The first key of a new database; replicas that get there at once agree on one. */
async function makeCurrent(parts: DenialKeyParts): Promise<{ id: string; sealed_key: Buffer }> {
  await addKey(parts, parts.database);
  const row = await readCurrent(parts.database);
  if (row === undefined) throw new Error('There is no key to encrypt denials with.');
  return row;
}

async function replaceCurrent(parts: DenialKeyParts, at: Date): Promise<string> {
  return parts.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('denial_keys')
      .set({ retired_at: at })
      .where('retired_at', 'is', null)
      .execute();
    // The messages of these have all expired.
    await transaction
      .deleteFrom('denial_keys')
      .where('retired_at', '<', new Date(at.getTime() - denialLifetimeMs - slackMs))
      .execute();
    await addKey(parts, transaction);
    return (await readCurrent(transaction))?.id ?? '';
  });
}

async function addKey({ ambient, dataKeys }: DenialKeyParts, on: Kysely<Schema>): Promise<void> {
  const id = ambient.uuid();
  await on
    .insertInto('denial_keys')
    .values({
      id,
      sealed_key: dataKeys.seal(ambient.randomBytes(32), contextOf(id)),
      created_at: ambient.now(),
    })
    // Another one is current already.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const contextOf = (keyId: string): string => `denial-key:${keyId}`;
