import type pg from 'pg';
import type { Principal } from '../../access/principal.js';
import { assemblePrincipal, type UserRow, userColumns } from '../principals/assemblePrincipal.js';

/** A session that goes on. */
export interface SessionRecord {
  readonly principal: Principal;
  /** When it ends whatever happens, and when it ends if it is not used. */
  readonly expiresAt: Date;
  readonly idleExpiresAt: Date;
  /** Until the nearer of the two, until the first, and since the last use on record, in milliseconds of the service's clock. */
  readonly remainingMs: number;
  readonly wholeMs: number;
  readonly unusedMs: number;
}

interface SessionRow extends UserRow, Omit<SessionRecord, 'principal'> {
  readonly mustChangePassword: boolean;
}

const inUse = 's.used_at > service_now() - browser_session_idle()';
const goesOn = `s.expires_at > service_now() and ${inUse}`;
const remaining = `
  extract(epoch from least(s.expires_at, s.used_at + browser_session_idle()) - service_now())::float8 * 1000 as "remainingMs"`;

const statement = `
  select ${userColumns}, u.must_change_password as "mustChangePassword", s.expires_at as "expiresAt", s.used_at + browser_session_idle() as "idleExpiresAt", ${remaining},
         extract(epoch from s.expires_at - service_now())::float8 * 1000 as "wholeMs",
         extract(epoch from service_now() - s.used_at)::float8 * 1000 as "unusedMs"
    from browser_sessions s
    join iam_users u on u.id = s.user_id and u.enabled and u.access_mode <> 'programmatic'
    join domains d on d.id = u.domain_id and d.enabled
   where s.session_hash = $1 and s.expires_at > service_now() and ($2 or ${inUse})`;

/**
 * @param evenIdle whether one counts, too, that only has not been used for too long
 * @returns undefined for one that has ended, never was, or whose user or account is disabled
 */
export async function readSession(
  pool: pg.Pool,
  hash: Buffer,
  evenIdle = false,
): Promise<SessionRecord | undefined> {
  const { rows } = await pool.query<SessionRow>({
    name: 'iam-read-session',
    text: statement,
    values: [hash, evenIdle],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { expiresAt, idleExpiresAt, remainingMs, wholeMs, unusedMs, mustChangePassword } = row;
  const credential = { kind: 'session', sessionHash: hash, mustChangePassword } as const;
  const principal = await assemblePrincipal(pool, row, credential);
  return { principal, expiresAt, idleExpiresAt, remainingMs, wholeMs, unusedMs };
}

/**
 * Says that a session is used.
 * @returns how long it goes on if it is not used again, in milliseconds; undefined when it has ended
 */
export async function useSession(pool: pg.Pool, hash: Buffer): Promise<number | undefined> {
  const { rows } = await pool.query<{ remainingMs: number }>({
    name: 'iam-use-session',
    text: `update browser_sessions s set used_at = service_now() where s.session_hash = $1 and ${goesOn} returning ${remaining}`,
    values: [hash],
  });
  return rows[0]?.remainingMs;
}
