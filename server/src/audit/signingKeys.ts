import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { bytesToSign } from '@deskplane/verify/envelope.js';
import { keyIdOf, type PublicJwk, rawKeyOf, toJwk } from '@deskplane/verify/publicKeys.js';
import type { Kysely } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { DataKeys } from '../secrets/dataKeys.js';

export interface SigningParts {
  readonly database: Kysely<Schema>;
  readonly ambient: Ambient;
  /** Private keys are stored sealed, so that every replica can sign and a copy of the database cannot. */
  readonly dataKeys: DataKeys;
}

/** Signs with the key that is current when it was asked for. */
export interface Signer {
  readonly keyId: string;
  /** Ed25519 over a DSSE payload; off the event loop. */
  sign(payloadType: string, payload: Buffer): Promise<Buffer>;
}

/** Hands out the current signer; keys are opened once each. */
export interface SigningKeys {
  /** @param on the transaction whose view of the keys counts */
  current(on: Kysely<Schema>): Promise<Signer>;
}

const signAsync = promisify<null, Buffer, KeyObject, Buffer>(sign);

/** Makes the first signing key of a new database; replicas that start at once agree on one. */
export async function openSigningKeys(parts: SigningParts): Promise<SigningKeys> {
  const opened = new Map<string, Signer>();
  const current = async (on: Kysely<Schema>): Promise<Signer> => {
    const row = await on
      .selectFrom('signing_keys')
      .select(['id', 'sealed_private_key'])
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow();
    const known = opened.get(row.id);
    if (known !== undefined) return known;
    if (row.sealed_private_key === null) throw new Error(`The signing key ${row.id} has no private half.`);
    // What was retired is not kept in memory either.
    opened.clear();
    const key = createPrivateKey({
      key: await parts.dataKeys.open(row.sealed_private_key, contextOf(row.id)),
      format: 'der',
      type: 'pkcs8',
    });
    const signer: Signer = {
      keyId: row.id,
      sign: (payloadType, payload) => signAsync(null, bytesToSign(payloadType, payload), key),
    };
    opened.set(row.id, signer);
    return signer;
  };
  await addKey(parts, parts.database);
  return { current };
}

/**
 * Retires the current signing key, forgets its private half, and makes the next, in the caller's transaction. What the
 * retired one signed stays valid, and its public half published.
 * @returns the ids of both
 */
export async function replaceSigningKey(
  parts: Omit<SigningParts, 'database'>,
  transaction: Transaction,
): Promise<{ readonly retired: string; readonly current: string }> {
  const { id: retired } = await transaction
    .updateTable('signing_keys')
    .set({ retired_at: parts.ambient.now(), sealed_private_key: null })
    .where('retired_at', 'is', null)
    .returning('id')
    .executeTakeFirstOrThrow();
  return { retired, current: await addKey(parts, transaction) };
}

/** Every public key that ever signed, the current one first. */
export async function listPublicKeys(database: Kysely<Schema>): Promise<PublicJwk[]> {
  const rows = await database
    .selectFrom('signing_keys')
    .select(['public_key'])
    .orderBy((eb) => eb('retired_at', 'is', null), 'desc')
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => toJwk(row.public_key));
}

async function addKey(
  { ambient, dataKeys }: Omit<SigningParts, 'database'>,
  on: Kysely<Schema>,
): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = rawKeyOf(publicKey);
  const id = keyIdOf(raw);
  await on
    .insertInto('signing_keys')
    .values({
      id,
      public_key: raw,
      sealed_private_key: dataKeys.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), contextOf(id)),
      created_at: ambient.now(),
    })
    // Another one is current already.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return id;
}

const contextOf = (keyId: string): string => `signing-key:${keyId}`;
