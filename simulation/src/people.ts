import { appear } from './engineTruth.js';
import { countDesktops, type DesktopRow, deletionOf, type ItemRow } from './ledger.js';
import { query, transact } from './process.js';
import {
  asId,
  type DesktopId,
  type DesktopUserId,
  type ItemId,
  type ItemKind,
  isDeleting,
  type JobId,
  type ProjectId,
  type SingleUseName,
} from './production.js';
import type { Process, World } from './world.js';

export const ourProject = asId<ProjectId>('our-project');
export const foreignProject = asId<ProjectId>('foreign-project');

/** A user was deleted between the look at it and the assignment, as a broken foreign key tells. */
export class UserIsGone extends Error {}

/** What a desktop is ordered with. */
export interface DesktopOrder {
  readonly projectId: ProjectId;
  readonly userIds: readonly DesktopUserId[];
  readonly volumes: number;
  /** Of its disks, the first one first. */
  readonly snapshots: number;
  /** Ports and disks that were there before. */
  readonly borrowed: number;
}

/** Writes a desktop down with everything that it will be made of, for somebody to build it. @throws {UserIsGone} */
export function createDesktop(world: World, process: Process, order: DesktopOrder): Promise<DesktopId> {
  return query(world, process, `create desktop for ${order.userIds.join()}`, () =>
    transact(world, process, async (transaction) => {
      for (const id of order.userIds.toSorted()) await transaction.share(`user:${id}`);
      await transaction.next();
      if (order.userIds.some((id) => !world.ledger.users.has(id))) throw new UserIsGone();
      const desktop = newDesktop(world, order);
      transaction.write(() => putDesktop(world, desktop));
      return desktop.id;
    }),
  );
}

export function newDesktop(world: World, order: DesktopOrder): DesktopRow {
  const id = asId<DesktopId>(world.newId('d'));
  const kinds: ItemKind[] = [
    'server',
    'port',
    ...Array.from({ length: order.volumes }, (): ItemKind => 'volume'),
  ];
  const jobId = asId<JobId>(world.newId('job'));
  const items = kinds.map((kind, index) => newItem(world, id, kind, index > 0 && index <= order.borrowed));
  const snapshots = items
    .filter((item) => item.kind === 'volume' && item.ownership === 'created')
    .slice(0, order.snapshots)
    .map((disk) => newItem(world, id, 'snapshot', false, disk.id));
  return {
    id,
    projectId: order.projectId,
    revision: 1,
    status: '',
    taskStatus: 'scheduling',
    taskJobId: jobId,
    taskDueAt: world.scheduler.now(),
    taskWorker: null,
    taskAttempts: 0,
    isProtected: false,
    gone: false,
    users: new Set(order.userIds),
    items: [...items, ...snapshots],
  };
}

export function putDesktop(world: World, desktop: DesktopRow): void {
  const { ledger } = world;
  ledger.desktops.set(desktop.id, desktop);
  for (const item of desktop.items) ledger.items.set(item.id, item);
  if (desktop.taskJobId !== null)
    ledger.subJobs.push({ jobId: desktop.taskJobId, desktopId: desktop.id, status: 'WAITING' });
  ledger.version += 1;
}

/** Writes down a snapshot of a disk of a desktop that is idle, for somebody to make it. @returns whether the desktop could be changed */
export function takeSnapshot(world: World, process: Process, desktopId: DesktopId): Promise<boolean> {
  return changeDesktop(world, process, `snapshot of ${desktopId}`, desktopId, async () => (desktop) => {
    const { ledger } = world;
    if (desktop.status !== 'ACTIVE' || desktop.taskStatus !== '') return;
    const disks = desktop.items.filter(
      ({ id, kind, state, ownership }) =>
        kind === 'volume' &&
        state === 'present' &&
        ownership === 'created' &&
        !ledger.deletions.has(deletionOf(id)),
    );
    if (disks.length === 0) return;
    const snapshot = newItem(world, desktopId, 'snapshot', false, world.random.pick(disks).id);
    desktop.items.push(snapshot);
    ledger.items.set(snapshot.id, snapshot);
    const taskJobId = asId<JobId>(world.newId('job'));
    const task = { taskStatus: 'updating', taskJobId, taskDueAt: world.scheduler.now(), taskAttempts: 0 };
    Object.assign(desktop, task);
    ledger.subJobs.push({ jobId: taskJobId, desktopId, status: 'WAITING' });
  });
}

function newItem(
  world: World,
  desktopId: DesktopId,
  kind: ItemKind,
  isBorrowed: boolean,
  snapshotOf: ItemId | null = null,
): ItemRow {
  const id = asId<ItemId>(world.newId('i'));
  const name = asId<SingleUseName>(`dp-${id}`);
  const thing = isBorrowed ? appear(world, { kind, name, origin: 'preexisting' }) : undefined;
  return {
    id,
    desktopId,
    kind,
    snapshotOf,
    name,
    ownership: isBorrowed ? 'preexisting' : 'created',
    state: isBorrowed ? 'present' : 'intended',
    providerId: thing?.id ?? null,
    generation: thing?.generation ?? null,
    keyId: thing?.keyId ?? null,
    createdAt: null,
    askedAt: null,
    askingWorker: null,
  };
}

/** Gives a desktop another user. @returns whether the desktop could be given @throws {UserIsGone} */
export function attachUser(
  world: World,
  process: Process,
  desktopId: DesktopId,
  userId: DesktopUserId,
): Promise<boolean> {
  return changeDesktop(world, process, `attach ${userId} to ${desktopId}`, desktopId, async (transaction) => {
    await transaction.share(`user:${userId}`);
    if (!world.ledger.users.has(userId)) throw new UserIsGone();
    await transaction.next();
    return (desktop) => desktop.users.add(userId);
  });
}

export function detachUser(
  world: World,
  process: Process,
  desktopId: DesktopId,
  userId: DesktopUserId,
): Promise<boolean> {
  return changeDesktop(
    world,
    process,
    `detach ${userId} from ${desktopId}`,
    desktopId,
    async (transaction) => {
      await transaction.share(`user:${userId}`);
      return (desktop) => desktop.users.delete(userId);
    },
  );
}

export function protect(
  world: World,
  process: Process,
  desktopId: DesktopId,
  isProtected: boolean,
): Promise<boolean> {
  return changeDesktop(
    world,
    process,
    `protect ${desktopId} ${isProtected}`,
    desktopId,
    async () => (desktop) => {
      desktop.isProtected = isProtected;
    },
  );
}

type Transaction = Parameters<Parameters<typeof transact>[2]>[0];

function changeDesktop(
  world: World,
  process: Process,
  name: string,
  desktopId: DesktopId,
  prepare: (transaction: Transaction) => Promise<(desktop: DesktopRow) => unknown>,
): Promise<boolean> {
  return query(world, process, name, () =>
    transact(world, process, async (transaction) => {
      const change = await prepare(transaction);
      await transaction.lock(`desktop:${desktopId}`);
      const desktop = world.ledger.desktops.get(desktopId);
      if (desktop === undefined || desktop.gone || isDeleting(desktop.taskStatus)) return false;
      await transaction.next();
      transaction.write(() => {
        change(desktop);
        desktop.revision += 1;
      });
      return true;
    }),
  );
}

/** Deletes a user who has no desktop. @returns whether there was one to delete */
export function deleteUser(world: World, process: Process, userId: DesktopUserId): Promise<boolean> {
  return query(world, process, `delete user ${userId}`, () =>
    transact(world, process, async (transaction) => {
      await transaction.lock(`user:${userId}`);
      await transaction.next();
      if (!world.ledger.users.has(userId) || countDesktops(world.ledger, userId) > 0) return false;
      transaction.write(() => world.ledger.users.delete(userId));
      return true;
    }),
  );
}

/** Creates a user, by a name that may have been another's before. */
export function createUser(world: World, email: string): DesktopUserId {
  const id = asId<DesktopUserId>(world.newId('u'));
  world.ledger.users.set(id, { id, name: `name-${id}`, email });
  world.ledger.version += 1;
  return id;
}
