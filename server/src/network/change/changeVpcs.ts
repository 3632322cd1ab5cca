import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type ProjectId, type VpcId } from '../../ids.js';
import { listVpcs, type VpcRow } from '../queries.js';
import { readVpcRange } from './addressPlan.js';
import { lockNetworks, requireNetworkQuota } from './networkQuotas.js';
import { refuseField } from './networkRefusals.js';

export interface NetworkChangeParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

export interface VpcFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly cidr?: string | undefined;
}

/** @throws {ApiError} VPC.0101 for a range that no VPC may have, VPC.0114 when the project is full */
export async function createVpc(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  fields: VpcFields & { readonly cidr: string },
): Promise<VpcRow> {
  const cidr = readVpcRange(fields.cidr);
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    await requireNetworkQuota(transaction, projectId, 'vpcs', 1);
    const id = noteMade(asId<VpcId>(ambient.uuid()));
    const [now, name, description] = [ambient.now(), fields.name ?? '', fields.description ?? ''];
    await transaction
      .insertInto('vpcs')
      .values({ id, project_id: projectId, name, description, cidr, created_at: now, updated_at: now })
      .execute();
    return readVpc(transaction, projectId, id);
  });
}

/** @throws {ApiError} DPL.0404; VPC.0101 for a range that no VPC may have, VPC.0117 for one without a subnet of it */
export async function updateVpc(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  id: string,
  fields: VpcFields,
): Promise<VpcRow> {
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const vpc = await readVpc(transaction, projectId, id);
    const cidr =
      fields.cidr === undefined || fields.cidr === vpc.cidr ? undefined : readVpcRange(fields.cidr);
    if (cidr !== undefined) await requireRoomForSubnets(transaction, projectId, vpc, cidr);
    await transaction
      .updateTable('vpcs')
      .set({
        ...(fields.name === undefined ? {} : { name: fields.name }),
        ...(fields.description === undefined ? {} : { description: fields.description }),
        ...(cidr === undefined ? {} : { cidr }),
        updated_at: ambient.now(),
      })
      .where('id', '=', asId<VpcId>(vpc.id))
      .where('project_id', '=', projectId)
      .execute();
    return readVpc(transaction, projectId, id);
  });
}

/** @throws {ApiError} DPL.0404; VPC.0104 while it has subnets, DPL.0409 for the one that came with the project */
export async function deleteVpc(
  { database }: NetworkChangeParts,
  projectId: ProjectId,
  id: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const vpc = await readVpc(transaction, projectId, id);
    const { rows } = await sql<{ subnets: number; opened: boolean }>`
      select (select count(*)::int from subnets where project_id = ${projectId} and vpc_id::text = ${vpc.id}) as subnets,
        exists (select from workspaces where project_id = ${projectId} and vpc_id::text = ${vpc.id}) as opened`.execute(
      transaction,
    );
    const [used] = rows;
    if (used?.opened === true) throw cameWithProject('VPC');
    if (used !== undefined && used.subnets > 0) throw new ApiError('VPC.0104', [String(used.subnets)]);
    await transaction
      .deleteFrom('vpcs')
      .where('id', '=', asId<VpcId>(vpc.id))
      .where('project_id', '=', projectId)
      .execute();
  });
}

/** A refusal to delete what the service of the project was opened with: desktops are put there when an order names nothing else. */
export function cameWithProject(thing: 'VPC' | 'subnet' | 'security group'): ApiError {
  const names = { VPC: 'VPC', subnet: '子网', 'security group': '安全组' } as const;
  return new ApiError('DPL.0409', [
    {
      en: `this ${thing} came with the project, and the service needs it; it cannot be deleted`,
      zh: `该${names[thing]}随项目创建，为云桌面服务所用，不能删除`,
    },
  ]);
}

/** @throws {ApiError} DPL.0404, the same for another project's (S16) */
export async function readVpc(
  transaction: Transaction | Database,
  projectId: ProjectId,
  id: string,
): Promise<VpcRow> {
  const [vpc] = await listVpcs(transaction, projectId, { id, limit: 1 });
  return requireFound(vpc, 'VPC');
}

async function requireRoomForSubnets(
  transaction: Transaction,
  projectId: ProjectId,
  vpc: VpcRow,
  cidr: string,
): Promise<void> {
  const { rows } = await sql<{ name: string; cidr: string }>`
    select name, cidr::text from subnets
    where project_id = ${projectId} and vpc_id::text = ${vpc.id} and not cidr <<= ${cidr}::cidr
    order by cidr limit 1`.execute(transaction);
  const [outside] = rows;
  if (outside === undefined) return;
  throw refuseField('VPC.0117', 'vpc.cidr', {
    en: `${cidr} does not contain ${outside.cidr} of subnet ${outside.name}`,
    zh: `${cidr}不包含子网${outside.name}的${outside.cidr}`,
  });
}
