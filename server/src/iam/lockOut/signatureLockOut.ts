import { createLockOut, type LockOutParts, type LockOutRule } from './lockOut.js';

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

/** More than five failures in a row, none a quarter of an hour after the one before, lock for five minutes. */
const rule: LockOutRule = {
  table: 'signature_failures',
  subject: 'access_key',
  countedSince: 'last_at',
  windowFrom: 'last',
  windowMs: 15 * 60_000,
  locksAt: 6,
  lockMs: 5 * 60_000,
  forgottenAfterMs: 15 * 60_000,
};

interface Failures {
  readonly lockedUntil: Date | null;
}

const recentMs = 1_000;
const maxRemembered = 10_000;

/**
 * A lock-out that knows all failures of the last while, so that a right signature costs no look at the database.
 * @param clock monotonic milliseconds
 */
export function createSignatureLockOut(
  parts: LockOutParts,
  clock: () => number = () => performance.now(),
): SignatureLockOut {
  const { pool, ambient } = parts;
  const lockOut = createLockOut<string>(parts, rule);
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
      values: [new Date(ambient.serviceNow().getTime() - rule.windowMs)],
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
    return until !== null && until > ambient.serviceNow();
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
      const { lockedUntil } = await lockOut.recordFailure({ subject: accessKey, source });
      note(keyOf(accessKey, source), { lockedUntil });
      return false;
    },
    succeeded: async (accessKey, source) => {
      const key = keyOf(accessKey, source);
      if (!known.has(key)) return;
      note(key, undefined);
      await lockOut.forgive({ subject: accessKey, source });
    },
  };
}

const keyOf = (accessKey: string, source: string): string => `${accessKey} ${source}`;
