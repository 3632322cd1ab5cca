import type { Generated } from 'kysely';
import type { DesktopUserId, ProjectId } from '../../ids.js';

/** The tables of 0012_desk.sql and 0013_invitations.sql, as Kysely sees them. */
export interface DeskSchema {
  desk_sessions: {
    session_hash: Buffer;
    user_id: DesktopUserId;
    project_id: ProjectId;
    created_at: Generated<Date>;
    used_at: Generated<Date>;
    expires_at: Date;
  };
  desk_invitations: {
    token_hash: Buffer;
    user_id: DesktopUserId;
    project_id: ProjectId;
    mail_id: string;
    expires_at: Date;
  };
}
