import type { Database } from '../../../database/connect.js';
import { asId, type DomainId, type IamUserId } from '../../../ids.js';
import { findPolicy } from '../policies/findPolicies.js';
import type { Policy, Subject } from '../policies/policy.js';

export interface AttachedPolicy {
  readonly policy: Policy;
  readonly attachedAt: Date;
}

/** The identity policies that are attached to one user or group itself. */
export async function listAttachedPolicies(
  database: Database,
  domainId: DomainId,
  subject: Subject,
): Promise<AttachedPolicy[]> {
  const attached = attachments(database, domainId).select(['policy_id', 'created_at']);
  const rows = await (subject.kind === 'user'
    ? attached.where('user_id', '=', asId<IamUserId>(subject.id))
    : attached.where('group_id', '=', subject.id)
  ).execute();
  const found = await Promise.all(
    rows.map(async ({ policy_id, created_at }) => ({
      policy: await findPolicy(database, domainId, 'identity', policy_id),
      attachedAt: created_at,
    })),
  );
  // A policy that came with another release has nothing to be shown by; it still denies (readGrants).
  return found.flatMap(({ policy, attachedAt }) => (policy === undefined ? [] : [{ policy, attachedAt }]));
}

export interface AttachedEntity extends Subject {
  readonly attachedAt: Date;
}

/** The users and groups that an identity policy is attached to. */
export async function listEntities(
  database: Database,
  domainId: DomainId,
  policyId: string,
): Promise<AttachedEntity[]> {
  const rows = await attachments(database, domainId)
    .where('policy_id', '=', policyId)
    .select(['user_id', 'group_id', 'created_at'])
    .execute();
  return rows.map(({ user_id, group_id, created_at }) =>
    user_id === null
      ? { kind: 'group', id: group_id ?? '', attachedAt: created_at }
      : { kind: 'user', id: user_id, attachedAt: created_at },
  );
}

const attachments = (database: Database, domainId: DomainId) =>
  database.selectFrom('iam_grants').where('domain_id', '=', domainId).where('model', '=', 'identity');
