import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';

/** The sealer works once a second. */
const sealedWithinMs = 20_000;

/** Where an entry stands in the tree, and its own signature if its kind has one. */
export interface SealedPlace {
  readonly index: number;
  readonly keyId: string | null;
  readonly signature: Buffer | null;
}

/**
 * Waits until an entry that was committed has its place in the tree.
 * @throws {ApiError} DPL.0503 when the log is not sealed in time
 */
export async function awaitSealed(database: Database, sequence: number): Promise<SealedPlace> {
  const until = performance.now() + sealedWithinMs;
  for (;;) {
    const { rows } = await sql<{ index: string; key_id: string | null; signature: Buffer | null }>`
      select * from log_place(${sequence})`.execute(database);
    const [leaf] = rows;
    if (leaf !== undefined)
      return { index: Number(leaf.index), keyId: leaf.key_id, signature: leaf.signature };
    if (performance.now() > until)
      throw new ApiError('DPL.0503', [{ en: 'the log is not being sealed', zh: '日志未在封存' }]);
    await pause(100);
  }
}
