import type { PolicyModel } from '../../../access/policies/types.js';
import type { Database } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { lockAccount } from '../lockAccount.js';
import { countGrants, findOwnPolicy } from './findPolicies.js';
import { refuseSystemPolicy } from './findSystemPolicies.js';

/**
 * Deletes an own policy that is given to nobody, with all its versions.
 * @throws {ApiError} DPL.0404; DPL.0409 when it came with the service or is given to somebody
 */
export async function deletePolicy(
  database: Database,
  domainId: DomainId,
  model: PolicyModel,
  id: string,
): Promise<void> {
  refuseSystemPolicy(model, id);
  await database.transaction().execute(async (transaction) => {
    await lockAccount(transaction, domainId);
    requireFound(await findOwnPolicy(transaction, domainId, model, id), 'policy');
    const grants = (await countGrants(transaction, domainId, [id])).get(id) ?? 0;
    if (grants > 0) {
      throw new ApiError('DPL.0409', [
        {
          en: `the policy is given to users or groups (${grants} times); take it from them first`,
          zh: `该策略仍授予给用户或用户组（${grants}处），请先解除授权`,
        },
      ]);
    }
    await transaction.deleteFrom('iam_policies').where('id', '=', id).execute();
  });
}
