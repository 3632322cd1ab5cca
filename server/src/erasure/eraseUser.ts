import { CompiledQuery, sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import { appendEntry } from '../audit/appendEntry.js';
import { indexAuditEvents } from '../audit/events/indexAuditEvents.js';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Database, Transaction } from '../database/connect.js';
import type { DesktopUserId, IamUserId, ProjectId } from '../ids.js';
import { erasureStatements } from './erasureStatements.js';
import { refuseUnfinished } from './refuseUnfinished.js';

export interface ErasureOrder {
  readonly projectId: ProjectId;
  readonly userId: DesktopUserId;
  readonly askedBy: IamUserId;
  readonly requestId: string;
}

export interface Erasure {
  readonly userId: DesktopUserId;
  /** Rows that still held something of the user; 0 when nothing was left to forget. */
  readonly erased: number;
  readonly at: Date;
}

/**
 * Forgets a desktop user who was deleted: afterwards no table holds a name or address of theirs. Receipts verify as before,
 * since the log has commitments only. On record by id, and as a tombstone, so that a backup that is put back forgets them
 * again. Repeating it changes nothing.
 * @throws {ApiError} WKS.00170312 when the project never had such a user; DPL.4092 while the user lives, has a part in a
 * deletion that runs, or is owed a mail
 */
export async function eraseUser(
  parts: { readonly database: Database; readonly ambient: Ambient },
  order: ErasureOrder,
): Promise<Erasure> {
  const { projectId, userId } = order;
  // By it the addresses are found that the user's calls came from.
  await indexAuditEvents(parts.database);
  return parts.database.transaction().execute(async (transaction) => {
    // Of two calls the second waits, and then finds nothing left; and no mail is put back into the queue in between.
    await sql`select pg_advisory_xact_lock(${advisoryLocks.erasure})`.execute(transaction);
    await sql`select pg_advisory_xact_lock_shared(${advisoryLocks.compaction})`.execute(transaction);
    await refuseUnfinished(transaction, projectId, userId);
    const at = parts.ambient.now();
    const erased = await erase(transaction, projectId, userId);
    // Where nothing was left, a backup may still have something.
    if (erased === 0 && (await isForgotten(transaction, projectId, userId))) return { userId, erased, at };
    await transaction
      .insertInto('tombstones')
      .values({ kind: 'user', subject: userId, project_id: projectId })
      .execute();
    await appendEntry(transaction, {
      kind: 'erasure',
      projectId,
      desktopId: null,
      content: {
        type: 'erasure',
        project_id: projectId,
        user_id: userId,
        erased_at: at.toISOString(),
        asked_by: order.askedBy,
        request_id: order.requestId,
      },
    });
    return { userId, erased, at };
  });
}

async function isForgotten(
  transaction: Transaction,
  projectId: ProjectId,
  userId: DesktopUserId,
): Promise<boolean> {
  const stone = await transaction
    .selectFrom('tombstones')
    .select('subject')
    .where('kind', '=', 'user')
    .where('subject', '=', userId)
    .where('project_id', '=', projectId)
    .limit(1)
    .executeTakeFirst();
  return stone !== undefined;
}

async function erase(transaction: Transaction, projectId: ProjectId, userId: DesktopUserId): Promise<number> {
  const [attribution = '', ...erasures] = erasureStatements(
    '(select $1::text as project_id, $2::text as user_id)',
  );
  const run = async (statement: string): Promise<number> => {
    const result = await transaction.executeQuery(CompiledQuery.raw(statement, [projectId, userId]));
    return Number(result.numAffectedRows ?? 0);
  };
  // Says whose a name is; forgets nothing yet.
  await run(attribution);
  let erased = 0;
  for (const statement of erasures) erased += await run(statement);
  return erased;
}
