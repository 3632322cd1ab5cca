import {
  countDesktops,
  type DeletionRow,
  type DesktopRow,
  deletionOf,
  itemsOf,
  setSubJobs,
} from './ledger.js';
import { queueMails } from './memoryFinish.js';
import { hiddenFor } from './memoryStore.js';
import { isAlive, query, transact } from './process.js';
import {
  type AcceptanceStore,
  chooseGranted,
  type Deletable,
  type DeletionPlan,
  type DesktopId,
  decideUser,
  forget,
  type Grantee,
  grantedClaim,
  type JobId,
} from './production.js';
import { readDesktop } from './readDesktop.js';
import { readPart } from './readPart.js';
import { noteAccepted, noteJoined } from './safety.js';
import { databaseNow, type Process, type World } from './world.js';

/** Acceptance in memory: what each statement of the one on PostgreSQL does. */
export function createMemoryAcceptance(
  world: World,
  process: Process,
  agreedDigest: string | undefined,
  grantee: Grantee | undefined = process.grantee,
  readAll: (world: World, id: DesktopId) => Deletable | undefined = readDesktop,
): AcceptanceStore {
  const { ledger, rules, scheduler } = world;
  return {
    read: (projectId, desktopIds) =>
      query(world, process, `read ${desktopIds.join()}`, () => {
        const found = desktopIds.flatMap((id) => readAll(world, id) ?? []);
        const isOurs = ({ id, part }: Deletable): boolean =>
          ledger.desktops.get(part?.desktopId ?? id)?.projectId === projectId;
        return new Map(found.filter(isOurs).map((desktop) => [desktop.id, desktop]));
      }),

    accept: async ({ order, jobId, plans, failures }) => {
      const granting = grantee?.reserve(plans.length);
      const chosen = chooseGranted(plans, granting?.places ?? 0);
      // As the statement answers it: later the same worker may have claimed another one by itself.
      const granted = new Set<DesktopId>();
      let said = 0;
      const written = query(
        world,
        process,
        `accept ${plans.map(({ plan }) => plan.desktopId).join()} for ${order.requestId}`,
        () =>
          transact(world, process, async (transaction) => {
            const targets: (DeletionPlan & {
              readonly desktop: DesktopRow;
              readonly taskJobId: JobId | null;
              readonly part: Deletable['part'];
              readonly readAt: Date;
            })[] = [];
            // One statement, but it locks the rows one after the other, in the order in which it was given them.
            for (const accepted of plans) {
              const { id, part, taskJobId, readAt } = accepted.desktop;
              await transaction.lock(`desktop:${part?.desktopId ?? id}`);
              const desktop = ledger.desktops.get(part?.desktopId ?? id);
              const same = !rules.checkRevision || desktop?.revision === accepted.desktop.revision;
              if (desktop === undefined || !same || desktop.gone || ledger.deletions.has(id)) continue;
              if (part !== undefined && desktop.taskStatus !== '') continue;
              targets.push({ desktop, ...accepted.plan, taskJobId, part, readAt });
              if (plans.length > 1) await transaction.next();
            }
            transaction.write(() => {
              for (const { desktop, taskJobId, part, readAt, ...plan } of targets) {
                const now = readAll(world, plan.desktopId);
                if (now !== undefined) noteAccepted(world, now, { plan, flags: order.flags, agreedDigest });
                desktop.revision += 1;
                if (part === undefined) beginToGo(world, desktop, taskJobId);
                const { deleteUsers, emailNotification, force } = order.flags;
                const { desktopId, digest } = plan;
                ledger.deletions.set(desktopId, {
                  desktopId,
                  diskOf: part?.desktopId ?? null,
                  digest,
                  deleteUsers,
                  emailNotification,
                  force,
                  state: 'running',
                  acceptedAt: readAt.getTime(),
                  raisedAt: null,
                  completedAt: null,
                  items: null,
                });
                const worker = granting?.worker;
                const isGranted = worker !== undefined && chosen.has(desktopId) && isAlive(world, worker);
                if (isGranted) granted.add(desktopId);
                ledger.progress.set(desktopId, {
                  desktopId,
                  items: plan.items.map(({ id, kind, intent, stage }) => ({ id, kind, intent, stage })),
                  stage: plan.items[0]?.stage ?? 0,
                  openedAt: readAt.getTime(),
                  version: 0,
                  dueAt: scheduler.now(),
                  claimedUntil: rules.boundGrants ? scheduler.now() + hiddenFor : Number.POSITIVE_INFINITY,
                  worker: isGranted ? worker : null,
                });
                for (const { id, name, email } of plan.users)
                  ledger.deletionUsers.push({
                    desktopId,
                    userId: id,
                    name,
                    email,
                    outcome: null,
                    reason: null,
                  });
                ledger.subJobs.push({ jobId, desktopId, status: 'WAITING' });
                lookAtNarrower(world, desktopId);
                if (part === undefined) plantAtAcceptance(world, desktop);
              }
              for (const { desktopId } of failures)
                ledger.subJobs.push({ jobId, desktopId, status: 'FAILED' });
            });
            said = databaseNow(world);
            return new Set(targets.map(({ desktopId }) => desktopId));
          }),
      );
      const accepted = await written.catch((error: unknown) => {
        granting?.lose(error);
        throw error;
      });
      const heardAt = scheduler.now();
      const now = (): number => Math.floor(said + scheduler.now() - heardAt);
      granting?.take(
        plans
          .filter(({ desktop: { id } }) => accepted.has(id) && granted.has(id))
          .map((planned) => grantedClaim({ order }, planned, granting.worker, now)),
      );
      return accepted;
    },

    join: ({ order, jobId, desktops }) =>
      query(
        world,
        process,
        `join ${desktops.map((one) => one.desktopId).join()} for ${order.requestId}`,
        () =>
          transact(world, process, async (transaction) => {
            const running: { readonly deletion: DeletionRow; readonly at: Date }[] = [];
            for (const { desktopId, at } of desktops) {
              await transaction.lock(`progress:${desktopId}`);
              const deletion = ledger.deletions.get(desktopId);
              if (deletion !== undefined && ledger.progress.has(desktopId)) running.push({ deletion, at });
              if (desktops.length > 1) await transaction.next();
            }
            transaction.write(() => {
              for (const { deletion, at } of running) {
                noteJoined(world, deletion, agreedDigest);
                const { deleteUsers, force } = order.flags;
                if ((deleteUsers && !deletion.deleteUsers) || (force && !deletion.force))
                  deletion.raisedAt = Math.max(deletion.raisedAt ?? 0, at.getTime());
                deletion.deleteUsers ||= order.flags.deleteUsers;
                deletion.force ||= order.flags.force;
                ledger.subJobs.push({ jobId, desktopId: deletion.desktopId, status: 'WAITING' });
                lookAtNarrower(world, deletion.desktopId);
                if (!order.flags.force) continue;
                const row = ledger.progress.get(deletion.desktopId);
                if (row === undefined || row.worker !== null) continue;
                row.dueAt = scheduler.now();
                row.version += 1;
                row.items = row.items.map((item) =>
                  item.ended === undefined ? forget(item, 'dueAt', 'askedAt') : item,
                );
              }
            });
            return new Set(running.map(({ deletion }) => deletion.desktopId));
          }),
      ),
  };
}

/** As {@link createMemoryAcceptance}, of disks and snapshots that go alone, by their own ids. */
export function createMemoryParts(
  world: World,
  process: Process,
  agreedDigest: string | undefined,
): AcceptanceStore {
  return createMemoryAcceptance(world, process, agreedDigest, process.grantee, readPart);
}

function beginToGo({ ledger }: World, desktop: DesktopRow, taskJobId: JobId | null): void {
  if (taskJobId !== null) setSubJobs(ledger, desktop.id, 'FAILED', taskJobId);
  desktop.status = 'DELETING';
  desktop.taskStatus = 'deleting';
  desktop.taskJobId = null;
  desktop.taskDueAt = null;
  desktop.taskWorker = null;
}

/** What a deletion leaves to those of its parts, each known by the id of an item, is looked at now, unless somebody holds it. */
function lookAtNarrower({ ledger, locks, scheduler }: World, widerId: DesktopId): void {
  for (const { id } of itemsOf(ledger, widerId)) {
    const row = ledger.progress.get(deletionOf(id));
    if (row === undefined || row.desktopId === widerId || row.worker !== null) continue;
    if (row.dueAt <= scheduler.now() || locks.isTaken(`progress:${row.desktopId}`)) continue;
    row.dueAt = scheduler.now();
    row.version += 1;
    row.items = row.items.map((item) => forget(item, 'dueAt'));
  }
}

/** Where two of the planted bugs sit: what belongs to the end of a deletion is done at its acceptance. */
function plantAtAcceptance(world: World, desktop: DesktopRow): void {
  const { ledger, rules } = world;
  if (rules.queueMails === 'at-acceptance') queueMails(world, desktop.id);
  if (rules.decideUsers !== 'at-acceptance') return;
  const deleteUsers = ledger.deletions.get(desktop.id)?.deleteUsers ?? false;
  for (const user of ledger.deletionUsers.filter((one) => one.desktopId === desktop.id))
    user.outcome = decideUser(deleteUsers, countDesktops(ledger, user.userId, desktop.id)).outcome;
}
