import { sql } from 'kysely';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type ProjectId, type SecurityGroupId } from '../../ids.js';
import { listSecurityGroups, type SecurityGroupRow } from '../queries.js';
import { cameWithProject, type NetworkChangeParts } from './changeVpcs.js';
import { lockNetworks, requireNetworkQuota } from './networkQuotas.js';

/**
 * A group as the network service makes them: its members may begin any connection, and whatever members of it begin reaches them.
 * @throws {ApiError} VPC.0604 or DPL.4091 when the project is full
 */
export async function createSecurityGroup(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  fields: { readonly name: string; readonly description?: string | undefined },
): Promise<SecurityGroupRow> {
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    await requireNetworkQuota(transaction, projectId, 'security_groups', 1);
    await requireNetworkQuota(transaction, projectId, 'security_group_rules', 4);
    const id = noteMade(asId<SecurityGroupId>(ambient.uuid()));
    const now = ambient.now();
    const { name, description = '' } = fields;
    await transaction
      .insertInto('security_groups')
      .values({ id, project_id: projectId, name, description, created_at: now, updated_at: now })
      .execute();
    const directions = ['egress', 'ingress'] as const;
    const families = [4, 6] as const;
    await transaction
      .insertInto('security_group_rules')
      .values(
        directions.flatMap((direction) =>
          families.map((family) => ({
            id: ambient.uuid(),
            project_id: projectId,
            security_group_id: id,
            direction,
            family,
            protocol: 'any' as const,
            remote_group_id: direction === 'ingress' ? id : null,
            // What lets anybody of the same kind pass goes behind what people write.
            priority: 100,
            created_at: now,
          })),
        ),
      )
      .execute();
    return readSecurityGroup(transaction, projectId, id);
  });
}

/** @throws {ApiError} DPL.0404 */
export async function updateSecurityGroup(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  id: string,
  fields: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<SecurityGroupRow> {
  return database.transaction().execute(async (transaction) => {
    const group = await readSecurityGroup(transaction, projectId, id);
    await transaction
      .updateTable('security_groups')
      .set({
        ...(fields.name === undefined ? {} : { name: fields.name }),
        ...(fields.description === undefined ? {} : { description: fields.description }),
        updated_at: ambient.now(),
      })
      .where('id', '=', asId<SecurityGroupId>(group.id))
      .where('project_id', '=', projectId)
      .execute();
    return readSecurityGroup(transaction, projectId, id);
  });
}

/** @throws {ApiError} DPL.0404; DPL.0409 while desktops are in it, rules of other groups name it, or the service needs it */
export async function deleteSecurityGroup(
  { database }: NetworkChangeParts,
  projectId: ProjectId,
  id: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    // So that no desktop is made in it meanwhile (`lockSecurityGroups`).
    await sql`select from security_groups where project_id = ${projectId} and id::text = ${id} for update`.execute(
      transaction,
    );
    const group = await readSecurityGroup(transaction, projectId, id);
    await refuseUsed(transaction, projectId, group.id);
    await transaction
      .deleteFrom('security_groups')
      .where('id', '=', asId<SecurityGroupId>(group.id))
      .where('project_id', '=', projectId)
      .execute();
  });
}

/** @throws {ApiError} DPL.0404, the same for another project's (S16) */
export async function readSecurityGroup(
  transaction: Transaction,
  projectId: ProjectId,
  id: string,
): Promise<SecurityGroupRow> {
  const [group] = await listSecurityGroups(transaction, projectId, { id, limit: 1 });
  return requireFound(group, 'security group');
}

/**
 * Keeps groups from being deleted until the transaction ends, for whoever puts a desktop into them.
 * @throws {ApiError} DPL.0404 when one is gone
 */
export async function lockSecurityGroups(
  transaction: Transaction,
  projectId: ProjectId,
  ids: readonly SecurityGroupId[],
): Promise<void> {
  const { rows } = await sql`
    select id from security_groups where project_id = ${projectId} and id = any (${[...ids]}::uuid[])
    order by id for key share`.execute(transaction);
  if (rows.length < new Set(ids).size) throw new ApiError('DPL.0404', ['security group']);
}

async function refuseUsed(transaction: Transaction, projectId: ProjectId, id: string): Promise<void> {
  const { rows } = await sql<{ desktops: number; rules: number; needed: boolean }>`
    select (select count(*)::int from desktops
        where project_id = ${projectId} and gone_at is null 
        and (${id}::uuid = any (security_group_ids)
          or (task_status <> '' and task_change -> 'securityGroupIds' ? ${id}::text))) as desktops,
      (select count(*)::int from security_group_rules where project_id = ${projectId}
        and remote_group_id = ${id}::uuid and security_group_id <> ${id}::uuid) as rules,
      exists (select from workspaces where project_id = ${projectId}
        and ${id}::uuid in (desktop_security_group_id, infrastructure_security_group_id)) as needed`.execute(
    transaction,
  );
  const [used] = rows;
  if (used === undefined) return;
  if (used.needed) throw cameWithProject('security group');
  if (used.desktops > 0) {
    throw new ApiError('DPL.0409', [
      {
        en: `${used.desktops} desktops are in the security group; delete them first`,
        zh: `安全组中有${used.desktops}个桌面，请先删除这些桌面`,
      },
    ]);
  }
  if (used.rules > 0) {
    throw new ApiError('DPL.0409', [
      {
        en: `${used.rules} rules of other security groups name this one; delete them first`,
        zh: `其他安全组有${used.rules}条规则引用该安全组，请先删除这些规则`,
      },
    ]);
  }
}
