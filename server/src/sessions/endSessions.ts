import type pg from 'pg';
import type { IamUserId } from '../ids.js';

/** Ends one session, or all of its user. */
export async function endSessions(
  pool: pg.Pool,
  session: { readonly userId: IamUserId; readonly sessionHash: Buffer },
  everywhere: boolean,
): Promise<void> {
  await pool.query({
    name: 'end-browser-sessions',
    text: `delete from browser_sessions where user_id = $1 and ($2::bytea is null or session_hash = $2)`,
    values: [session.userId, everywhere ? null : session.sessionHash],
  });
}
