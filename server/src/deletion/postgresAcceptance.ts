import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import type { AcceptanceStore } from './acceptanceStore.js';
import { joinDeletions } from './joinDeletion.js';
import { readDeletables } from './readDeletable.js';
import { writeAcceptance } from './writeAcceptance.js';

/**
 * Acceptance on PostgreSQL: each operation is one statement (design D9). One that another transaction got in the way of, be
 * it a second batch over the same desktops in another order, has changed nothing and is sent again.
 */
export function createPostgresAcceptance(pool: pg.Pool, ambient: Ambient): AcceptanceStore {
  return {
    read: (projectId, desktopIds) => readDeletables(pool, projectId, desktopIds),
    accept: (order, acceptance) => retryOnConflict(() => writeAcceptance(pool, ambient, order, acceptance)),
    join: (order, joined, jobId) => retryOnConflict(() => joinDeletions(pool, ambient, order, joined, jobId)),
  };
}
