import { appendEntries } from '../../audit/appendEntry.js';
import type { Transaction } from '../../database/connect.js';
import { serviceVersion } from '../../serviceVersion.js';
import { buildReceipt, type Completion } from './buildReceipt.js';
import { readFacts } from './readFacts.js';

/**
 * Writes the receipts of deletions whose last items have ended, in the transaction that ends them: no deletion is done without
 * one. A deletion that was accepted before there was a log gets none: there would be nothing to hold it to.
 */
export async function writeReceipts(
  transaction: Transaction,
  completions: readonly Omit<Completion, 'version'>[],
): Promise<void> {
  const facts = await readFacts(
    transaction,
    completions.map(({ desktopId }) => desktopId),
  );
  await appendEntries(
    transaction,
    completions.flatMap((completion) => {
      const { desktopId } = completion;
      const known = facts.get(desktopId);
      if (known === undefined || known.acceptance === null) return [];
      const content = buildReceipt(known, known.acceptance, { ...completion, version: serviceVersion });
      return [{ kind: 'receipt' as const, projectId: known.projectId, desktopId, content }];
    }),
  );
}
