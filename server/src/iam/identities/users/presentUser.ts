import type { Static } from 'typebox';
import type { User } from './queries.js';
import type { AccountUserBody, UserBody } from './schemas.js';

/** A user as Keystone shows it. */
export function presentUser(user: User, endpoint: string): Static<typeof UserBody> {
  return {
    id: user.id,
    name: user.name,
    domain_id: user.domain_id,
    enabled: user.enabled,
    description: user.description,
    email: user.email,
    access_mode: user.access_mode,
    pwd_status: user.must_change_password,
    password_expires_at: null,
    links: { self: `${endpoint}/v3/users/${user.id}`, next: null, previous: null },
  };
}

/** A user as the calls below /v3.0/OS-USER show it. */
export function presentAccountUser(user: User, endpoint: string): Static<typeof AccountUserBody> {
  return {
    id: user.id,
    name: user.name,
    domain_id: user.domain_id,
    enabled: user.enabled,
    description: user.description,
    email: user.email,
    areacode: user.areacode,
    phone: user.phone,
    access_mode: user.access_mode,
    is_domain_owner: user.is_root,
    pwd_status: user.must_change_password,
    // Whether it keeps the rules of passwords, which every one has to.
    pwd_strength: 'high',
    xuser_id: '',
    xuser_type: '',
    password_expires_at: '',
    create_time: accountTime(user.created_at),
    update_time: user.updated_at === null ? null : accountTime(user.updated_at),
    modify_pwd_time: user.password_changed_at === null ? null : accountTime(user.password_changed_at),
    links: { self: `${endpoint}/v3/users/${user.id}`, next: null, previous: null },
  };
}

/** `2020-07-08 02:19:03.0`, UTC. */
function accountTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')}.0`;
}
