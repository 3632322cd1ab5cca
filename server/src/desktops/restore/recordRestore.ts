import { sql } from 'kysely';
import { appendEntry } from '../../audit/appendEntry.js';
import { prepareEntry } from '../../audit/logEntry.js';
import type { Transaction } from '../../database/connect.js';
import { momentAfter } from '../../database/moment.js';
import type { RestoreStep } from '../../database/schema/taskChange.js';
import { serviceVersion } from '../../serviceVersion.js';
import { describeEnd, describeRequest, type RestoreCall, type RestoreEnd } from './describeRestore.js';
import type { Restorable } from './readRestores.js';

/**
 * Writes into the log who wants which disk put back to what, before any effect (S17); no personal data.
 * @returns what the statement at the end refers to
 */
export async function recordAcceptance(
  transaction: Transaction,
  call: RestoreCall,
  found: Restorable,
): Promise<RestoreStep['accepted']> {
  const at = await presentMoment(transaction);
  const content = describeRequest(call, found, at);
  const { projectId } = call;
  await appendEntry(transaction, { kind: 'restore', projectId, desktopId: found.desktop.id, content });
  const entry = prepareEntry(content).leafHash.toString('hex');
  return { entry, at, volume: content.volume, snapshot: content.snapshot, keyId: content.key_id };
}

/** Writes what came of a restore, to be signed. */
export async function recordEnd(transaction: Transaction, end: RestoreEnd): Promise<void> {
  const { projectId, desktopId, step } = end;
  const at = await presentMoment(transaction, step.accepted.at);
  const content = describeEnd(end, at, {
    version: serviceVersion,
    instance: await readInstance(transaction),
  });
  await appendEntry(transaction, { kind: 'restore-receipt', projectId, desktopId, content });
}

/** By the database's clock, and no earlier than what happened before. */
async function presentMoment(transaction: Transaction, before?: string): Promise<string> {
  const known = sql`${before ?? null}::timestamptz`;
  const { rows } = await sql<{ now: Date }>`
    select greatest(${sql.raw(momentAfter())}, ${known}) as now`.execute(transaction);
  const [row] = rows;
  if (row === undefined) throw new Error('The database told no time.');
  return row.now.toISOString();
}

async function readInstance(transaction: Transaction): Promise<string | null> {
  const log = await transaction.selectFrom('log_identity').select('id').executeTakeFirst();
  return log?.id ?? null;
}
