import { sql } from 'kysely';
import type { Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import type { ProjectId } from '../../ids.js';

/** What one project may hold; they stop a runaway script. */
export const networkQuotas = {
  vpcs: 100,
  subnets: 500,
  security_groups: 500,
  security_group_rules: 5_000,
} as const;

/**
 * How many entries one security group may have: rules, each port or range of ports for itself. A desktop is in up to five groups, and an
 * engine takes 256 entries for a port.
 */
export const mostEntriesOfGroup = 50;

const refusals = {
  vpcs: { code: 'VPC.0114', zh: 'VPC' },
  subnets: { code: 'DPL.4091', zh: '子网' },
  security_groups: { code: 'VPC.0604', zh: '安全组' },
  security_group_rules: { code: 'DPL.4091', zh: '安全组规则' },
} as const;

/**
 * Makes changes of a project's networks take turns until the transaction ends: quotas, overlaps and "is it used" are then decided on
 * what stays true.
 */
export async function lockNetworks(transaction: Transaction, projectId: ProjectId): Promise<void> {
  requireFound(
    await transaction
      .selectFrom('projects')
      .select('id')
      .where('id', '=', projectId)
      .forNoKeyUpdate()
      .executeTakeFirst(),
    'project',
  );
}

/**
 * Whether the project may hold so many more of them. To be asked behind {@link lockNetworks}.
 * @throws {ApiError} VPC.0114, VPC.0604 or DPL.4091
 */
export async function requireNetworkQuota(
  transaction: Transaction,
  projectId: ProjectId,
  kind: keyof typeof networkQuotas,
  more: number,
): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(kind)} where project_id = ${projectId}`.execute(
    transaction,
  );
  const max = networkQuotas[kind];
  if ((rows[0]?.count ?? 0) + more <= max) return;
  const { code, zh } = refusals[kind];
  throw new ApiError(code, [{ en: `${max} ${kind.replaceAll('_', ' ')}`, zh: `${max}个${zh}` }]);
}
