import { sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';

/**
 * Removes users or groups, or their names from the list of the second factor, unless the factor, which was asked of those alone who are
 * named, would be asked of everybody then: nobody would be named any more. That is for somebody to decide.
 * In the caller's transaction and without a lock: of two removals at once each may leave the other's; then the factor stays strict.
 * @throws {ApiError} DPL.0409 then; the caller's transaction must not be committed
 */
export async function keepFactorNarrow(
  transaction: Transaction,
  projectId: ProjectId,
  remove: () => Promise<void>,
): Promise<void> {
  const before = await isFactorNarrow(transaction, projectId);
  await remove();
  if (before && !(await isFactorNarrow(transaction, projectId))) throw new ApiError('DPL.0409', [lastNamed]);
}

/** Whether the second factor is on, and asked of nobody but those who are named. */
async function isFactorNarrow(transaction: Transaction, projectId: ProjectId): Promise<boolean> {
  const { rows } = await sql<{ narrow: boolean }>`
    select second_factor and (
        exists (select from second_factor_users where project_id = ${projectId})
        or exists (select from second_factor_groups where project_id = ${projectId})) as narrow
      from workspaces where project_id = ${projectId}`.execute(transaction);
  return rows[0]?.narrow === true;
}

const lastNamed = {
  en: 'the second factor is asked of nobody else; without the last who is named for it, it would be asked of everybody: name somebody else first, switch it off, or ask it of everybody',
  zh: '辅助认证不再有其他应用对象，移除后将应用于所有用户；请先指定其他对象、停用辅助认证，或改为应用于所有用户',
} as const;
