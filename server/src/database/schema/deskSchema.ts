import type { Generated } from 'kysely';
import type { DesktopUserId, OtpDeviceId, ProjectId, UserGroupId } from '../../ids.js';

/** The tables of 0012_desk.sql, 0013_invitations.sql and 0058_second_factor.sql, as Kysely sees them. */
export interface DeskSchema {
  desk_sessions: {
    session_hash: Buffer;
    user_id: DesktopUserId;
    project_id: ProjectId;
    created_at: Generated<Date>;
    used_at: Generated<Date>;
    expires_at: Date;
    otp_device_id: OtpDeviceId | null;
  };
  desk_invitations: {
    token_hash: Buffer;
    user_id: DesktopUserId;
    project_id: ProjectId;
    mail_id: string;
    expires_at: Date;
  };
  second_factor_users: {
    user_id: DesktopUserId;
    project_id: ProjectId;
    place: Generated<string>;
  };
  second_factor_groups: {
    group_id: UserGroupId;
    project_id: ProjectId;
    place: Generated<string>;
  };
  otp_devices: {
    id: OtpDeviceId;
    user_id: DesktopUserId;
    project_id: ProjectId;
    sealed_secret: Buffer;
    created_at: Date;
    confirmed_at: Date | null;
    last_step: Generated<string>;
  };
}
