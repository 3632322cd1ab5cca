import type pg from 'pg';
import { StartError } from '../system/errorCode.js';

/**
 * For a service that is no test double: its clock is the database's.
 * @throws {StartError} when the tests of a test double moved the clock of this database
 */
export async function refuseMovedClock(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ ahead: number }>('select service_clock_ahead() as ahead');
  const ahead = rows[0]?.ahead ?? 0;
  if (ahead === 0) return;
  throw new StartError(
    `The clock of this database was moved ahead by ${ahead} s by tests. Start it as the test double that it was ` +
      '(DESKPLANE_ENGINE=simulated, DESKPLANE_SIMULATED_CONTROL=loopback) and set the clock back (deskplane clock reset), ' +
      'or use a new database.',
  );
}
