import type { Kysely } from 'kysely';
import { appendEntry } from '../../audit/appendEntry.js';
import type { Schema } from '../../database/schema.js';
import type { DesktopId } from '../../ids.js';
import { serviceVersion } from '../../serviceVersion.js';
import { buildReceipt, type MailOutcome } from './buildReceipt.js';
import { readFacts } from './readFacts.js';

/**
 * Writes the receipt of a deletion whose last item has ended, in the transaction that ends it: no deletion is done without
 * one. A deletion that was accepted before there was a log gets none: there would be nothing to hold it to.
 */
export async function writeReceipt(
  transaction: Kysely<Schema>,
  desktopId: DesktopId,
  completedAt: Date,
  mails: ReadonlyMap<string, MailOutcome>,
): Promise<void> {
  const facts = await readFacts(transaction, desktopId);
  if (facts.acceptance === null) return;
  const content = buildReceipt(facts, facts.acceptance, {
    desktopId,
    completedAt,
    version: serviceVersion,
    mails,
  });
  await appendEntry(transaction, { kind: 'receipt', projectId: facts.projectId, desktopId, content });
}
