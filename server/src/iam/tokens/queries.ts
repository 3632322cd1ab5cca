import type pg from 'pg';
import type { DomainId, IamUserId, ProjectId } from '../../ids.js';
import type { Reference, UserReference } from './tokenRequest.js';

export interface PasswordUser {
  readonly userId: IamUserId;
  readonly userName: string;
  readonly domainId: DomainId;
  readonly passwordHash: string;
  /** The user and his account are both enabled. */
  readonly enabled: boolean;
  /** He may use the API, not the console. */
  readonly apiOnly: boolean;
}

export async function findPasswordUser(
  pool: pg.Pool,
  user: UserReference,
): Promise<PasswordUser | undefined> {
  const domain = user.by === 'name' ? user.domain : undefined;
  const { rows } = await pool.query<PasswordUser>({
    name: 'iam-find-password-user',
    text: `
      select u.id as "userId", u.name as "userName", u.domain_id as "domainId", u.password_hash as "passwordHash",
             u.enabled and d.enabled as enabled, u.access_mode = 'programmatic' as "apiOnly"
        from iam_users u join domains d on d.id = u.domain_id
       where u.id = $1 or (u.name = $2 and (d.id = $3 or d.name = $4))`,
    values: [
      user.by === 'id' ? user.id : null,
      user.by === 'name' ? user.name : null,
      domain?.by === 'id' ? domain.id : null,
      domain?.by === 'name' ? domain.name : null,
    ],
  });
  return rows[0];
}

export async function findScopeDomain(pool: pg.Pool, domain: Reference): Promise<DomainId | undefined> {
  const { rows } = await pool.query<{ id: DomainId }>({
    name: 'iam-find-scope-domain',
    text: 'select id from domains where id = $1 or name = $2',
    values: [domain.by === 'id' ? domain.id : null, domain.by === 'name' ? domain.name : null],
  });
  return rows[0]?.id;
}

/** An enabled project of that account; nothing for a missing, disabled or foreign one. */
export async function findScopeProject(
  pool: pg.Pool,
  domainId: DomainId,
  project: Reference,
): Promise<ProjectId | undefined> {
  const { rows } = await pool.query<{ id: ProjectId }>({
    name: 'iam-find-scope-project',
    text: 'select id from projects where domain_id = $1 and enabled and (id = $2 or name = $3)',
    values: [domainId, project.by === 'id' ? project.id : null, project.by === 'name' ? project.name : null],
  });
  return rows[0]?.id;
}
