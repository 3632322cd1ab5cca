import { type Envelope, makeEnvelope } from '@deskplane/verify/envelope.js';
import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.js';
import { signedTypes } from './logEntry.js';
import { proveInclusion, type SealedEntry, type SignedHead } from './readLog.js';
import { listPublicKeys } from './signingKeys.js';

/** Sealed entries as files that prove themselves hold them, proven by this head. */
export function entriesProvenBy(database: Kysely<Schema>, head: SignedHead) {
  const prove = async ({ index }: Pick<SealedEntry, 'index'>) => ({
    index,
    path: (await proveInclusion(database, index, head.size)).map((hash) => hash.toString('hex')),
  });
  return {
    /** One that the head alone proves. */
    plain: async (entry: SealedEntry) => ({
      payload: entry.payload.toString('base64'),
      ...(await prove(entry)),
    }),
    /** One of a kind that is signed by itself. */
    signed: async (entry: SealedEntry) => ({ envelope: toEnvelope(entry), ...(await prove(entry)) }),
  };
}

/** Exactly the keys that signed something in a file. */
export async function keysOf(database: Kysely<Schema>, envelopes: readonly Envelope[]) {
  const used = new Set(envelopes.flatMap(({ signatures }) => signatures.map(({ keyid }) => keyid)));
  return (await listPublicKeys(database)).filter((key) => used.has(key.kid));
}

function toEnvelope({ kind, payload, signature }: SealedEntry): Envelope {
  const type = signedTypes[kind];
  if (type === undefined || signature === undefined) throw new Error(`The ${kind} in the log is not signed.`);
  return makeEnvelope(type, payload, signature.keyId, signature.bytes);
}
