import { appendEntries } from '../../audit/appendEntry.js';
import type { Transaction } from '../../database/connect.js';
import { serviceVersion } from '../../serviceVersion.js';
import { buildReceipt, type Completion } from './buildReceipt.js';
import { type EndedDeletion, readFacts } from './readFacts.js';

/**
 * Writes the receipts of deletions whose last items have ended, in the transaction that ends them: no deletion is done without
 * one. A deletion that was accepted before there was a log gets none: there is no acceptance to check it against.
 */
export async function writeReceipts(
  transaction: Transaction,
  ended: readonly (EndedDeletion & { readonly completion: Omit<Completion, 'version'> })[],
): Promise<void> {
  const facts = await readFacts(transaction, ended);
  await appendEntries(
    transaction,
    ended.flatMap(({ completion }, index) => {
      const known = facts[index];
      if (known === undefined || known.acceptance === null) return [];
      const content = buildReceipt(known, known.acceptance, { ...completion, version: serviceVersion });
      const { projectId, desktopId } = known;
      return [{ kind: 'receipt' as const, projectId, desktopId, content }];
    }),
  );
}
