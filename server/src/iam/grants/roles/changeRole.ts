import { checkDocument } from '../../../access/policies/checkDocument.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { likenessOf } from '../../identities/likeness.js';
import { lockAccount } from '../lockAccount.js';
import { type PolicyParts, refuseTakenName } from '../policies/createPolicy.js';
import { findOwnPolicy } from '../policies/findPolicies.js';
import { refuseSystemPolicy } from '../policies/findSystemPolicies.js';
import type { Policy } from '../policies/policy.js';

export interface RoleChanges {
  readonly name?: string | undefined;
  readonly displayMode?: 'AX' | 'XA' | undefined;
  readonly description?: string | undefined;
  readonly descriptionCn?: string | undefined;
  readonly document?: string | undefined;
}

/**
 * Changes what is given of an own role. A new document takes the place of the old one, which is not kept.
 * @throws {ApiError} a code of the policy grammar; DPL.0404; DPL.0409 when the name is taken or it came with the service
 */
export async function changeRole(
  { database, ambient }: PolicyParts,
  domainId: DomainId,
  id: string,
  changes: RoleChanges,
): Promise<Policy> {
  refuseSystemPolicy('role', id);
  const { name, document } = changes;
  if (document !== undefined) checkDocument('role', document);
  return database.transaction().execute(async (transaction) => {
    await lockAccount(transaction, domainId);
    const role = requireFound(await findOwnPolicy(transaction, domainId, 'role', id), 'policy');
    if (name !== undefined) await refuseTakenName(transaction, domainId, 'role', name, id);
    const now = ambient.now();
    const version = role.version + 1;
    if (document !== undefined) {
      await transaction.deleteFrom('iam_policy_versions').where('policy_id', '=', id).execute();
      await transaction
        .insertInto('iam_policy_versions')
        .values({ policy_id: id, version, domain_id: domainId, document, created_at: now })
        .execute();
    }
    await transaction
      .updateTable('iam_policies')
      .set({
        ...(name === undefined ? {} : { name, likeness: likenessOf(name) }),
        ...(changes.displayMode === undefined ? {} : { display_mode: changes.displayMode }),
        ...(changes.description === undefined ? {} : { description: changes.description }),
        ...(changes.descriptionCn === undefined ? {} : { description_cn: changes.descriptionCn }),
        ...(document === undefined ? {} : { default_version: version, last_version: version }),
        updated_at: now,
      })
      .where('id', '=', id)
      .execute();
    const changed = await findOwnPolicy(transaction, domainId, 'role', id);
    if (changed === undefined) throw new Error(`Role ${id} was not there after it was changed.`);
    return changed;
  });
}
