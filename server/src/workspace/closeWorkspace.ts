import { sql } from 'kysely';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { JobId, ProjectId } from '../ids.js';
import { lockNetworks } from '../network/change/networkQuotas.js';
import { insertDoneJob, type ServiceParts } from './applyWorkspace.js';
import type { Workspace } from './findWorkspace.js';

/** What keeps the service of a project open, by the name that callers know it by. */
const keepers = {
  desktops: { en: 'desktops', zh: '桌面' },
  running_deletions: { en: 'running deletions', zh: '进行中的删除' },
  users: { en: 'desktop users', zh: '桌面用户' },
  user_groups: { en: 'user groups', zh: '用户组' },
  addresses: { en: 'addresses in its subnets that are still held', zh: '其子网中仍被占用的地址' },
  security_group_rules: {
    en: 'rules of other security groups that name its own',
    zh: '其他安全组中引用其安全组的规则',
  },
} as const;

type Keeper = keyof typeof keepers;
const keeperNames = Object.keys(keepers).filter((name): name is Keeper => Object.hasOwn(keepers, name));

/** How many of each there still are; the service can be closed once all are 0. */
export async function countKeepers(
  database: Database,
  { project_id, subnet_ids, ...workspace }: Workspace,
): Promise<Readonly<Record<Keeper, number>>> {
  const own = [workspace.desktop_security_group_id, workspace.infrastructure_security_group_id];
  // Addresses count only where the subnets go, too.
  const subnets = workspace.owns_network ? [...subnet_ids] : [];
  const { rows } = await sql<Record<Keeper, number>>`
    select (select count(*)::int from desktops where project_id = ${project_id} and gone_at is null) as desktops,
      (select count(*)::int from deletions where project_id = ${project_id} and state <> 'done') as running_deletions,
      (select count(*)::int from desktop_users where project_id = ${project_id}) as users,
      (select count(*)::int from user_groups where project_id = ${project_id}) as user_groups,
      (select count(*)::int from items where project_id = ${project_id} and held_address is not null
        and subnet_id = any (${subnets}::uuid[])) as addresses,
      (select count(*)::int from security_group_rules where project_id = ${project_id}
        and remote_group_id = any (${own}::uuid[]) and security_group_id <> all (${own}::uuid[])) as security_group_rules`.execute(
    database,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('Nothing was counted.');
  return row;
}

/**
 * Closes the service: it goes with its security groups, and with the network that was made for it, unless somebody put other subnets
 * into that. Whoever makes something in it holds it, so that nothing comes in between.
 * @returns the job that reports it, which is done
 * @throws {ApiError} WKS.00010099 when it is not open; DPL.0409 with everything that is left in it
 */
export async function closeWorkspace(
  { database, ambient }: ServiceParts,
  projectId: ProjectId,
): Promise<JobId> {
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const workspace = await transaction
      .selectFrom('workspaces')
      .selectAll()
      .where('project_id', '=', projectId)
      .forUpdate()
      .executeTakeFirst();
    if (workspace === undefined) throw new ApiError('WKS.00010099');
    refuseKept(await countKeepers(transaction, workspace));
    await transaction.deleteFrom('workspaces').where('project_id', '=', projectId).execute();
    await transaction
      .deleteFrom('security_groups')
      .where('project_id', '=', projectId)
      .where('id', 'in', [workspace.desktop_security_group_id, workspace.infrastructure_security_group_id])
      .execute();
    if (workspace.owns_network) await deleteNetwork(transaction, workspace);
    await transaction
      .insertInto('closed_workspaces')
      .values({ project_id: projectId, closed_at: ambient.now() })
      .execute();
    noteInAuditEvent({ resource: { type: 'tenant', id: workspace.id, name: workspace.enterprise_id } });
    return insertDoneJob(transaction, ambient, projectId, 'cancelWorkspace');
  });
}

async function deleteNetwork(transaction: Transaction, workspace: Workspace): Promise<void> {
  await transaction
    .deleteFrom('subnets')
    .where('project_id', '=', workspace.project_id)
    .where('id', 'in', workspace.subnet_ids)
    .execute();
  await transaction
    .deleteFrom('vpcs')
    .where('project_id', '=', workspace.project_id)
    .where('id', '=', workspace.vpc_id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('subnets').select('id').where('vpc_id', '=', workspace.vpc_id))),
    )
    .execute();
}

function refuseKept(counts: Readonly<Record<Keeper, number>>): void {
  const left = keeperNames.filter((name) => counts[name] > 0);
  if (left.length === 0) return;
  throw new ApiError('DPL.0409', [
    {
      en: `the service still has ${left.map((name) => `${counts[name]} ${keepers[name].en}`).join(', ')}; delete them first`,
      zh: `服务中还有${left.map((name) => `${counts[name]}个${keepers[name].zh}`).join('、')}，请先删除`,
    },
  ]);
}
