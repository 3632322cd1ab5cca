import pg from 'pg';

/** Foreign key gone meanwhile, serialisation failure, deadlock: another transaction won, and the next try sees its result. */
const passing = new Set(['23503', '40001', '40P01']);

/** Runs a transaction again when another one got in its way, a few times at most. */
export async function retryOnConflict<Result>(run: () => Promise<Result>, tries = 5): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= tries || !(error instanceof pg.DatabaseError) || !passing.has(error.code ?? ''))
        throw error;
    }
  }
}
