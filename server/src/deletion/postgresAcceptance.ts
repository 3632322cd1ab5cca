import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import { currentTrace, withoutTrace } from '../audit/traces/openTrace.js';
import { gatherCalls } from '../database/gatherCalls.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import type { AcceptanceStore } from './acceptanceStore.js';
import { joinDeletions } from './joinDeletion.js';
import { readDeletables, type WantedDesktops } from './readDeletable.js';
import { type OrderedAcceptance, writeAcceptances } from './writeAcceptance.js';

/**
 * Acceptance on PostgreSQL: each operation is one statement (design D9), and what comes at the same time shares one. A
 * statement that another transaction got in the way of, be it a second batch over the same desktops in another order, has
 * changed nothing and is sent again.
 */
export function createPostgresAcceptance(pool: pg.Pool, ambient: Ambient): AcceptanceStore {
  const read = gatherCalls((calls: readonly WantedDesktops[]) => readDeletables(pool, calls), together);
  const accept = gatherCalls(
    (calls: readonly OrderedAcceptance[]) =>
      withoutTrace(() => retryOnConflict(() => writeAcceptances(pool, ambient, calls))),
    together,
  );
  return {
    read: (projectId, desktopIds) => read({ projectId, desktopIds }),
    accept: async (order, acceptance) => {
      const trace = currentTrace();
      const accepted = await accept({ order, acceptance, trace });
      if (accepted.size > 0) trace?.settle(true);
      return accepted;
    },
    join: (order, joined, jobId) => retryOnConflict(() => joinDeletions(pool, ambient, order, joined, jobId)),
  };
}

/** Two statements under way keep the processors busy while one waits for the disk; more would only be smaller. */
const together = { most: 50, lanes: 2 };
