import type pg from 'pg';
import type { Ambient } from '../../ambient.js';

/**
 * Counts wrong signatures by access key and address. After too many in a row their sender is told so for a while and no more are
 * counted (docs/reference/errors.md#lock-out-of-keys). A right one is let in all the same: it proves itself, and the id of a
 * key is no secret, so that anyone could shut out an owner whose address he shares.
 */
export interface SignatureLockOut {
  /** Whether wrong ones are no longer counted, as any replica saw it, at most a second ago. */
  isLocked(accessKey: string, source: string): boolean | Promise<boolean>;
  /** Counts a wrong signature. @returns whether there had been too many before */
  failed(accessKey: string, source: string): Promise<boolean>;
  /** Ends the row of failures. Writes only if there is one that this process knows of. */
  succeeded(accessKey: string, source: string): Promise<void>;
}

interface Failures {
  readonly lockedUntil: Date | null;
}

const allowedInARow = 5;
const lockedMs = 5 * 60_000;
/** After that long without a failure the next one is the first of a new row. */
const rememberedMs = 15 * 60_000;
const recentMs = 1_000;
const maxRemembered = 10_000;

const counting = `
  with forgotten as (
    delete from signature_failures where (access_key, source) in (
      select access_key, source from signature_failures
       where last_at < $4 and (access_key, source) <> ($1, $2) order by last_at limit 20 for update skip locked))
  insert into signature_failures as f (access_key, source, failures, last_at) values ($1, $2, 1, $3)
  on conflict (access_key, source) do update set
    failures = case when f.last_at < $4 or f.locked_until <= $3 then 1 else f.failures + 1 end,
    locked_until = case when f.last_at < $4 or f.locked_until <= $3 then null
                        when f.failures >= ${allowedInARow} then coalesce(f.locked_until, $5) end,
    last_at = $3
  returning locked_until`;

/** @param clock monotonic milliseconds */
export function createSignatureLockOut(
  { pool, ambient }: { readonly pool: pg.Pool; readonly ambient: Ambient },
  clock: () => number = () => performance.now(),
): SignatureLockOut {
  let known = new Map<string, Failures>();
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  /** What this process learnt while it was reading, which the reading may not show yet. */
  const news = new Map<string, Failures | undefined>();

  const read = async (): Promise<void> => {
    const at = clock();
    news.clear();
    const { rows } = await pool.query<{ access_key: string; source: string; locked_until: Date | null }>({
      name: 'iam-signature-failures',
      text: `
        select access_key, source, locked_until from signature_failures
         where last_at >= $1 order by locked_until desc nulls last, last_at desc limit ${maxRemembered}`,
      values: [new Date(ambient.now().getTime() - rememberedMs)],
    });
    const found = new Map<string, Failures>();
    for (const row of rows) found.set(keyOf(row.access_key, row.source), { lockedUntil: row.locked_until });
    known = found;
    readAt = at;
    for (const [key, failures] of news) note(key, failures);
  };

  const note = (key: string, failures: Failures | undefined): void => {
    if (reading !== undefined) news.set(key, failures);
    if (failures === undefined) known.delete(key);
    else known.set(key, failures);
  };

  const lockedNow = (key: string): boolean => {
    const until = known.get(key)?.lockedUntil ?? null;
    return until !== null && until > ambient.now();
  };

  const isLocked = (accessKey: string, source: string): boolean | Promise<boolean> => {
    const key = keyOf(accessKey, source);
    if (clock() - readAt <= recentMs) return lockedNow(key);
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading.then(() => lockedNow(key));
  };

  return {
    isLocked,
    failed: async (accessKey, source) => {
      if (await isLocked(accessKey, source)) return true;
      const now = ambient.now();
      const { rows } = await pool.query<{ locked_until: Date | null }>({
        name: 'iam-count-signature-failure',
        text: counting,
        values: [
          accessKey,
          source,
          now,
          new Date(now.getTime() - rememberedMs),
          new Date(now.getTime() + lockedMs),
        ],
      });
      note(keyOf(accessKey, source), { lockedUntil: rows[0]?.locked_until ?? null });
      return false;
    },
    succeeded: async (accessKey, source) => {
      const key = keyOf(accessKey, source);
      if (!known.has(key)) return;
      note(key, undefined);
      await pool.query({
        name: 'iam-forget-signature-failures',
        text: 'delete from signature_failures where access_key = $1 and source = $2',
        values: [accessKey, source],
      });
    },
  };
}

const keyOf = (accessKey: string, source: string): string => `${accessKey} ${source}`;
