import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../system/errorCode.js';
import { readOnlySession } from './boundedClient.js';
import type { Connections } from './connect.js';
import { databaseTrouble } from './databaseTrouble.js';

/**
 * Tries whether a deletion could be written down now. Asking often costs no more than asking five times a second.
 * @returns why it could not; undefined: it could
 */
export type WriteProbe = () => Promise<string | undefined>;

/** How long the outcome of a try holds, in milliseconds from when it was begun. */
const holdsFor = 200;
/** What has not come about by then is not ready: with the above less than a second after it has ceased to be. */
const maxWait = 750;
/** After so long without an outcome another try may meet a better connection. */
const besideAfter = 1_000;

/**
 * A row of our own is written as an acceptance writes one: with a free connection, in a session that may write, down to the
 * disk. On a full one that would still fit: before it more rows than a sort's memory holds are put into a file beside the
 * tables, about 200 kB, and are gone again.
 */
const probeText = `
  with spilled as materialized (
    select count(*) from set_config('work_mem', '64kB', true), lateral generate_series(1, 8000)
  )
  update workers set lease_until = lease_until from spilled where id = $1`;

/**
 * For `/readyz`: tries for real what would fail, since a database that answers may be full, read-only, or out of connections.
 * When it can be written again, no session of before is left that could not.
 * @param workerId whose row to write
 */
export function createWriteProbe(
  { pool, renew }: Pick<Connections, 'pool' | 'renew'>,
  workerId: () => string,
): WriteProbe {
  let trying: Promise<string | undefined> | undefined;
  let begun = Number.NEGATIVE_INFINITY;
  let settled = true;
  let wasReadOnly = false;

  const tryOnce = async (): Promise<string | undefined> => {
    try {
      await pool.query({ name: 'probe writing', text: probeText, values: [workerId()] });
      if (wasReadOnly) renew();
      wasReadOnly = false;
      return undefined;
    } catch (error) {
      if (errorCode(error) === readOnlySession) wasReadOnly = true;
      return databaseTrouble(error)?.en ?? 'the database is read-only';
    }
  };

  return async () => {
    if (trying === undefined || performance.now() - begun > (settled ? holdsFor : besideAfter)) {
      begun = performance.now();
      settled = false;
      const own = tryOnce().finally(() => {
        if (trying === own) settled = true;
      });
      trying = own;
    }
    const giveUp = new AbortController();
    const late = pause(maxWait, 'the database does not answer in time', { signal: giveUp.signal }).catch(
      () => undefined,
    );
    try {
      return await Promise.race([trying, late]);
    } finally {
      giveUp.abort();
    }
  };
}
