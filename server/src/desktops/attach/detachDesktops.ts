import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, DesktopUserId, JobId, ProjectId } from '../../ids.js';
import { endWaitingSubJobs } from '../../jobs/endWaitingSubJobs.js';
import { insertJob } from '../../jobs/insertJob.js';
import type { FailedOperation } from '../failedOperations.js';
import { lockDesktops } from '../lockDesktops.js';
import { powerDesktopsIn } from '../power/powerDesktops.js';
import { isDeleting } from '../taskStatus.js';
import { maxAttempts } from './attachDesktops.js';
import { type GroupAssignment, readGroupAssignments, takeFromGroups } from './groupAssignments.js';

/** Which people are to be taken off a desktop. */
export interface DetachOrder {
  readonly desktopId: DesktopId;
  readonly users:
    | 'all'
    | readonly { readonly name: string; readonly id: string; readonly isGroup: boolean }[];
}

export interface DetachCall {
  readonly projectId: ProjectId;
  /** Each desktop once. */
  readonly orders: readonly DetachOrder[];
  readonly jobType: 'detachDesktops' | 'batchDetachDesktops';
  /** Whether the desktops that run are to be switched off. */
  readonly shutOff: boolean;
}

export interface DetachOutcome {
  readonly jobIds: readonly JobId[];
  readonly failed: readonly FailedOperation[];
}

/**
 * Takes users and groups off their desktops; a desktop that is being deleted keeps them until its end, which decides about them (S10).
 * Nothing is done to the disks.
 */
export async function detachDesktops(
  database: Database,
  ambient: Ambient,
  call: DetachCall,
): Promise<DetachOutcome> {
  const detach = (transaction: Transaction): Promise<DetachOutcome> =>
    detachDesktopsIn(transaction, ambient, call);
  return retryOnConflict(() => database.transaction().execute(detach), maxAttempts);
}

/** As {@link detachDesktops}, in the caller's transaction. */
export async function detachDesktopsIn(
  transaction: Transaction,
  ambient: Ambient,
  call: DetachCall,
): Promise<DetachOutcome> {
  const { projectId, orders } = call;
  const ids = orders.map((order) => order.desktopId);
  const desktops = await lockDesktops(transaction, projectId, ids);
  const users = await readUsers(transaction, projectId, ids);
  const groups = await readGroupAssignments(transaction, projectId, ids);
  const failed: FailedOperation[] = [];
  const removed: { desktop: DesktopId; person: DesktopUserId }[] = [];
  const removedGroups: GroupAssignment[] = [];
  const done: { readonly id: DesktopId; readonly name: string; readonly running: boolean }[] = [];
  for (const order of orders) {
    const desktop = desktops.get(order.desktopId);
    const decision = judge(order, desktop, {
      users: users.get(order.desktopId) ?? [],
      groups: groups.get(order.desktopId) ?? [],
    });
    if (desktop === undefined || decision instanceof ApiError) {
      const error = decision instanceof ApiError ? decision : new ApiError('DPL.0404', ['desktop']);
      failed.push({ desktopId: order.desktopId, computerName: desktop?.computer_name ?? '', error });
      continue;
    }
    removed.push(...decision.users.map((person) => ({ desktop: order.desktopId, person })));
    removedGroups.push(...decision.groups);
    done.push({ id: desktop.id, name: desktop.computer_name, running: desktop.status === 'ACTIVE' });
  }
  await removeAssignments(transaction, projectId, removed, ambient.now());
  await takeFromGroups(transaction, projectId, removedGroups, ambient.now());
  const jobIds: JobId[] = [];
  if (done.length > 0) {
    const jobId = await insertJob(transaction, ambient, {
      projectId,
      jobType: call.jobType,
      subJobs: done.map(({ id, name }) => ({ desktopId: id, desktopName: name })),
    });
    await endWaitingSubJobs(transaction, projectId, jobId, ambient.now());
    jobIds.push(jobId);
  }
  const running = call.shutOff ? done.filter((desktop) => desktop.running).map(({ id }) => id) : [];
  if (running.length > 0) {
    const power = { projectId, desktopIds: running, operation: 'os-stop', hard: false } as const;
    const { jobId } = await powerDesktopsIn(transaction, ambient, power);
    if (jobId !== undefined) jobIds.push(jobId);
  }
  return { jobIds, failed };
}

interface AssignedUser {
  readonly id: DesktopUserId;
  readonly name: string;
}

function judge(
  order: DetachOrder,
  desktop: { readonly status: string; readonly task_status: string } | undefined,
  assigned: { readonly users: readonly AssignedUser[]; readonly groups: readonly GroupAssignment[] },
): { readonly users: readonly DesktopUserId[]; readonly groups: readonly GroupAssignment[] } | ApiError {
  if (desktop === undefined) return new ApiError('DPL.0404', ['desktop']);
  const { desktopId, users } = order;
  if (isDeleting(desktop.task_status)) return new ApiError('WKS.00010032', [desktopId, desktop.task_status]);
  if (desktop.status === 'HIBERNATED') return new ApiError('WKS.00010032', [desktopId, desktop.status]);
  if (users === 'all') return { users: assigned.users.map((user) => user.id), groups: assigned.groups };
  const found: DesktopUserId[] = [];
  const groups: GroupAssignment[] = [];
  for (const wanted of users) {
    const isNamed = (each: { readonly name: string }): boolean =>
      each.name.toLowerCase() === wanted.name.toLowerCase();
    if (wanted.isGroup) {
      const group = assigned.groups.find(isNamed);
      if (group === undefined || (wanted.id !== '' && wanted.id !== group.groupId))
        return new ApiError('WKS.00170208');
      groups.push(group);
      continue;
    }
    const user = assigned.users.find(isNamed);
    if (user === undefined || (wanted.id !== '' && wanted.id !== user.id))
      return new ApiError('WKS.00170312');
    found.push(user.id);
  }
  return { users: found, groups };
}

async function readUsers(
  transaction: Transaction,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, AssignedUser[]>> {
  const rows = await transaction
    .selectFrom('desktop_assignments as a')
    .innerJoin('desktop_users as u', 'u.id', 'a.user_id')
    .select(['a.desktop_id', 'u.id', 'u.user_name as name'])
    .where('a.project_id', '=', projectId)
    .where(sql<boolean>`a.desktop_id = any(${[...desktopIds]}::uuid[])`)
    .orderBy('u.id')
    .execute();
  const found = new Map<DesktopId, AssignedUser[]>();
  for (const { desktop_id, id, name } of rows)
    found.set(desktop_id, [...(found.get(desktop_id) ?? []), { id, name }]);
  return found;
}

/** One statement for all of them: what changes a desktop's users raises its revision. */
async function removeAssignments(
  transaction: Transaction,
  projectId: ProjectId,
  removed: readonly { readonly desktop: DesktopId; readonly person: DesktopUserId }[],
  now: Date,
): Promise<void> {
  if (removed.length === 0) return;
  await sql`
    with removed as (
      delete from desktop_assignments a
      using jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as w (desktop uuid, person text)
      where a.desktop_id = w.desktop and a.user_id = w.person and a.project_id = ${projectId}
      returning a.desktop_id, a.user_id, a.user_group
    ), noted as (
      insert into desktop_detachments (desktop_id, user_id, project_id, user_group, detached_at)
      select desktop_id, user_id, ${projectId}, user_group, ${now} from removed
      on conflict (desktop_id, user_id)
        do update set user_group = excluded.user_group, detached_at = excluded.detached_at
    )
    update desktops set revision = revision + 1
    where project_id = ${projectId} and id in (select desktop_id from removed)`.execute(transaction);
}
