import { sql } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Database } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import type { Work } from '../workers/loop.js';
import type { OrphanScanner } from './orphanScanner.js';
import type { OrphanScan } from './scanOrphans.js';

export interface OrphanWatchParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly scanner: OrphanScanner;
  readonly logger: Logger;
  /** Milliseconds between two scans of all replicas together. Default: five minutes. */
  readonly every?: number;
  /** Milliseconds from the start to the first scan. Default: one minute. */
  readonly first?: number;
}

/** What the latest scan of any replica found, for metrics. */
export interface OrphanFigures {
  readonly finishedAt: Date;
  readonly complete: boolean;
  readonly oursLive: number;
  readonly oursOrphaned: number;
  readonly unknown: number;
  readonly missing: number;
  readonly foreign: number;
}

const keptScans = 100;

/** Scans by itself every few minutes: one replica at a time, whichever looks first. Only looks, never reclaims. */
export function createOrphanWatch(parts: OrphanWatchParts): Work<'scan'> {
  const every = parts.every ?? 5 * 60_000;
  let next = performance.now() + (parts.first ?? 60_000);
  return {
    name: 'orphan scan',
    rest: 250,
    capacity: 1,
    claim: async () => {
      if (performance.now() < next) return [];
      next = performance.now() + every;
      return ['scan'];
    },
    keyOf: () => 'scan',
    perform: () => scanOnce(parts, every),
  };
}

/** @returns the figures of the latest scan; undefined before the first one */
export async function readOrphanFigures(database: Database): Promise<OrphanFigures | undefined> {
  const { rows } = await sql<OrphanFigures>`
    select finished_at as "finishedAt", complete, ours_live as "oursLive", ours_orphaned as "oursOrphaned", unknown, missing,
      foreign_items as "foreign"
    from orphan_scans order by id desc limit 1`.execute(database);
  return rows[0];
}

async function scanOnce(parts: OrphanWatchParts, every: number): Promise<void> {
  const client = await parts.pool.connect();
  try {
    // A lock of the session: no transaction stays open while the engine is asked, and it ends with this process.
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      advisoryLocks.orphanScan,
    ]);
    if (rows[0]?.mine !== true) return;
    try {
      if (await wasScannedWithin(client, every * 0.9)) return;
      const scan = await parts.scanner.scan();
      await recordScan(client, scan);
      report(parts.logger, scan);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [advisoryLocks.orphanScan]);
    }
  } finally {
    client.release();
  }
}

async function wasScannedWithin(client: pg.PoolClient, milliseconds: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from orphan_scans where started_at > now() - make_interval(secs => $1::float8) limit 1`,
    [milliseconds / 1000],
  );
  return rowCount === 1;
}

async function recordScan(client: pg.PoolClient, scan: OrphanScan): Promise<void> {
  const counts = countAll(scan);
  await client.query(
    `with kept as (
       insert into orphan_scans
         (started_at, finished_at, complete, ours_live, ours_orphaned, unknown, missing, foreign_items)
       values (now() - make_interval(secs => $1::float8), now(), $2, $3, $4, $5, $6, $7) returning id
     )
     delete from orphan_scans using kept where orphan_scans.id <= kept.id - $8`,
    [
      (scan.finishedAt.getTime() - scan.startedAt.getTime()) / 1000,
      scan.problems.length === 0,
      counts.oursLive,
      counts.oursOrphaned,
      counts.unknown,
      counts.missing,
      counts.foreign,
      keptScans,
    ],
  );
}

function report(logger: Logger, scan: OrphanScan): void {
  const { oursOrphaned, unknown, missing } = countAll(scan);
  if (oursOrphaned + unknown + missing > 0)
    logger.warn({ oursOrphaned, unknown, missing }, 'engine and ledger differ: see deskplane orphans');
  for (const { kind, reason } of scan.problems)
    logger.warn({ kind, reason }, 'the engine could not list its items');
}

/** @param only what is of one project, with or without what is of none; undefined: of all */
export function countAll(
  scan: OrphanScan,
  only?: { readonly projectId: ProjectId; readonly withUnrecorded: boolean },
): Omit<OrphanFigures, 'finishedAt' | 'complete'> {
  const of = (record: { readonly projectId: ProjectId } | undefined): boolean =>
    only === undefined || (record === undefined ? only.withUnrecorded : record.projectId === only.projectId);
  const suspects = scan.suspects.filter(({ record }) => of(record));
  // Whoever is not shown what no project has asked for sees its number all the same.
  const unshown = scan.suspects.filter(({ record }) => record === undefined && !of(record));
  const oursLive = [...scan.live].filter(([id]) => of({ projectId: id })).map(([, count]) => count);
  return {
    oursLive: oursLive.reduce((sum, count) => sum + count, 0),
    oursOrphaned: suspects.filter((suspect) => suspect.class === 'ours-orphaned').length,
    unknown: suspects.filter((suspect) => suspect.class === 'unknown').length,
    missing: scan.missing.filter(({ record }) => of(record)).length,
    foreign: scan.foreign.length + unshown.length,
  };
}
