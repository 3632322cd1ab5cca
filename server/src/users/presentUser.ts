import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.js';
import { formatMillisecondTime } from '../http/apiTimes.js';
import { countAccountExpiry, formatAccountExpiry } from './accountExpiry.js';
import type { PasswordState } from './passwordState.js';

/** A desktop user without the password, with the number of desktops that are theirs and not gone. */
export interface UserRow
  extends Omit<Selectable<Schema['desktop_users']>, 'password_hash' | 'invitation_mail_id'> {
  /** Null when nobody asked. */
  readonly total_desktops: number | null;
  readonly password_state: PasswordState;
  /** By name. */
  readonly group_names: readonly string[];
}

/** The columns that may ever leave the database towards a caller. */
export const userColumns = [
  'id',
  'project_id',
  'user_name',
  'user_email',
  'user_phone',
  'active_type',
  'description',
  'alias_name',
  'account_expires_at',
  'enable_change_password',
  'next_login_change_password',
  'password_never_expired',
  'disabled',
  'locked',
  'enterprise_project_id',
  'created_at',
] as const satisfies readonly (keyof Schema['desktop_users'])[];

/** An entry of ListUsers. There are no directories and shared spaces, which the entry says. */
export function presentUser(row: UserRow, now: Date) {
  return {
    id: row.id,
    sid: row.id,
    user_name: row.user_name,
    user_email: row.user_email,
    total_desktops: row.total_desktops,
    user_phone: row.user_phone,
    active_type: row.active_type,
    is_pre_user: false,
    account_expires: formatAccountExpiry(row.account_expires_at),
    password_never_expired: row.password_never_expired,
    account_expired: hasExpired(row, now),
    enable_change_password: row.enable_change_password,
    next_login_change_password: row.next_login_change_password,
    description: row.description,
    locked: row.locked,
    disabled: row.disabled,
    share_space_subscription: false,
    share_space_desktops: 0,
    group_names: [...row.group_names],
    enterprise_project_id: row.enterprise_project_id,
    user_info_map: null,
    domain: null,
    certificate_status: null,
    password_state: row.password_state,
  };
}

/** The `user_detail` of ListUserDetail. */
export function presentUserDetail(row: UserRow, now: Date) {
  return {
    id: row.id,
    user_name: row.user_name,
    user_email: row.user_email,
    user_phone: row.user_phone,
    active_type: row.active_type,
    description: row.description,
    object_sid: row.id,
    sam_account_name: row.user_name,
    user_principal_name: null,
    full_name: row.alias_name === '' ? row.user_name : row.alias_name,
    distinguished_name: row.user_name,
    account_type: 0,
    when_created: formatMillisecondTime(row.created_at),
    account_expires: countAccountExpiry(row.account_expires_at),
    is_pre_user: false,
    user_expired: hasExpired(row, now),
    locked: row.locked,
    enable_change_password: row.enable_change_password,
    enabled_change_password: row.enable_change_password,
    password_never_expired: row.password_never_expired,
    next_login_change_password: row.next_login_change_password,
    disabled: row.disabled,
    group_names: [...row.group_names],
    share_space_subscription: false,
    share_space_desktops: 0,
    total_desktops: row.total_desktops ?? 0,
    password_state: row.password_state,
  };
}

function hasExpired(row: UserRow, now: Date): boolean {
  return row.account_expires_at !== null && row.account_expires_at <= now;
}
