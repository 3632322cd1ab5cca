import { makeEnvelope } from '@deskplane/verify/envelope.js';
import { bundleFormat } from '@deskplane/verify/receiptTypes.js';
import type { Kysely } from 'kysely';
import { signedTypes } from '../../audit/logEntry.js';
import { readOpenings } from '../../audit/personalData.js';
import { proveInclusion, readEntries, readHead, type SealedEntry } from '../../audit/readLog.js';
import { listPublicKeys } from '../../audit/signingKeys.js';
import type { Schema } from '../../database/schema.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/**
 * Puts together what it takes to check a desktop's receipt without the service: the signed receipt, the entry of its
 * acceptance, proofs that both are in the log, the signed head, the keys, and what can still be opened.
 * @returns undefined while the receipt is not written or not sealed
 */
export async function assembleBundle(database: Kysely<Schema>, projectId: ProjectId, desktopId: DesktopId) {
  // The head first: every entry within its size stays in the log.
  const head = await readHead(database);
  if (head === undefined) return undefined;
  const entries = await readEntries(database, projectId, desktopId, head.size);
  const receipt = entries.find((entry) => entry.kind === 'receipt');
  const acceptance = entries.find((entry) => entry.kind === 'acceptance');
  if (receipt === undefined || acceptance === undefined) return undefined;
  const addenda = entries.filter((entry) => entry.kind === 'addendum');
  const prove = async ({ index }: SealedEntry) => ({
    index,
    path: (await proveInclusion(database, index, head.size)).map((hash) => hash.toString('hex')),
  });
  const sign = async (entry: SealedEntry) => ({ envelope: toEnvelope(entry), ...(await prove(entry)) });
  const signed = { receipt: await sign(receipt), addenda: await Promise.all(addenda.map(sign)) };
  const envelopes = [head.envelope, signed.receipt.envelope, ...signed.addenda.map((each) => each.envelope)];
  const used = new Set(envelopes.flatMap(({ signatures }) => signatures.map(({ keyid }) => keyid)));
  return {
    format: bundleFormat,
    ...signed,
    acceptance: { payload: acceptance.payload.toString('base64'), ...(await prove(acceptance)) },
    head: head.envelope,
    keys: (await listPublicKeys(database)).filter((key) => used.has(key.kid)),
    openings: await readOpenings(database, desktopId),
  };
}

function toEnvelope({ kind, payload, signature }: SealedEntry) {
  const type = signedTypes[kind];
  if (type === undefined || signature === undefined) throw new Error(`The ${kind} in the log is not signed.`);
  return makeEnvelope(type, payload, signature.keyId, signature.bytes);
}
