import { sql } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import type { Work } from '../workers/loop.js';
import type { LeakScanner } from './leakScanner.js';
import type { LeakScan } from './scanLeaks.js';

export interface LeakWatchParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly scanner: LeakScanner;
  readonly logger: Logger;
  /** Milliseconds between two scans of all replicas together. Default: five minutes. */
  readonly every?: number;
  /** Milliseconds from the start to the first scan. Default: one minute. */
  readonly first?: number;
}

/** What the latest scan of any replica found, for metrics. */
export interface LeakFigures {
  readonly finishedAt: Date;
  readonly complete: boolean;
  readonly oursLive: number;
  readonly oursLeaked: number;
  readonly unknown: number;
  readonly missing: number;
  readonly foreign: number;
}

/** Held by the replica that scans. Any number, the same in every release. */
const scanLock = 7_314_005;
const keptScans = 100;

/** Scans by itself every few minutes: one replica at a time, whichever looks first. Only looks, never reclaims. */
export function createLeakWatch(parts: LeakWatchParts): Work<'scan'> {
  const every = parts.every ?? 5 * 60_000;
  let next = performance.now() + (parts.first ?? 60_000);
  return {
    name: 'leak scan',
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
export async function readLeakFigures(database: Database): Promise<LeakFigures | undefined> {
  const { rows } = await sql<LeakFigures>`
    select finished_at as "finishedAt", complete, ours_live as "oursLive", ours_leaked as "oursLeaked", unknown, missing,
      foreign_items as "foreign"
    from leak_scans order by id desc limit 1`.execute(database);
  return rows[0];
}

async function scanOnce(parts: LeakWatchParts, every: number): Promise<void> {
  const client = await parts.pool.connect();
  try {
    // A lock of the session: no transaction stays open while the engine is asked, and it ends with this process.
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      scanLock,
    ]);
    if (rows[0]?.mine !== true) return;
    try {
      if (await wasScannedWithin(client, every * 0.9)) return;
      const scan = await parts.scanner.scan();
      await recordScan(client, scan);
      report(parts.logger, scan);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [scanLock]);
    }
  } finally {
    client.release();
  }
}

async function wasScannedWithin(client: pg.PoolClient, milliseconds: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from leak_scans where started_at > now() - make_interval(secs => $1::float8) limit 1`,
    [milliseconds / 1000],
  );
  return rowCount === 1;
}

async function recordScan(client: pg.PoolClient, scan: LeakScan): Promise<void> {
  const counts = countAll(scan);
  await client.query(
    `with kept as (
       insert into leak_scans
         (started_at, finished_at, complete, ours_live, ours_leaked, unknown, missing, foreign_items)
       values (now() - make_interval(secs => $1::float8), now(), $2, $3, $4, $5, $6, $7) returning id
     )
     delete from leak_scans using kept where leak_scans.id <= kept.id - $8`,
    [
      (scan.finishedAt.getTime() - scan.startedAt.getTime()) / 1000,
      scan.problems.length === 0,
      counts.oursLive,
      counts.oursLeaked,
      counts.unknown,
      counts.missing,
      counts.foreign,
      keptScans,
    ],
  );
}

function report(logger: Logger, scan: LeakScan): void {
  const { oursLeaked, unknown, missing } = countAll(scan);
  if (oursLeaked + unknown + missing > 0)
    logger.warn({ oursLeaked, unknown, missing }, 'engine and ledger differ: see deskplane leaks');
  for (const { kind, reason } of scan.problems)
    logger.warn({ kind, reason }, 'the engine could not list its items');
}

/** @param only what is of one project, with or without what is of none; undefined: of all */
export function countAll(
  scan: LeakScan,
  only?: { readonly projectId: ProjectId; readonly withUnrecorded: boolean },
): Omit<LeakFigures, 'finishedAt' | 'complete'> {
  const of = (record: { readonly projectId: ProjectId } | undefined): boolean =>
    only === undefined || (record === undefined ? only.withUnrecorded : record.projectId === only.projectId);
  const suspects = scan.suspects.filter(({ record }) => of(record));
  // Whoever is not shown what no project has asked for sees its number all the same.
  const unshown = scan.suspects.filter(({ record }) => record === undefined && !of(record));
  const oursLive = [...scan.live].filter(([id]) => of({ projectId: id })).map(([, count]) => count);
  return {
    oursLive: oursLive.reduce((sum, count) => sum + count, 0),
    oursLeaked: suspects.filter((suspect) => suspect.class === 'ours-leaked').length,
    unknown: suspects.filter((suspect) => suspect.class === 'unknown').length,
    missing: scan.missing.filter(({ record }) => of(record)).length,
    foreign: scan.foreign.length + unshown.length,
  };
}
