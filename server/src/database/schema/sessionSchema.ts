import type { Generated } from 'kysely';
import type { IamUserId } from '../../ids.js';

/** The tables of 0011_browser_sessions.sql, as Kysely sees them. */
export interface SessionSchema {
  browser_sessions: {
    session_hash: Buffer;
    user_id: IamUserId;
    created_at: Generated<Date>;
    used_at: Generated<Date>;
    expires_at: Date;
  };
}
