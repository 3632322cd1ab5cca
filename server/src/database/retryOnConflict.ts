import pg from 'pg';
import { retry } from '../retry/retry.js';

/** Foreign key gone meanwhile, serialisation failure, deadlock: another transaction won, and the next try sees its result. */
const transientCodes = new Set(['23503', '40001', '40P01']);

/** Runs a transaction again when another one got in its way, a few times at most. */
export async function retryOnConflict<Result>(run: () => Promise<Result>, maxAttempts = 5): Promise<Result> {
  return retry(run, { maxAttempts, isTransient: isConflict });
}

const isConflict = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && transientCodes.has(error.code ?? '');
