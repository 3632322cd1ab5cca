import { type Insertable, sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import { requireQuota } from '../../catalogue/quotas.js';
import type { Transaction } from '../../database/connect.js';
import type { Schema } from '../../database/schema.js';
import { newSingleUseName } from '../../engines/singleUseName.js';
import type { Language } from '../../errors/errors.js';
import { enterpriseProjectOf } from '../../iam/identities/enterpriseProjects/enterpriseProjects.js';
import {
  asId,
  type DesktopId,
  type DesktopUserId,
  type ItemId,
  type JobId,
  type ProjectId,
} from '../../ids.js';
import { insertJob } from '../../jobs/insertJob.js';
import { allocateAddresses } from '../../network/allocateAddresses.js';
import { lockSecurityGroups } from '../../network/change/changeSecurityGroups.js';
import { newMacAddress } from '../../network/newMacAddress.js';
import {
  type AdmitUserChange,
  countNewUsers,
  ensureDesktopUsers,
  type MadeUser,
} from '../../users/ensureDesktopUsers.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import { noteNumbers } from '../namePolicies/policyOfOrder.js';
import { chooseNames } from './chooseNames.js';
import type { CreateDesktopBody } from './createSchemas.js';
import { expandOrder, type OrderedDesktop } from './expandOrder.js';
import type { ResolvedOrder } from './resolveOrder.js';

export interface CreateOrder {
  readonly projectId: ProjectId;
  readonly body: CreateDesktopBody;
  readonly resolved: ResolvedOrder;
  readonly language: Language;
  readonly admitUserChange: AdmitUserChange;
}

/** What an accepted order is followed by, and whom it made. */
export interface CreatedDesktops {
  readonly jobId: JobId;
  readonly madeUsers: readonly MadeUser[];
}

/**
 * Accepts an order: writes down the desktops, their users, and every disk, port and server that they will be made of,
 * before any of them is asked for (D7), with the job that reports it. In the caller's transaction: `acceptOrder` opens it.
 * @throws {ApiError} WKS.0001 for what does not go together; DPL.0409 when a name or an address is taken; DPL.4091 when a
 * quota does not suffice; what `admitUserChange` throws
 */
export async function createDesktopsIn(
  transaction: Transaction,
  ambient: Ambient,
  order: CreateOrder,
): Promise<CreatedDesktops> {
  const { projectId, body, resolved } = order;
  const ordered = expandOrder(body);
  const people = ordered.flatMap((desktop) => desktop.user ?? []);
  const { protect_new_desktops: protectNew } = await holdWorkspace(transaction, projectId);
  const volumes = 1 + (body.data_volumes?.length ?? 0);
  const sizeOfAll =
    body.root_volume.size + (body.data_volumes ?? []).reduce((sum, volume) => sum + volume.size, 0);
  const addresses = await allocateAddresses(transaction, {
    projectId,
    subnetId: resolved.subnetId,
    count: ordered.length,
    wanted: body.desktop_ips ?? [],
    fieldOf: (index) => `desktop_ips.${index}`,
  });
  await lockSecurityGroups(transaction, projectId, resolved.securityGroupIds);
  await requireQuota(transaction, projectId, {
    desktops: ordered.length,
    vcpus: ordered.length * resolved.product.vcpus,
    memoryMiB: ordered.length * resolved.product.memoryMiB,
    volumes: ordered.length * volumes,
    volumeGiB: ordered.length * sizeOfAll,
    users: await countNewUsers(
      transaction,
      projectId,
      people.map(({ name }) => name),
    ),
  });
  const { ids: users, made: madeUsers } = await ensureDesktopUsers(
    transaction,
    ambient,
    projectId,
    people,
    order.admitUserChange,
  );
  const names = await chooseNames(
    transaction,
    projectId,
    ordered.map(({ wish, user }) => ({ ...wish, userName: user?.name })),
    body.desktop_name_policy_id ?? '',
  );
  const jobId = asId<JobId>(ambient.uuid());
  const desktops = ordered.map((desktop, index) => ({
    id: noteMade(asId<DesktopId>(ambient.uuid())),
    name: names[index]?.name ?? '',
    address: addresses[index] ?? '',
    user: desktop.user,
  }));
  const now = ambient.now();
  await transaction
    .insertInto('desktops')
    .values(
      desktops.map((desktop) => ({
        id: desktop.id,
        project_id: projectId,
        computer_name: desktop.name,
        desktop_type: body.desktop_type,
        product_id: resolved.product.productId,
        image_id: resolved.image.id,
        image_type: resolved.imageType,
        availability_zone: resolved.zone,
        subnet_id: resolved.subnetId,
        security_group_ids: [...resolved.securityGroupIds],
        enterprise_project_id: enterpriseProjectOf(body.enterprise_project_id),
        ou_name: body.ou_name ?? null,
        task_status: 'scheduling',
        created_at: now,
        language: order.language,
        creation_mail: body.email_notification ?? true,
        deletion_protection: body.deletion_protection ?? protectNew,
        task_job_id: jobId,
        task_due_at: sql<Date>`now()`,
      })),
    )
    .execute();
  await noteNumbers(
    transaction,
    projectId,
    desktops.map(({ id }, index) => ({ id, numbered: names[index]?.numbered })),
  );
  await insertAssignments(transaction, projectId, desktops, users, now);
  await insertTags(transaction, projectId, desktops, body);
  await transaction
    .insertInto('items')
    .values(desktops.flatMap((desktop) => itemsOf(ambient, order, desktop)))
    .execute();
  await insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType: 'createDesktops',
    subJobs: desktops.map((desktop) => ({
      desktopId: desktop.id,
      productId: resolved.product.productId,
      userName: desktop.user?.name ?? null,
      desktopName: desktop.name,
      ipAddress: desktop.address,
    })),
  });
  return { jobId, madeUsers };
}

interface NewDesktop {
  readonly id: DesktopId;
  readonly name: string;
  readonly address: string;
  readonly user: OrderedDesktop['user'];
}

async function insertAssignments(
  transaction: Transaction,
  projectId: ProjectId,
  desktops: readonly NewDesktop[],
  users: ReadonlyMap<string, DesktopUserId>,
  now: Date,
): Promise<void> {
  const rows = desktops.flatMap((desktop) => {
    const userId = desktop.user === undefined ? undefined : users.get(desktop.user.name.toLowerCase());
    if (desktop.user === undefined || userId === undefined) return [];
    return [
      {
        desktop_id: desktop.id,
        user_id: userId,
        project_id: projectId,
        user_group: desktop.user.group,
        attached_at: now,
      },
    ];
  });
  if (rows.length > 0) await transaction.insertInto('desktop_assignments').values(rows).execute();
}

async function insertTags(
  transaction: Transaction,
  projectId: ProjectId,
  desktops: readonly NewDesktop[],
  body: CreateDesktopBody,
): Promise<void> {
  const rows = desktops.flatMap(({ id }) =>
    (body.tags ?? []).map(({ key, value = '' }) => ({ desktop_id: id, project_id: projectId, key, value })),
  );
  if (rows.length > 0) await transaction.insertInto('desktop_tags').values(rows).execute();
}

function itemsOf(ambient: Ambient, order: CreateOrder, desktop: NewDesktop): Insertable<Schema['items']>[] {
  const common = () => ({
    id: asId<ItemId>(ambient.uuid()),
    project_id: order.projectId,
    desktop_id: desktop.id,
    single_use_name: newSingleUseName(ambient),
    created_at: ambient.now(),
  });
  const volumes = [order.body.root_volume, ...(order.body.data_volumes ?? [])];
  return [
    { ...common(), kind: 'server' },
    {
      ...common(),
      kind: 'port',
      subnet_id: order.resolved.subnetId,
      address: desktop.address,
      mac_address: newMacAddress(ambient),
    },
    ...volumes.map((volume, index) => ({
      ...common(),
      kind: 'volume' as const,
      volume_type: volume.type,
      size_gib: volume.size,
      // Clients send 0 where they leave it open.
      iops: volume.iops || null,
      throughput: volume.throughput || null,
      device: `/dev/vd${String.fromCharCode('a'.charCodeAt(0) + index)}`,
      is_root: index === 0,
      display_name: `${desktop.name}-${index === 0 ? 'system' : `data${index}`}`,
    })),
  ];
}
