import type { Transaction } from '../../database/connect.js';
import type { DomainId } from '../../ids.js';

/**
 * Makes changes of an account's policies and grants take turns until the transaction ends: quotas, names and "is it given to
 * anybody" are then decided on what stays true. Every such change takes this lock anyway when it raises the revision.
 */
export async function lockAccount(transaction: Transaction, domainId: DomainId): Promise<void> {
  await transaction
    .selectFrom('domains')
    .where('id', '=', domainId)
    .select('id')
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}
