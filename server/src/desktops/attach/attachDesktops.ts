import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineImage } from '../../engines/images.js';
import { ApiError, describeError, type Language } from '../../errors/errors.js';
import type { DesktopId, DesktopUserId, JobId, ProjectId, UserGroupId } from '../../ids.js';
import { endWaitingSubJobs } from '../../jobs/endWaitingSubJobs.js';
import { insertJob } from '../../jobs/insertJob.js';
import type { AdmitUserChange } from '../../users/ensureDesktopUsers.js';
import { lockDesktops } from '../lockDesktops.js';
import { refuseUnfitGroup } from '../refuseUnfitGroup.js';
import { isDeleting } from '../taskStatus.js';
import type { AttachOrder } from './attachOrder.js';
import {
  type GroupAssignment,
  giveToGroups,
  type HeldGroups,
  holdNamedGroups,
  readGroupAssignments,
} from './groupAssignments.js';
import { type HeldUsers, holdUsers } from './holdUsers.js';
import { nameUsers } from './nameUsers.js';
import { findUsed, readAssignments } from './readHolders.js';

type LockedDesktop = Awaited<ReturnType<typeof lockDesktops>> extends Map<DesktopId, infer Row> ? Row : never;

/** Most users and groups of one desktop that is shared (docs/reference/desktops.md#who-has-a-desktop). */
const maxUsers = 500;

interface Assignment {
  readonly desktopId: DesktopId;
  readonly userId: DesktopUserId;
  readonly group: string;
}

/** Who gets a desktop. */
interface Decision {
  readonly users: readonly Assignment[];
  readonly groups: readonly {
    readonly desktopId: DesktopId;
    readonly groupId: UserGroupId;
    readonly group: string;
  }[];
}

/** Who has a desktop. */
interface Present {
  readonly users: ReadonlySet<DesktopUserId>;
  readonly groups: readonly GroupAssignment[];
  /** Its data are to be cleared, and somebody has or had it. */
  readonly isUsed: boolean;
}

export interface AttachCall {
  readonly projectId: ProjectId;
  readonly orders: readonly AttachOrder[];
  /** In which the job tells why a desktop cannot be had. */
  readonly language: Language;
  /** What the desktops may have been made of. */
  readonly images: readonly Pick<EngineImage, 'id' | 'osType'>[];
}

/** How often other changes of the same desktops and users may get in the way of one call. */
export const maxAttempts = 10;

/**
 * Gives desktops to users and groups, each desktop as a whole or not at all; what cannot be is a failed sub-job.
 * @returns the job that tells what became of each
 * @throws {ApiError} what `admit` throws
 */
export async function attachDesktops(
  database: Database,
  ambient: Ambient,
  call: AttachCall,
  admit: AdmitUserChange,
): Promise<JobId> {
  const attach = (transaction: Transaction): Promise<JobId> =>
    attachDesktopsIn(transaction, ambient, call, admit);
  return retryOnConflict(() => database.transaction().execute(attach), maxAttempts);
}

/**
 * As {@link attachDesktops}, in the caller's transaction, to be run again when another one got in its way.
 *
 * Users are locked before groups, and groups before desktops, each kind in the order of its ids, as the end of a deletion does. So a
 * user who is being deleted is either gone here or has the desktop there (S10), and a desktop that is being deleted gets nobody.
 */
export async function attachDesktopsIn(
  transaction: Transaction,
  ambient: Ambient,
  call: AttachCall,
  admit: AdmitUserChange,
): Promise<JobId> {
  const { projectId, language } = call;
  const orders = await nameUsers(transaction, projectId, call.orders);
  const { wanted, failures, desktops } = await decide(transaction, ambient, { ...call, orders }, admit);
  const now = ambient.now();
  await writeAssignments(
    transaction,
    projectId,
    wanted.flatMap((each) => each.users),
    now,
  );
  await giveToGroups(
    transaction,
    projectId,
    wanted.flatMap((each) => each.groups),
    now,
  );
  const jobId = await insertJob(transaction, ambient, {
    projectId,
    jobType: 'attachDesktops',
    subJobs: orders.map((order) => {
      const failure = failures.get(order.desktopId);
      return {
        desktopId: order.desktopId,
        userName: order.users.find(({ isGroup }) => !isGroup)?.name ?? null,
        desktopName: desktops.get(order.desktopId)?.computer_name ?? null,
        ...(failure === undefined ? {} : { failure: reasonOf(failure, language) }),
      };
    }),
  });
  await endWaitingSubJobs(transaction, projectId, jobId, now);
  return jobId;
}

interface Decisions {
  readonly wanted: readonly Decision[];
  readonly failures: ReadonlyMap<DesktopId, ApiError>;
  readonly desktops: ReadonlyMap<DesktopId, LockedDesktop>;
}

/**
 * Decides with the users made who are to be made. Where that was for nothing, it is taken back, and decided again without them: what
 * a desktop cannot be had for is known only under its lock, which comes after the users'.
 */
async function decide(
  transaction: Transaction,
  ambient: Ambient,
  call: AttachCall,
  admit: AdmitUserChange,
): Promise<Decisions> {
  const { projectId, orders } = call;
  const hopeless = new Map<DesktopId, ApiError>();
  for (;;) {
    await sql`savepoint before_users`.execute(transaction);
    const open = orders.filter(({ desktopId }) => !hopeless.has(desktopId));
    const users = await holdUsers(transaction, ambient, projectId, orders, open, admit);
    const decisions = await decideWith(transaction, call, users);
    const idle = open.filter(
      (order) => decisions.failures.has(order.desktopId) && order.users.some(({ email }) => email !== ''),
    );
    if (idle.length === 0) return { ...decisions, failures: withReasons(decisions.failures, hopeless) };
    await sql`rollback to savepoint before_users`.execute(transaction);
    for (const { desktopId } of idle) {
      const failure = decisions.failures.get(desktopId);
      if (failure !== undefined) hopeless.set(desktopId, failure);
    }
  }
}

/** Who was not made for a desktop that could not be had is not the reason. */
const withReasons = (
  failures: ReadonlyMap<DesktopId, ApiError>,
  hopeless: ReadonlyMap<DesktopId, ApiError>,
): ReadonlyMap<DesktopId, ApiError> =>
  new Map([...failures].map(([id, failure]) => [id, hopeless.get(id) ?? failure]));

async function decideWith(
  transaction: Transaction,
  { projectId, orders, images }: AttachCall,
  users: HeldUsers,
): Promise<Decisions> {
  const groups = await holdNamedGroups(
    transaction,
    projectId,
    orders.flatMap((order) => order.users.flatMap(({ isGroup, name }) => (isGroup ? [name] : []))),
  );
  const ids = orders.map((order) => order.desktopId);
  const desktops = await lockDesktops(transaction, projectId, ids);
  const present = await readAssignments(transaction, projectId, ids);
  const presentGroups = await readGroupAssignments(transaction, projectId, ids);
  const used = await findUsed(transaction, projectId, orders);
  const wanted: Decision[] = [];
  const failures = new Map<DesktopId, ApiError>();
  for (const [index, order] of orders.entries()) {
    const has = {
      users: present.get(order.desktopId) ?? new Set<DesktopUserId>(),
      groups: presentGroups.get(order.desktopId) ?? [],
      isUsed: used.has(order.desktopId),
    };
    const desktop = desktops.get(order.desktopId);
    const image = images.find(({ id }) => id === desktop?.image_id);
    for (const { group, at } of order.users) refuseUnfitGroup(group, image, `${at}user_group`);
    const decision = judge(order, desktop, has, { users, groups }, index);
    if (decision instanceof ApiError) failures.set(order.desktopId, decision);
    else wanted.push(decision);
  }
  return { wanted, failures, desktops };
}

function reasonOf(failure: ApiError, language: Language): { readonly code: string; readonly reason: string } {
  return { code: failure.code, reason: describeError(failure.code, language, failure.args) };
}

/**
 * Who gets this desktop, or why nobody does.
 * @param index of the order in the call
 * @throws {ApiError} DPL.0501 for another name of a desktop than its own, and for data that would have to be cleared
 */
function judge(
  order: AttachOrder,
  desktop: LockedDesktop | undefined,
  present: Present,
  held: { readonly users: HeldUsers; readonly groups: HeldGroups },
  index: number,
): Decision | ApiError {
  const notOffered = (field: string) => new ApiError('DPL.0501', [field], `body: desktops.${index}.${field}`);
  const { desktopId, computerName } = order;
  if (desktop === undefined) return new ApiError('DPL.0404', ['desktop']);
  if (isDeleting(desktop.task_status)) return new ApiError('WKS.00010032', [desktopId, desktop.task_status]);
  if (computerName !== '' && computerName.toLowerCase() !== desktop.computer_name.toLowerCase())
    throw notOffered('computer_name');
  // Of a desktop that nobody had there are no data to clear.
  if (order.clearsData && present.isUsed) throw notOffered('is_clear_data');
  const found: Assignment[] = [];
  const groups: { desktopId: DesktopId; groupId: UserGroupId; group: string }[] = [];
  for (const user of order.users) {
    if (user.isGroup) {
      const groupId = held.groups.find(user);
      if (groupId === undefined) return new ApiError('WKS.00170208');
      if (desktop.desktop_type !== 'SHARED') return new ApiError('DPL.0409', [sharedOnly(desktopId)]);
      groups.push({ desktopId, groupId, group: user.group });
      continue;
    }
    const userId = held.users.find(user);
    if (userId === undefined) return new ApiError('WKS.00170312');
    if (user.name.toLowerCase() === desktop.computer_name.toLowerCase())
      return new ApiError('DPL.0409', [
        { en: `desktop ${desktopId} is called as its user`, zh: `桌面${desktopId}与其用户同名` },
      ]);
    found.push({ desktopId, userId, group: user.group });
  }
  const all = new Set<string>([
    ...present.users,
    ...present.groups.map(({ groupId }) => groupId),
    ...found.map(({ userId }) => userId),
    ...groups.map(({ groupId }) => groupId),
  ]);
  const max = desktop.desktop_type === 'SHARED' ? maxUsers : 1;
  if (all.size > max)
    return new ApiError('DPL.0409', [
      {
        en: `desktop ${desktopId} may have ${max} user${max === 1 ? '' : 's'}; detach others first`,
        zh: `桌面${desktopId}最多可有${max}个用户，请先解绑其他用户`,
      },
    ]);
  return { users: found, groups };
}

const sharedOnly = (desktopId: DesktopId) => ({
  en: `desktop ${desktopId} is for one user (DEDICATED); only a SHARED desktop can be given to a user group`,
  zh: `桌面${desktopId}为单用户桌面（DEDICATED）；只有多用户桌面（SHARED）才能分配给用户组`,
});

/** One statement for all of them: what changes a desktop's users raises its revision. */
async function writeAssignments(
  transaction: Transaction,
  projectId: ProjectId,
  wanted: readonly Assignment[],
  now: Date,
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = wanted.map(({ desktopId, userId, group }) => ({ desktop: desktopId, person: userId, group }));
  await sql`
    with given as (
      insert into desktop_assignments as a (desktop_id, user_id, project_id, user_group, attached_at)
      select w.desktop, w.person, ${projectId}, w."group", ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (desktop uuid, person text, "group" text)
      on conflict (desktop_id, user_id) do update set user_group = excluded.user_group
        where a.user_group <> excluded.user_group
      returning desktop_id
    )
    update desktops set revision = revision + 1
    where project_id = ${projectId} and id in (select desktop_id from given)`.execute(transaction);
}
