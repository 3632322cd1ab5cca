import assert from 'node:assert/strict';
import { describeLedgerContract } from '@deskplane/server/testing/ledgerContract/describeLedgerContract.js';
import type {
  LedgerUnderTest,
  ShownDeletion,
} from '@deskplane/server/testing/ledgerContract/ledgerUnderTest.js';
import { createMemoryCreations } from './builder.js';
import { createWorld } from './createWorld.js';
import { type ItemRow, itemsOf, plansOf } from './ledger.js';
import { createMemoryAcceptance, createMemoryParts } from './memoryAcceptance.js';
import { createMemoryStore, releaseItem } from './memoryStore.js';
import { createUser, newDesktop, ourProject, putDesktop } from './people.js';
import { noPlant } from './plant.js';
import { startProcess } from './process.js';
import {
  type AcceptanceStore,
  asId,
  type DesktopId,
  type Generation,
  type KeyId,
  type ProviderId,
  type WorkerId,
} from './production.js';
import type { Thing } from './truth.js';
import { type Process, type World } from './world.js';

describeLedgerContract('in memory', async () => openMemoryLedger());

/** The stores of the simulation in a world without faults, whose time goes on while somebody waits for them. */
function openMemoryLedger(): LedgerUnderTest {
  const world = createWorld(1, noPlant);
  world.healed = true;
  const { ledger, scheduler } = world;
  const process = onlyProcess(world);
  const acceptance = createMemoryAcceptance(world, process, undefined);
  const deletions = createMemoryStore(world, process);
  const creations = createMemoryCreations(world, process);
  const awaited = async <T>(result: Promise<T>): Promise<T> => {
    let isOpen = true;
    const settled = result.finally(() => {
      isOpen = false;
    });
    // Whoever waits hears of a failure.
    settled.catch(() => undefined);
    await scheduler.run(Number.POSITIVE_INFINITY, () => (isOpen ? 'go-on' : 'enough'));
    return settled;
  };
  const waitingFor = (store: AcceptanceStore): AcceptanceStore => ({
    read: (projectId, ids) => awaited(store.read(projectId, ids)),
    accept: (given) => awaited(store.accept(given)),
    join: (given) => awaited(store.join(given)),
  });
  return {
    projectId: ourProject,
    acceptance: waitingFor(acceptance),
    disks: waitingFor(createMemoryParts(world, process, undefined)),
    granting: (grantee) => waitingFor(createMemoryAcceptance(world, process, undefined, grantee)),
    deletions: {
      claim: (worker, limit) => awaited(deletions.claim(worker, limit)),
      record: (claim, progress) => awaited(deletions.record(claim, progress)),
      finish: (claim, items) => awaited(deletions.finish(claim, items)),
      recordCreation: (itemId, ref) => awaited(deletions.recordCreation(itemId, ref)),
    },
    creations: {
      recordAsking: (itemId, worker) => awaited(creations.recordAsking(itemId, worker)),
      recordFailedAsking: (asking, without) => awaited(creations.recordFailedAsking(asking, without)),
      recordCreation: (itemId, ref) => awaited(creations.recordCreation(itemId, ref)),
    },
    addDesktop: async ({ users = [], builder } = {}) => addDesktop(world, users, builder),
    addUser: async () => createUser(world, 'user@example.org'),
    addWorker: async () => {
      const worker = asId<WorkerId>(world.newId('w'));
      ledger.leases.set(worker, Number.POSITIVE_INFINITY);
      return worker;
    },
    endLease: async (worker) => {
      ledger.leases.set(worker, scheduler.now());
    },
    release: async (desktopId, itemId) => {
      assert.equal(await awaited(releaseItem(world, process, desktopId, itemId)), true);
    },
    show: async (desktopId) => show(world, desktopId),
    close: async () => {
      assert.equal(world.violation, undefined);
    },
  };
}

/** It serves whoever calls, and works off nothing by itself. */
function onlyProcess(world: World): Process {
  startProcess(world, 'P1', 0, () => undefined);
  const [process] = world.processes;
  if (process === undefined) throw new Error('The process did not start.');
  return process;
}

function addDesktop(
  world: World,
  userIds: Parameters<typeof newDesktop>[1]['userIds'],
  builder: WorkerId | undefined,
): Awaited<ReturnType<LedgerUnderTest['addDesktop']>> {
  const desktop = newDesktop(world, {
    projectId: ourProject,
    userIds,
    volumes: 1,
    snapshots: 0,
    borrowed: 0,
  });
  const task = builder === undefined ? { status: 'ACTIVE', taskStatus: '' } : { taskWorker: builder };
  putDesktop(world, Object.assign(desktop, { taskJobId: null, taskDueAt: null }, task));
  const [server, port, volume] = desktop.items;
  if (server === undefined || port === undefined || volume === undefined)
    throw new Error('Items are missing.');
  const keyId = asId<KeyId>(world.newId('k'));
  volume.keyId = keyId;
  for (const item of [server, volume])
    Object.assign(item, {
      state: 'present',
      providerId: asId<ProviderId>(world.newId('p')),
      generation: asId<Generation>(world.newId('g')),
    });
  goesWithItsKey(world, volume, keyId);
  return { id: desktop.id, server: server.id, volume: volume.id, port: port.id, keyId };
}

/** The truth to which the world holds what is recorded: nothing of the desktop is there, and the key went with its disk. */
function goesWithItsKey({ truth }: World, { kind, name }: ItemRow, keyId: KeyId): void {
  const [id, generation] = [asId<ProviderId>('gone'), asId<Generation>('gone')];
  const thing: Thing = {
    kind,
    id,
    generation,
    name,
    keyId,
    origin: 'ours',
    host: 0,
    since: 0,
    losesKey: true,
    status: 'deleting',
    denied: false,
  };
  truth.gone.push({ thing, at: 0 });
}

function show({ ledger }: World, desktopId: DesktopId): ShownDeletion {
  const desktop = ledger.desktops.get(desktopId);
  if (desktop === undefined) throw new Error(`There is no desktop ${desktopId}.`);
  const { status, taskStatus, gone } = desktop;
  const disk = desktop.items.find((item) => item.kind === 'volume');
  const row = disk === undefined ? undefined : plansOf(ledger, disk.id)[0]?.item;
  const acceptedAt = ledger.deletions.get(desktopId)?.acceptedAt ?? 0;
  const hasBegun = itemsOf(ledger, desktopId).some(({ ended }) => ended !== undefined);
  const key = row?.keyDestroyedAt;
  const isWithin = key !== undefined && acceptedAt <= key && key <= (row?.endedAt ?? 0);
  return {
    volume: {
      grade: row?.grade ?? null,
      keyId: disk?.keyId ?? null,
      keyDestroyed: key === undefined ? 'no' : isWithin ? 'within' : 'outside',
    },
    status,
    taskStatus,
    gone,
    state: ledger.deletions.get(desktopId)?.state,
    users: ledger.deletionUsers
      .filter((user) => user.desktopId === desktopId)
      .map(({ userId: id, outcome, reason }) => ({ id, outcome, reason, exists: ledger.users.has(id) })),
    subJobs: ledger.subJobs
      .filter((one) => one.desktopId === desktopId)
      .map((one) => (hasBegun && one.status === 'WAITING' ? 'RUNNING' : one.status)),
    mails: [...ledger.mails.values()]
      .filter((mail) => mail.desktopId === desktopId)
      .map((mail) => mail.userId),
  };
}
