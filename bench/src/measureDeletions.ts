import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';

/** What carrying out deletions costs, each figure for one deletion unless it says otherwise. */
export interface DeletionFigures {
  readonly deletions: number;
  /** How many of them within the time that they were given. */
  readonly ended: number;
  /** From the first acceptance to the last receipt. */
  readonly perSecond: number;
  readonly statements: number;
  /** Statements of the watch over the fleet in the same time: not caused by deletions. */
  readonly watchStatements: number;
  /** Bytes of write-ahead log. */
  readonly wal: number;
  /** Whole pages written to it because of a checkpoint before: they grow with the tables, not with the work. */
  readonly walPages: number;
  readonly walRecords: number;
  /** Pages looked at in PostgreSQL's memory or fetched into it. */
  readonly buffers: number;
  /** Bytes by which the tables have grown, before anything is let go. */
  readonly disk: number;
  /** Milliseconds of processor time of the service. */
  readonly service: number;
  /** Of PostgreSQL; undefined where it is not ours. */
  readonly postgres: number | undefined;
}

interface Counters {
  readonly lsn: string;
  readonly records: string;
  readonly pages: string;
  readonly buffers: string;
  readonly bytes: string;
}

/** PostgreSQL's processes hand in most of their counts within this time, and the last entries are sealed. */
const settleMs = 1_500;
/** A service that has not ended them by then is told by how few it did. */
const maxMs = 20_000;

/**
 * Deletes desktops as a client would, a hundred with each request, and waits until each has its receipt, for a while.
 * @throws Error when one ends without a receipt
 */
export async function measureDeletions(
  bench: Bench,
  desktopIds: readonly string[],
): Promise<DeletionFigures> {
  const { service, database } = bench;
  await pause(settleMs);
  const countersBefore = await readCounters(bench);
  const before = { ...(await service.usage()), ...(await bench.processorTime()) };
  const begun = performance.now();
  await bench.deleteAll(desktopIds);
  const ended = await waitForReceipts(bench, desktopIds, maxMs);
  const took = performance.now() - begun;
  const after = { ...(await service.usage()), ...(await bench.processorTime()) };
  const { rows } = await database.pool.query<{ wal: string }>(
    'select pg_current_wal_insert_lsn() - $1::pg_lsn as wal',
    [countersBefore.lsn],
  );
  await pause(settleMs);
  const counters = await readCounters(bench);
  const each = (from: number | string, to: number | string): number =>
    (Number(to) - Number(from)) / Math.max(1, ended);
  return {
    deletions: desktopIds.length,
    ended,
    perSecond: (ended / took) * 1000,
    statements: each(before.statements, after.statements),
    watchStatements: each(before.watching, after.watching),
    wal: each(0, rows[0]?.wal ?? 0),
    walRecords: each(countersBefore.records, counters.records),
    walPages: each(countersBefore.pages, counters.pages),
    buffers: each(countersBefore.buffers, counters.buffers),
    disk: each(countersBefore.bytes, counters.bytes),
    service: each(before.service, after.service),
    postgres:
      before.postgres === undefined || after.postgres === undefined
        ? undefined
        : each(before.postgres, after.postgres),
  };
}

/** They end nearly in the order in which they were accepted: asking for all each time would cost more than they do. */
const askedAtOnce = 100;

/** @returns how many ended until the deadline */
export async function waitForReceipts(
  { database }: Bench,
  desktopIds: readonly string[],
  deadlineMs: number,
): Promise<number> {
  const until = performance.now() + deadlineMs;
  let waiting = desktopIds;
  while (waiting.length > 0 && performance.now() < until) {
    const asked = waiting.slice(0, askedAtOnce);
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from desktops where gone_at is not null and id = any($1::uuid[])',
      [asked],
    );
    const gone = new Set(rows.map(({ id }) => id));
    waiting = waiting.filter((id) => !gone.has(id));
    if (gone.size < asked.length) await pause(50);
  }
  const ended = desktopIds.length - waiting.length;
  const { rows } = await database.pool.query<{ receipts: number }>(
    `select count(*)::int as receipts from log_entries where kind = 'receipt' and desktop_id = any($1::uuid[])`,
    [desktopIds],
  );
  if ((rows[0]?.receipts ?? 0) < ended) throw new Error(`${ended} deletions ended with fewer receipts.`);
  return ended;
}

async function readCounters({ database }: Bench): Promise<Counters> {
  const { rows } = await database.pool.query<Counters>(
    `select pg_current_wal_insert_lsn()::text as lsn, wal_records::text as records, wal_fpi::text as pages,
       (select (blks_hit + blks_read)::text from pg_stat_database where datname = current_database()) as buffers,
       (select sum(pg_total_relation_size(oid))::text from pg_class
        where relkind = 'r' and relnamespace = current_schema()::regnamespace) as bytes
     from pg_stat_wal`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL tells nothing of its write-ahead log.');
  return row;
}
