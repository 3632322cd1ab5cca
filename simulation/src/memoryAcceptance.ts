import { countDesktops, type DeletionRow, type DesktopRow, setSubJobs } from './ledger.js';
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
  type WorkerId,
} from './production.js';
import { noteAccepted, noteJoined } from './safety.js';
import { databaseNow, momentAfter, type Process, type World } from './world.js';

/** Acceptance in memory: what each statement of the one on PostgreSQL does. */
export function createMemoryAcceptance(
  world: World,
  process: Process,
  agreedDigest: string | undefined,
  grantee: Grantee | undefined = process.grantee,
): AcceptanceStore {
  const { ledger, rules, scheduler } = world;
  const isGranted = (id: DesktopId, worker: WorkerId): boolean => ledger.progress.get(id)?.worker === worker;
  return {
    read: (projectId, desktopIds) =>
      query(world, process, `read ${desktopIds.join()}`, () => {
        const found = desktopIds.flatMap((id) => ledger.desktops.get(id) ?? []);
        return new Map(
          found
            .filter((desktop) => desktop.projectId === projectId)
            .map((desktop) => [desktop.id, readOne(world, desktop)]),
        );
      }),

    accept: async ({ order, jobId, plans, failures }) => {
      const granting = grantee?.reserve(plans.length);
      const chosen = chooseGranted(plans, granting?.places ?? 0);
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
              readonly readAt: Date;
            })[] = [];
            // One statement, but it locks the rows one after the other, in the order in which it was given them.
            for (const accepted of plans) {
              await transaction.lock(`desktop:${accepted.desktop.id}`);
              const desktop = ledger.desktops.get(accepted.desktop.id);
              const same = !rules.checkRevision || desktop?.revision === accepted.desktop.revision;
              if (desktop === undefined || !same || desktop.gone || ledger.deletions.has(desktop.id))
                continue;
              const { taskJobId, readAt } = accepted.desktop;
              targets.push({ desktop, ...accepted.plan, taskJobId, readAt });
              if (plans.length > 1) await transaction.next();
            }
            transaction.write(() => {
              for (const { desktop, taskJobId, readAt, ...plan } of targets) {
                noteAccepted(world, readOne(world, desktop), { plan, flags: order.flags, agreedDigest });
                if (taskJobId !== null) setSubJobs(ledger, desktop.id, 'FAILED', taskJobId);
                desktop.status = 'DELETING';
                desktop.taskStatus = 'deleting';
                desktop.revision += 1;
                desktop.taskJobId = null;
                desktop.taskDueAt = null;
                desktop.taskWorker = null;
                const { deleteUsers, emailNotification, force } = order.flags;
                const { desktopId, digest } = plan;
                ledger.deletions.set(desktopId, {
                  desktopId,
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
                ledger.progress.set(desktopId, {
                  desktopId,
                  items: plan.items.map(({ id, kind, intent, stage }) => ({ id, kind, intent, stage })),
                  stage: plan.items[0]?.stage ?? 0,
                  openedAt: readAt.getTime(),
                  version: 0,
                  dueAt: scheduler.now(),
                  claimedUntil: rules.boundGrants ? scheduler.now() + hiddenFor : Number.POSITIVE_INFINITY,
                  worker:
                    granting !== undefined && chosen.has(desktopId) && isAlive(world, granting.worker)
                      ? granting.worker
                      : null,
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
                plantAtAcceptance(world, desktop);
              }
              for (const { desktopId } of failures)
                ledger.subJobs.push({ jobId, desktopId, status: 'FAILED' });
            });
            said = databaseNow(world);
            return new Set(targets.map(({ desktop }) => desktop.id));
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
          .filter(({ desktop: { id } }) => accepted.has(id) && isGranted(id, granting.worker))
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

/** A desktop with everything that a plan needs, as one statement sees it. */
export function readOne(world: World, desktop: DesktopRow): Deletable {
  const { ledger } = world;
  return {
    id: desktop.id,
    readAt: new Date(momentAfter(world, ledger.deletions.get(desktop.id)?.acceptedAt ?? null)),
    computerName: `name-${desktop.id}`,
    revision: desktop.revision,
    taskStatus: desktop.taskStatus,
    taskJobId: desktop.taskJobId,
    isProtected: desktop.isProtected,
    enterpriseProjectId: '0',
    tags: new Map(),
    gone: desktop.gone,
    planDigest: ledger.deletions.get(desktop.id)?.digest ?? null,
    inventory: {
      desktopId: desktop.id,
      items: desktop.items.map(({ id, kind, state, ownership, providerId, generation, keyId }) => ({
        id,
        kind,
        state,
        ownership,
        providerId,
        generation,
        keyId,
      })),
      users: [...desktop.users].flatMap((id) => {
        const user = ledger.users.get(id);
        return user === undefined
          ? []
          : { id, name: user.name, email: user.email, otherDesktops: countDesktops(ledger, id, desktop.id) };
      }),
      tenantSendsMail: ledger.tenantSendsMail,
    },
    records: new Map(
      desktop.items
        .filter((item) => item.providerId !== null)
        .map(({ id, name: singleUseName, providerId, generation, keyId, createdAt }) => [
          id,
          {
            singleUseName,
            providerId,
            generation,
            keyId,
            createdAt,
            creationAge: null,
            creationInFlight: false,
          },
        ]),
    ),
    userEnterpriseProjects: new Map([...desktop.users].map((id) => [id, '0'])),
  };
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
