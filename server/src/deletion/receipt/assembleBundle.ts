import { bundleFormat } from '@deskplane/verify/receiptTypes.js';
import type { Kysely } from 'kysely';
import { readOpenings } from '../../audit/personalData.js';
import { entriesProvenBy, keysOf } from '../../audit/proveEntries.js';
import { readEntries, readHead } from '../../audit/readLog.js';
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
  const { plain, signed } = entriesProvenBy(database, head);
  const proven = { receipt: await signed(receipt), addenda: await Promise.all(addenda.map(signed)) };
  const envelopes = [head.envelope, proven.receipt.envelope, ...proven.addenda.map((each) => each.envelope)];
  return {
    format: bundleFormat,
    ...proven,
    acceptance: await plain(acceptance),
    head: head.envelope,
    keys: await keysOf(database, envelopes),
    openings: await readOpenings(database, desktopId),
  };
}
