import { randomBytes, randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import type { EngineOffer } from '../engines/contract.js';
import {
  asId,
  type DesktopId,
  type DesktopUserId,
  type DomainId,
  type ItemId,
  type ProjectId,
  type SecurityGroupId,
  type SubnetId,
  type VpcId,
} from '../ids.js';

/** What the engine of these desktops offers. */
export const testOffer: EngineOffer = {
  architecture: 'x86',
  availabilityZones: [{ id: 'zone-1', nameEn: 'Zone 1', nameZh: '可用区1' }],
  images: [
    {
      id: '0f9c2f4e-6f0e-4a7c-9d3f-5b1f9c0a7e11',
      name: 'Debian 12 desktop',
      osType: 'Linux',
      osVersion: 'Debian 12',
      minimumDiskGiB: 10,
      minimumMemoryMiB: 512,
      createdAt: '2026-01-01T00:00:00Z',
    },
  ],
};

/** A project with a network, for desktops to be in. */
export interface TestProject {
  readonly domainId: DomainId;
  readonly projectId: ProjectId;
  readonly vpcId: VpcId;
  readonly subnetId: SubnetId;
  readonly securityGroupId: SecurityGroupId;
}

const hex = (): string => randomBytes(16).toString('hex');

/** A project of an account of its own. */
export async function addProject(database: Database): Promise<TestProject> {
  const project = {
    domainId: asId<DomainId>(hex()),
    projectId: asId<ProjectId>(hex()),
    vpcId: asId<VpcId>(randomUUID()),
    subnetId: asId<SubnetId>(randomUUID()),
    securityGroupId: asId<SecurityGroupId>(randomUUID()),
  };
  const { domainId, projectId, vpcId } = project;
  await database.insertInto('domains').values({ id: domainId, name: domainId }).execute();
  await database
    .insertInto('projects')
    .values({ id: projectId, domain_id: domainId, name: 'local-1' })
    .execute();
  await database
    .insertInto('vpcs')
    .values({ id: vpcId, project_id: projectId, name: 'vpc-1', cidr: '100.64.0.0/16' })
    .execute();
  await database
    .insertInto('subnets')
    .values({
      id: project.subnetId,
      project_id: projectId,
      vpc_id: vpcId,
      name: 'subnet-1',
      cidr: '100.64.0.0/20',
      gateway_ip: '100.64.0.1',
    })
    .execute();
  await database
    .insertInto('security_groups')
    .values({
      id: project.securityGroupId,
      project_id: projectId,
      name: 'WorkspaceUserSecurityGroup',
      created_at: new Date('2026-02-01T00:00:00Z'),
    })
    .execute();
  return project;
}

/** The service of a project; without it nobody is made in it, and the tenant wants no mails. */
export async function addService(database: Database, project: TestProject): Promise<void> {
  await database
    .insertInto('workspaces')
    .values({
      project_id: project.projectId,
      id: project.projectId,
      enterprise_id: project.projectId,
      vpc_id: project.vpcId,
      subnet_ids: [project.subnetId],
      infrastructure_security_group_id: project.securityGroupId,
      desktop_security_group_id: project.securityGroupId,
      opened_at: new Date(),
    })
    .execute();
}

/** An idle, running desktop without users, tags and items, changed as wanted. */
export async function addDesktop(
  database: Database,
  project: TestProject,
  different: Partial<Insertable<Schema['desktops']>> = {},
): Promise<DesktopId> {
  const { id } = await database
    .insertInto('desktops')
    .values({
      id: asId<DesktopId>(randomUUID()),
      project_id: project.projectId,
      computer_name: `d-${randomBytes(5).toString('hex')}`,
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.large',
      image_id: testOffer.images[0]?.id ?? '',
      image_type: 'gold',
      availability_zone: 'zone-1',
      subnet_id: project.subnetId,
      security_group_ids: [project.securityGroupId],
      status: 'ACTIVE',
      task_status: '',
      created_at: new Date('2026-03-04T05:06:07.089Z'),
      language: 'en',
      ...different,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A desktop user, assigned to the desktops in the given order of time. */
export async function addUser(
  database: Database,
  project: TestProject,
  name: string,
  desktops: readonly DesktopId[] = [],
): Promise<DesktopUserId> {
  const id = asId<DesktopUserId>(hex());
  await database
    .insertInto('desktop_users')
    .values({
      id,
      project_id: project.projectId,
      user_name: name,
      user_email: `${name}@example.org`,
      account_expires_at: null,
      password_hash: null,
      created_at: new Date(),
    })
    .execute();
  for (const desktop of desktops) {
    await database
      .insertInto('desktop_assignments')
      .values({
        desktop_id: desktop,
        user_id: id,
        project_id: project.projectId,
        user_group: 'sudo',
        attached_at: new Date(),
      })
      .execute();
  }
  return id;
}

export async function addTags(
  database: Database,
  project: TestProject,
  desktop: DesktopId,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await database
    .insertInto('desktop_tags')
    .values(
      Object.entries(tags).map(([key, value]) => ({
        desktop_id: desktop,
        project_id: project.projectId,
        key,
        value,
      })),
    )
    .execute();
}

/** A present volume; `/dev/vda` is the system disk. */
export async function addVolume(
  database: Database,
  project: TestProject,
  desktop: DesktopId,
  device: string,
  different: Partial<Insertable<Schema['items']>> = {},
): Promise<ItemId> {
  return addItem(database, project, desktop, {
    kind: 'volume',
    volume_type: 'SAS',
    size_gib: 80,
    device,
    is_root: device === '/dev/vda',
    display_name: `volume ${device}`,
    ...different,
  });
}

/** A present port with the address. */
export async function addPort(
  database: Database,
  project: TestProject,
  desktop: DesktopId,
  address: string,
  different: Partial<Insertable<Schema['items']>> = {},
): Promise<ItemId> {
  return addItem(database, project, desktop, {
    kind: 'port',
    subnet_id: project.subnetId,
    address,
    mac_address: 'fa:16:3e:00:00:01',
    ...different,
  });
}

async function addItem(
  database: Database,
  project: TestProject,
  desktop: DesktopId,
  item: Pick<Insertable<Schema['items']>, 'kind'> & Partial<Insertable<Schema['items']>>,
): Promise<ItemId> {
  const { id } = await database
    .insertInto('items')
    .values({
      id: asId<ItemId>(randomUUID()),
      project_id: project.projectId,
      desktop_id: desktop,
      single_use_name: asId(`dp-${hex()}`),
      state: 'present',
      created_at: new Date('2026-03-04T05:06:07.089Z'),
      ...item,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
