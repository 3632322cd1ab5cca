import { sql } from 'kysely';
import { type Ambient, newHexId } from '../ambient.js';
import type { Database, Transaction } from '../database/connect.js';
import { asId, type ProjectId, type SecurityGroupId, type SubnetId, type VpcId } from '../ids.js';
import { lockNetworks } from '../network/change/networkQuotas.js';
import { splitRange } from '../network/ranges.js';
import { chooseVpcRange } from './chooseVpcRange.js';
import { findWorkspace, type Workspace } from './findWorkspace.js';

export interface OpenWorkspaceRequest {
  readonly projectId: ProjectId;
  /** Language of mails where the creating call named none: `en` or `zh`. */
  readonly language: string;
  /**
   * Address range of the VPC, a private /16 to /19. Omitted: the lowest /16 of 100.64.0.0/10 that no VPC of this
   * service has. An engine whose machine uses such addresses otherwise must name another.
   */
  readonly vpcCidr?: string;
  /** A VPC of the project, and subnets of it, instead of new ones. */
  readonly network?: { readonly vpcId: VpcId; readonly subnetIds: readonly SubnetId[] };
  /** What users of the project name to sign in. Omitted: one is made up. */
  readonly enterpriseId?: string;
  readonly sendsMail?: boolean;
  readonly deletesComputers?: boolean;
}

const subnetPrefix = 20;
const subnetCount = 2;

/**
 * Opens the service in a project: a VPC with two subnets, the two security groups, the service itself; all or nothing.
 * Of a service that is open already, or is being opened by another call at this moment, nothing is changed.
 * @throws {ApiError} DPL.0404 when there is no such project, WKS.0001 for an unusable range, DPL.0409 when no range is free
 */
export async function openWorkspace(
  database: Database,
  ambient: Ambient,
  request: OpenWorkspaceRequest,
): Promise<Workspace> {
  return database.transaction().execute(async (transaction) => {
    // Taken before looking, so that of two calls the second sees what the first has done.
    await lockNetworks(transaction, request.projectId);
    const existing = await findWorkspace(transaction, request.projectId);
    return existing ?? (await createWorkspace(transaction, ambient, request));
  });
}

/** As {@link openWorkspace}, for the start of an installation: what somebody closed stays closed. */
export async function openUnlessClosed(
  database: Database,
  ambient: Ambient,
  request: OpenWorkspaceRequest,
): Promise<void> {
  const closed = await database
    .selectFrom('closed_workspaces')
    .select('project_id')
    .where('project_id', '=', request.projectId)
    .executeTakeFirst();
  if (closed === undefined) await openWorkspace(database, ambient, request);
}

/** Opens the service of a project that has none; whoever calls it holds the project (`lockNetworks`). */
export async function createWorkspace(
  transaction: Transaction,
  ambient: Ambient,
  request: OpenWorkspaceRequest,
): Promise<Workspace> {
  const { projectId } = request;
  const { vpcId, subnetIds } = request.network ?? (await createNetwork(transaction, ambient, request));
  const group = (name: string, description: string) =>
    createSecurityGroup(transaction, ambient, { projectId, name, description });
  return transaction
    .insertInto('workspaces')
    .values({
      project_id: projectId,
      id: newHexId(ambient),
      enterprise_id: request.enterpriseId ?? newHexId(ambient).slice(0, 16),
      vpc_id: vpcId,
      subnet_ids: [...subnetIds],
      owns_network: request.network === undefined,
      infrastructure_security_group_id: await group(
        'WorkspaceManagerSecurityGroup',
        'Components of the service',
      ),
      desktop_security_group_id: await createDesktopGroup(transaction, ambient, projectId),
      language: request.language,
      ...(request.sendsMail === undefined ? {} : { is_send_email: request.sendsMail }),
      ...(request.deletesComputers === undefined ? {} : { delete_computer_object: request.deletesComputers }),
      opened_at: ambient.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function createNetwork(
  transaction: Transaction,
  ambient: Ambient,
  request: OpenWorkspaceRequest,
): Promise<{ readonly vpcId: VpcId; readonly subnetIds: readonly SubnetId[] }> {
  const vpcId = await createVpc(transaction, ambient, request);
  return { vpcId, subnetIds: await createSubnets(transaction, ambient, request.projectId, vpcId) };
}

async function createVpc(
  transaction: Transaction,
  ambient: Ambient,
  request: OpenWorkspaceRequest,
): Promise<VpcId> {
  const id = asId<VpcId>(ambient.uuid());
  const cidr = await chooseVpcRange(transaction, request.vpcCidr);
  await transaction
    .insertInto('vpcs')
    .values({ id, project_id: request.projectId, name: 'vpc-workspace', cidr })
    .execute();
  return id;
}

async function createSubnets(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  vpcId: VpcId,
): Promise<SubnetId[]> {
  const { cidr } = await transaction
    .selectFrom('vpcs')
    .select(sql<string>`cidr::text`.as('cidr'))
    .where('id', '=', vpcId)
    .executeTakeFirstOrThrow();
  const rows = splitRange(cidr, subnetPrefix, subnetCount).map((range, index) => ({
    id: asId<SubnetId>(ambient.uuid()),
    project_id: projectId,
    vpc_id: vpcId,
    name: `subnet-workspace-${index + 1}`,
    cidr: range.cidr,
    gateway_ip: range.firstAddress,
  }));
  await transaction.insertInto('subnets').values(rows).execute();
  return rows.map((row) => row.id);
}

/** Desktops may begin whatever leads anywhere; nobody, not even another desktop, may begin anything with them. */
async function createDesktopGroup(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
): Promise<SecurityGroupId> {
  const group = { projectId, name: 'WorkspaceUserSecurityGroup', description: 'Desktops' };
  const id = await createSecurityGroup(transaction, ambient, group);
  const rules = ([4, 6] as const).map((family) => ({
    id: ambient.uuid(),
    project_id: projectId,
    security_group_id: id,
    direction: 'egress' as const,
    family,
    protocol: 'any' as const,
    created_at: ambient.now(),
  }));
  await transaction.insertInto('security_group_rules').values(rules).execute();
  return id;
}

async function createSecurityGroup(
  transaction: Transaction,
  ambient: Ambient,
  group: { projectId: ProjectId; name: string; description: string },
): Promise<SecurityGroupId> {
  const id = asId<SecurityGroupId>(ambient.uuid());
  await transaction
    .insertInto('security_groups')
    .values({
      id,
      project_id: group.projectId,
      name: group.name,
      description: group.description,
      created_at: ambient.now(),
    })
    .execute();
  return id;
}
