import { sql } from 'kysely';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type ProjectId, type SecurityGroupId } from '../../ids.js';
import { listRules } from '../listRules.js';
import type { SecurityGroupRuleRow } from '../queries.js';
import { readSecurityGroup } from './changeSecurityGroups.js';
import type { NetworkChangeParts } from './changeVpcs.js';
import { lockNetworks, mostEntriesOfGroup, requireNetworkQuota } from './networkQuotas.js';
import { readRemoteRange } from './readRemoteRange.js';
import { type RuleFields, readRuleFields, refuseRule } from './readRuleFields.js';

/**
 * Adds a rule to a group. Triggers note the change, and the ports of its members get it (`rules/keepRules.ts`).
 * @throws {ApiError} WKS.0001 naming the field at fault; DPL.0404 for a missing group; DPL.0409 for a rule that is there already;
 * DPL.4091 when the project is full
 */
export async function createRule(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  groupId: string,
  fields: RuleFields,
): Promise<SecurityGroupRuleRow> {
  const terms = readRuleFields(fields);
  const remoteRange = fields.remote_ip_prefix ?? '';
  const remoteGroup = fields.remote_group_id ?? '';
  if (remoteRange !== '' && remoteGroup !== '') {
    throw refuseRule('remote_group_id', {
      en: 'a rule has remote_ip_prefix or remote_group_id, not both',
      zh: 'remote_ip_prefix与remote_group_id不能同时指定',
    });
  }
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const group = await readSecurityGroup(transaction, projectId, groupId);
    const remoteCidr = await readRemoteRange(transaction, remoteRange, terms.family);
    const other = remoteGroup === '' ? null : await readSecurityGroup(transaction, projectId, remoteGroup);
    await requireNetworkQuota(transaction, projectId, 'security_group_rules', 1);
    await requireRoomInGroup(transaction, projectId, group.id, entriesOf(terms.portList));
    const row = {
      security_group_id: asId<SecurityGroupId>(group.id),
      direction: terms.direction,
      family: terms.family,
      protocol: terms.protocol,
      port_min: terms.portMin,
      port_max: terms.portMax,
      port_list: terms.portList,
      remote_cidr: remoteCidr,
      remote_group_id: other === null ? null : asId<SecurityGroupId>(other.id),
    };
    await refuseTwin(transaction, projectId, row);
    const id = noteMade(ambient.uuid());
    await transaction
      .insertInto('security_group_rules')
      .values({
        id,
        project_id: projectId,
        ...row,
        priority: terms.priority,
        description: terms.description,
        created_at: ambient.now(),
      })
      .execute();
    const [rule] = await listRules(transaction, projectId, { id, limit: 1 });
    return requireFound(rule, 'security group rule');
  });
}

/** @throws {ApiError} DPL.0404 */
export async function deleteRule(
  { database }: NetworkChangeParts,
  projectId: ProjectId,
  id: string,
): Promise<void> {
  const deleted = await sql`
    delete from security_group_rules where project_id = ${projectId} and id::text = ${id}`.execute(database);
  requireFound(deleted.numAffectedRows === 1n ? id : undefined, 'security group rule');
}

const entriesOf = (portList: string | null): number => portList?.split(',').length ?? 1;

async function requireRoomInGroup(
  transaction: Transaction,
  projectId: ProjectId,
  groupId: string,
  more: number,
): Promise<void> {
  const rules = await listRules(transaction, projectId, {
    securityGroupId: groupId,
    limit: mostEntriesOfGroup + 1,
  });
  const there = rules.reduce((sum, rule) => sum + entriesOf(rule.port_list), 0);
  if (there + more <= mostEntriesOfGroup) return;
  throw new ApiError('DPL.4091', [
    {
      en: `${mostEntriesOfGroup} rules of a security group, where each port or range of ports counts`,
      zh: `每个安全组最多${mostEntriesOfGroup}条规则，每个端口或端口范围计为一条`,
    },
  ]);
}

interface RuleColumns {
  readonly security_group_id: SecurityGroupId;
  readonly direction: string;
  readonly family: number;
  readonly protocol: string;
  readonly port_min: number | null;
  readonly port_max: number | null;
  readonly port_list: string | null;
  readonly remote_cidr: string | null;
  readonly remote_group_id: SecurityGroupId | null;
}

async function refuseTwin(transaction: Transaction, projectId: ProjectId, row: RuleColumns): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id::text from security_group_rules
    where project_id = ${projectId} and security_group_id = ${row.security_group_id}
      and direction = ${row.direction} and family = ${row.family} and protocol = ${row.protocol}
      and port_min is not distinct from ${row.port_min}::int and port_max is not distinct from ${row.port_max}::int
      and port_list is not distinct from ${row.port_list}::text
      and remote_cidr is not distinct from ${row.remote_cidr}::cidr
      and remote_group_id is not distinct from ${row.remote_group_id}::uuid
    limit 1`.execute(transaction);
  const [twin] = rows;
  if (twin === undefined) return;
  throw new ApiError('DPL.0409', [
    { en: `the security group has this rule already: ${twin.id}`, zh: `安全组已有相同的规则：${twin.id}` },
  ]);
}
