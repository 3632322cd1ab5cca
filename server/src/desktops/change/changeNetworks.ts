import { type Selectable, sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { NetworkChange } from '../../database/schema/taskChange.js';
import type { Schema } from '../../database/schema.js';
import { newSingleUseName } from '../../engines/singleUseName.js';
import { ApiError } from '../../errors/errors.js';
import {
  asId,
  type DesktopId,
  type ItemId,
  type JobId,
  type ProjectId,
  type SecurityGroupId,
  type SubnetId,
} from '../../ids.js';
import { endWaitingSubJobs } from '../../jobs/endWaitingSubJobs.js';
import { insertJob } from '../../jobs/insertJob.js';
import { allocateAddresses } from '../../network/allocateAddresses.js';
import { lockSecurityGroups } from '../../network/change/changeSecurityGroups.js';
import { newMacAddress } from '../../network/newMacAddress.js';
import { type DesktopRow, lockDesktops } from '../lockDesktops.js';
import { beginChange } from '../tasks/beginChange.js';
import { changeWords } from './changeServer.js';
import { requireChangeable } from './requireChangeable.js';

export interface NetworkOrder {
  readonly projectId: ProjectId;
  /** Without repetitions. */
  readonly desktopIds: readonly DesktopId[];
  /** Undefined: each stays where it is. */
  readonly subnetId: SubnetId | undefined;
  /** The address to have, of one desktop. */
  readonly address: string | undefined;
  /** Undefined: each keeps its own. */
  readonly securityGroupIds: readonly SecurityGroupId[] | undefined;
  readonly jobType: 'changeDesktopNetwork' | 'batchChangeDesktopNetwork';
}

interface PortRow extends Pick<Selectable<Schema['items']>, 'desktop_id' | 'subnet_id'> {
  readonly address: string | null;
}

/**
 * Accepts that desktops get other security groups, or move to another subnet or address: all of them or none. Groups are so at once. One
 * that moves is shut down for it if it runs, gets a new port, and is started again; its old port goes.
 * @returns the job that reports it, a sub-job for each
 * @throws {ApiError} DPL.0404; WKS.00010032 for a desktop that is busy, or that would have to be shut down and is neither on nor off;
 * WKS.0001 and DPL.0409 for an address that cannot be had
 */
export async function changeNetworks(
  database: Database,
  ambient: Ambient,
  order: NetworkOrder,
): Promise<JobId> {
  return retryOnConflict(() =>
    database.transaction().execute((transaction) => changeIn(transaction, ambient, order)),
  );
}

async function changeIn(transaction: Transaction, ambient: Ambient, order: NetworkOrder): Promise<JobId> {
  const { projectId, desktopIds, securityGroupIds } = order;
  const found = await lockDesktops(transaction, projectId, desktopIds);
  const ports = await readPorts(transaction, projectId, desktopIds);
  const desktops = desktopIds.map((id) => {
    const desktop = found.get(id);
    if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
    if (moves(order, desktop, ports.get(id))) return requireChangeable(desktop, id);
    const state = desktop.task_status || desktop.status;
    if (desktop.task_status !== '' || state === 'ERROR') throw new ApiError('WKS.00010032', [id, state]);
    return desktop;
  });
  const moving = desktops.filter((desktop) => moves(order, desktop, ports.get(desktop.id)));
  const addresses = await allocate(transaction, order, moving);
  if (securityGroupIds !== undefined) await lockSecurityGroups(transaction, projectId, securityGroupIds);
  const jobId = asId<JobId>(ambient.uuid());
  for (const [index, desktop] of moving.entries())
    await move(transaction, ambient, { ...order, jobId }, desktop, addresses[index] ?? '');
  const staying = desktops.filter((desktop) => !moving.includes(desktop));
  if (securityGroupIds !== undefined && staying.length > 0)
    await transaction
      .updateTable('desktops')
      .set({ revision: sql<number>`revision + 1`, security_group_ids: [...securityGroupIds] })
      .where('project_id', '=', projectId)
      .where(
        'id',
        'in',
        staying.map(({ id }) => id),
      )
      .execute();
  await insertJob(transaction, ambient, {
    id: jobId,
    projectId,
    jobType: order.jobType,
    subJobs: desktops.map((desktop) => ({
      desktopId: desktop.id,
      desktopName: desktop.computer_name,
      ipAddress: addresses[moving.indexOf(desktop)] ?? ports.get(desktop.id)?.address ?? null,
    })),
  });
  const done = staying.map(({ id }) => id);
  await endWaitingSubJobs(transaction, projectId, jobId, ambient.now(), done);
  return jobId;
}

/** Whether it needs another port. */
function moves(order: NetworkOrder, desktop: DesktopRow, port: PortRow | undefined): boolean {
  const isElsewhere =
    order.subnetId !== undefined && order.subnetId !== (port?.subnet_id ?? desktop.subnet_id);
  return isElsewhere || (order.address !== undefined && order.address !== port?.address);
}

async function readPorts(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, PortRow>> {
  const rows = await transaction
    .selectFrom('items')
    .select(['desktop_id', 'subnet_id', sql<string | null>`host(address)`.as('address')])
    .where('project_id', '=', projectId)
    .where('desktop_id', 'in', desktopIds)
    .where('kind', '=', 'port')
    .where('state', '<>', 'absent')
    .where('place', '=', 'current')
    .execute();
  return new Map(rows.map((row) => [row.desktop_id, row]));
}

/** One for each that moves: of the subnet that was asked for, or of its own. */
async function allocate(
  transaction: Transaction,
  { projectId, subnetId, address }: NetworkOrder,
  moving: readonly DesktopRow[],
): Promise<string[]> {
  const target = subnetId ?? moving[0]?.subnet_id;
  if (target === undefined || moving.length === 0) return [];
  return allocateAddresses(transaction, {
    projectId,
    subnetId: target,
    count: moving.length,
    wanted: address === undefined ? [] : [address],
    fieldOf: () => 'private_ip',
  });
}

async function move(
  transaction: Transaction,
  ambient: Ambient,
  { projectId, subnetId, securityGroupIds, jobId }: NetworkOrder & { readonly jobId: JobId },
  desktop: DesktopRow,
  address: string,
): Promise<void> {
  const portId = asId<ItemId>(ambient.uuid());
  const change: NetworkChange = {
    kind: 'network',
    stage: 'stop',
    restart: desktop.status === 'ACTIVE',
    portId,
    subnetId: subnetId ?? desktop.subnet_id,
    securityGroupIds: securityGroupIds ?? desktop.security_group_ids,
  };
  await transaction
    .insertInto('items')
    .values({
      id: portId,
      project_id: projectId,
      desktop_id: desktop.id,
      kind: 'port',
      place: 'next',
      single_use_name: newSingleUseName(ambient),
      created_at: ambient.now(),
      subnet_id: change.subnetId,
      address,
      mac_address: newMacAddress(ambient),
    })
    .execute();
  const word = changeWords.network.stop;
  await beginChange(transaction, { projectId, desktopIds: [desktop.id], jobId, word, change });
}
