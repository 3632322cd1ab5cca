import pg from 'pg';
import type { ApiError } from '../../errors/errors.js';

const uniqueViolation = '23505';

/** Runs it, and refuses with this error when another one has the name already. */
export async function refuseTaken<Result>(refusal: ApiError, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation) throw refusal;
    throw error;
  }
}
