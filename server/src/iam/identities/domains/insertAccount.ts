import { type Ambient, newHexId } from '../../../ambient.js';
import { noteMade } from '../../../auditEvents/openAuditEvent.js';
import type { Transaction } from '../../../database/connect.js';
import { asId, type DomainId, type IamUserId, type ProjectId } from '../../../ids.js';
import { likenessOf } from '../likeness.js';

export interface NewAccount {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Whether it is the one whose root may add others. There is one at most. */
  readonly isOperator: boolean;
  readonly rootName: string;
  readonly rootPasswordHash: string;
  /** Its first project is named like the region (docs/reference/tokens.md#projects). */
  readonly projectName: string;
}

export interface InsertedAccount {
  readonly domainId: DomainId;
  readonly rootUserId: IamUserId;
  readonly projectId: ProjectId;
}

/**
 * Writes an account, its root user and its first project.
 * @returns undefined when there is one of that name, of one that looks the same, or a second operator
 */
export async function insertAccount(
  transaction: Transaction,
  ambient: Ambient,
  account: NewAccount,
): Promise<InsertedAccount | undefined> {
  const domainId = noteMade(asId<DomainId>(newHexId(ambient)));
  const rootUserId = asId<IamUserId>(newHexId(ambient));
  const projectId = asId<ProjectId>(newHexId(ambient));
  const now = ambient.now();
  const domain = await transaction
    .insertInto('domains')
    .values({
      id: domainId,
      name: account.name,
      likeness: likenessOf(account.name),
      description: account.description,
      enabled: account.enabled,
      is_operator: account.isOperator,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (domain.numInsertedOrUpdatedRows !== 1n) return undefined;
  await transaction
    .insertInto('projects')
    .values({ id: projectId, domain_id: domainId, name: account.projectName })
    .execute();
  await transaction
    .insertInto('iam_users')
    .values({
      id: rootUserId,
      domain_id: domainId,
      name: account.rootName,
      likeness: likenessOf(account.rootName),
      password_hash: account.rootPasswordHash,
      is_root: true,
      created_at: now,
      password_changed_at: now,
    })
    .execute();
  return { domainId, rootUserId, projectId };
}
