import type { DesktopId, DesktopUserId, DomainId, IamUserId, ProjectId } from '../../ids.js';

/** The tables of 0009_screens.sql, as Kysely sees them. */
export interface ScreenSchema {
  screen_tickets: {
    secret_hash: Buffer;
    kind: 'token' | 'session';
    project_id: ProjectId;
    desktop_id: DesktopId;
    domain_id: DomainId;
    user_id: IamUserId | DesktopUserId;
    user_name: string;
    token_hash: Buffer | null;
    access_key: string | null;
    session_hash: Buffer | null;
    desk_session_hash: Buffer | null;
    expires_at: Date;
  };
  screen_hosts: { id: string; seen_at: Date };
  screen_connections: {
    id: string;
    host_id: string;
    project_id: ProjectId;
    desktop_id: DesktopId;
    computer_name: string;
    viewer_id: IamUserId | DesktopUserId;
    user_name: string;
    desktop_user_id: DesktopUserId | null;
    source_ip: string | null;
    client_version: string | null;
    is_reconnect: boolean;
    started_at: Date;
    setup_at: Date | null;
    ended_at: Date | null;
    end_reason: string | null;
  };
}
