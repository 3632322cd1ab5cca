import { deletionOf } from './ledger.js';
import { createMemoryAcceptance, createMemoryParts } from './memoryAcceptance.js';
import { releaseItem } from './memoryStore.js';
import {
  attachUser,
  createDesktop,
  createUser,
  deleteUser,
  detachUser,
  ourProject,
  protect,
  takeSnapshot,
  UserIsGone,
} from './people.js';

import {
  type AcceptanceStore,
  ApiError,
  acceptDeletion,
  acceptDeletions,
  type DeletionFlags,
  type DeletionOrder,
  type DesktopId,
  type DesktopUserId,
  judgeDeletion,
  planDeletion,
  standingDigest,
} from './production.js';
import { ambientOf, fail, type Process, type World } from './world.js';

/** What one caller of the API does. */
type Wish = (world: World, process: Process) => Promise<unknown>;

const maxTries = 4;

/** Sends callers into the world, each at a time of its own, each to a replica of its own. */
export function sendCallers(world: World, count: number): void {
  const { random, scheduler } = world;
  for (let caller = 0; caller < count; caller += 1) {
    const wish = random.pick(wishes);
    // Many calls come close together: races are what this is about.
    const begin = random.chance(0.5)
      ? random.between(0, 3_000)
      : random.between(0, world.troubles.until * 0.8);
    scheduler.after(begin, () => scheduler.resume(() => void fulfil(world, wish, 1)));
  }
}

/** A refusal is an answer; anything else is a failure of the service, and callers try again. */
async function fulfil(world: World, wish: Wish, attempt: number): Promise<void> {
  while (world.processes.length === 0) await world.scheduler.pause(1_000);
  const process = world.random.pick(world.processes);
  try {
    await wish(world, process);
  } catch (error) {
    if (error instanceof ApiError) return;
    if (error instanceof Error && error.name === 'Deadlock') fail(world, 'L1', error.message);
    if (attempt >= maxTries) return;
    await world.scheduler.pause(world.random.between(10, 2_000));
    await fulfil(world, wish, attempt + 1);
  }
}

const wishes: readonly Wish[] = [
  deleteOne,
  deleteOne,
  deleteOne,
  deleteMany,
  deleteMany,
  deleteAllOfOne,
  createOne,
  createOne,
  attach,
  attach,
  (world, process) => detachUser(world, process, anyDesktop(world), anyUser(world)),
  (world, process) => protect(world, process, anyDesktop(world), world.random.chance(0.4)),
  (world, process) => deleteUser(world, process, anyUser(world)),
  release,
  (world, process) => deletePart(world, process, anyDesktop(world)),
  (world, process) => deletePart(world, process, anyDesktop(world)),
  deleteAroundPart,
  deleteAroundPart,
  (world, process) => takeSnapshot(world, process, anyDesktop(world)),
  (world, process) => takeSnapshot(world, process, anyDesktop(world)),
];

async function deleteOne(world: World, process: Process): Promise<void> {
  const { random, scheduler } = world;
  const id = anyDesktop(world);
  const flags = drawFlags(world);
  if (!random.chance(0.3)) return deleteAgreed(world, process, id, flags, undefined);
  const agreedDigest = await preview(world, process, id, flags);
  await scheduler.pause(random.between(0, 1_000));
  await deleteAgreed(world, process, id, flags, agreedDigest);
  if (!random.chance(0.5)) return;
  // Somebody whose answer got lost says the same again.
  await scheduler.pause(random.between(0, 3_000));
  await deleteAgreed(world, process, id, flags, agreedDigest);
}

/** @returns the digest that the preview of a deletion answers; undefined: there is no such desktop */
async function preview(
  world: World,
  process: Process,
  id: DesktopId,
  flags: DeletionFlags,
): Promise<string | undefined> {
  const desktop = (await createMemoryAcceptance(world, process, undefined).read(ourProject, [id])).get(id);
  if (desktop === undefined) return undefined;
  const plan = planDeletion(desktop.inventory, flags);
  return standingDigest(desktop, judgeDeletion(desktop, flags.force), plan);
}

/** A2: whoever agrees to the plan that is being carried out is not told that it is another one. */
async function deleteAgreed(
  world: World,
  process: Process,
  id: DesktopId,
  flags: DeletionFlags,
  agreedDigest: string | undefined,
): Promise<void> {
  const store = acceptanceOf(world, process, agreedDigest);
  const order = orderOf(world, flags);
  const agreed = agreedDigest === undefined ? {} : { digests: [agreedDigest] };
  const running = world.ledger.deletions.get(id);
  const desktop = (await store.read(ourProject, [id])).get(id);
  if (desktop === undefined) return;
  try {
    await acceptDeletion(store, ambientOf(world, process), order, desktop, agreed);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'DPL.0412' && running?.digest === agreedDigest)
      fail(world, 'A2', `${order.requestId} was refused for the plan of ${id} that is carried out`);
    throw error;
  }
  world.trace.note(`${order.requestId}: 204 for ${id}`);
  world.promised.add(id);
}

/** A disk or a snapshot of a desktop goes without it. */
async function deletePart(world: World, process: Process, of: DesktopId): Promise<void> {
  const { random, scheduler, ledger } = world;
  const desktop = ledger.desktops.get(of);
  const disks = desktop?.items.filter(({ kind }) => kind === 'volume') ?? [];
  const snapshots = desktop?.items.filter(({ kind }) => kind === 'snapshot') ?? [];
  // Seldom the system disk, which is refused.
  const parts = [...(random.chance(0.1) ? disks : disks.slice(1)), ...snapshots];
  if (desktop === undefined || parts.length === 0) return;
  const part = random.pick(parts);
  const id = deletionOf(part.id);
  const seen = (await createMemoryParts(world, process, undefined).read(ourProject, [id])).get(id);
  if (seen === undefined) return;
  const flags = { deleteUsers: false, emailNotification: false, force: false };
  const shown = standingDigest(seen, judgeDeletion(seen, false), planDeletion(seen.inventory, flags));
  const agreedDigest = random.chance(0.5) ? shown : undefined;
  if (agreedDigest !== undefined) await scheduler.pause(random.between(0, 1_000));
  const store = partsOf(world, process, agreedDigest);
  const known = (await store.read(ourProject, [id])).get(id);
  if (known === undefined) return;
  const owners = new Map([[id, desktop.id]]);
  const kind = part.kind === 'volume' ? 'volume' : 'snapshot';
  const order = { ...orderOf(world, flags), parts: { kind, owners } } satisfies DeletionOrder;
  const agreed = agreedDigest === undefined ? {} : { digests: [agreedDigest] };
  await acceptDeletion(store, ambientOf(world, process), order, known, agreed);
  world.trace.note(`${order.requestId}: 200 for the part ${id}`);
  world.promised.add(id);
}

/** A desktop goes of which a part goes alone and is held up, if there is one. */
async function deleteAroundPart(world: World, process: Process): Promise<void> {
  const { random, scheduler, ledger } = world;
  const waiting = [...ledger.progress.values()].filter(({ dueAt }) => dueAt > scheduler.now());
  const owners = waiting.flatMap(({ desktopId }) => ledger.deletions.get(desktopId)?.diskOf ?? []);
  const id = owners.length > 0 ? random.pick(owners) : anyDesktop(world);
  if (owners.length === 0) await deletePart(world, process, id);
  await deleteAgreed(world, process, id, drawFlags(world), undefined);
}

function partsOf(world: World, process: Process, agreedDigest: string | undefined): AcceptanceStore {
  const store = createMemoryParts(world, process, agreedDigest);
  return world.plant.acceptance?.(store) ?? store;
}

function deleteMany(world: World, process: Process): Promise<void> {
  const ids = Array.from({ length: world.random.whole(1, 5) }, () => anyDesktop(world));
  return deleteThese(world, process, [...new Set(ids)], drawFlags(world));
}

/** The desktops of one user end together: who sees the other one's last? */
function deleteAllOfOne(world: World, process: Process): Promise<void> {
  const user = anyUser(world);
  const theirs = [...world.ledger.desktops.values()].filter(
    (desktop) => !desktop.gone && desktop.users.has(user),
  );
  const ids = theirs.map((desktop) => desktop.id);
  return deleteThese(world, process, ids, { ...drawFlags(world), deleteUsers: true });
}

async function deleteThese(
  world: World,
  process: Process,
  ids: readonly DesktopId[],
  flags: DeletionFlags,
): Promise<void> {
  const store = acceptanceOf(world, process, undefined);
  const order = orderOf(world, flags);
  const known = await store.read(ourProject, ids);
  const jobId = await acceptDeletions(store, ambientOf(world, process), order, ids, known);
  world.trace.note(`${order.requestId}: 202 for ${ids.join()}`);
  for (const id of ids) {
    const subJobs = world.ledger.subJobs.filter((one) => one.jobId === jobId && one.desktopId === id);
    if (subJobs.length !== 1) fail(world, 'A5', `${subJobs.length} sub-jobs of ${jobId} tell of ${id}`);
    if (subJobs.some((one) => one.status !== 'FAILED')) world.promised.add(id);
  }
}

async function createOne(world: World, process: Process): Promise<void> {
  const { random } = world;
  const userIds = [...new Set(Array.from({ length: random.whole(1, 2) }, () => anyUser(world)))];
  const order = {
    projectId: ourProject,
    userIds,
    volumes: random.whole(1, 2),
    snapshots: random.whole(0, 1),
    borrowed: random.whole(0, 1),
  };
  try {
    await createDesktop(world, process, order);
  } catch (error) {
    if (!(error instanceof UserIsGone)) throw error;
    await createDesktop(world, process, { ...order, userIds: [createUser(world, 'new@example.org')] });
  }
}

async function attach(world: World, process: Process): Promise<void> {
  const id = anyDesktop(world);
  try {
    await attachUser(world, process, id, anyUser(world));
  } catch (error) {
    if (!(error instanceof UserIsGone)) throw error;
    await attachUser(world, process, id, createUser(world, 'again@example.org'));
  }
}

function orderOf(world: World, flags: DeletionFlags): DeletionOrder {
  return {
    projectId: ourProject,
    flags,
    acceptedBy: 'caller',
    actorName: 'caller',
    allowedBy: 'root',
    requestId: world.newId('r'),
    language: 'en',
  };
}

function acceptanceOf(world: World, process: Process, agreedDigest: string | undefined): AcceptanceStore {
  const store = createMemoryAcceptance(world, process, agreedDigest);
  return world.plant.acceptance?.(store) ?? store;
}

function drawFlags({ random }: World): DeletionFlags {
  return {
    deleteUsers: random.chance(0.6),
    emailNotification: random.chance(0.7),
    force: random.chance(0.4),
  };
}

/** An operator gives up on what holds a deletion up, except for a server: its disks could not go then. */
async function release(world: World, process: Process): Promise<void> {
  const open = [...world.ledger.progress.values()].flatMap(({ desktopId, items }) =>
    items.flatMap(({ id, ended, kind }) =>
      ended === undefined && kind !== 'server' ? [{ desktopId, id }] : [],
    ),
  );
  if (open.length === 0 || !world.random.chance(0.3)) return;
  const { desktopId, id } = world.random.pick(open);
  await releaseItem(world, process, desktopId, id);
}

/** Also foreign ones, and ones that are gone. */
function anyDesktop(world: World): DesktopId {
  return world.random.pick([...world.ledger.desktops.keys()]);
}

/** Also ones that are gone. */
function anyUser(world: World): DesktopUserId {
  const known = [...world.ledger.users.keys()];
  return known.length === 0 ? createUser(world, 'first@example.org') : world.random.pick(known);
}
