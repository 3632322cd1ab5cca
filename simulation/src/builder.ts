import type { HostileEngine } from './engine.js';
import { type DesktopRow, type ItemRow, setSubJobs } from './ledger.js';
import { giveCreation } from './memoryStore.js';
import { isAlive, query, transact } from './process.js';
import {
  type Asking,
  asId,
  backoff,
  type CreationStore,
  createItem,
  EngineError,
  type ItemSpec,
  isPassing,
  type ProviderRef,
  type SubnetId,
  type VpcId,
  type WorkerId,
} from './production.js';
import type { Process, World } from './world.js';

/** A desktop that is being created, in the hands of a worker. */
export interface BuildTask {
  readonly desktop: DesktopRow;
  readonly worker: WorkerId;
  readonly attempts: number;
}

const maxAttempts = 14;
const silent = { warn: () => undefined, error: () => undefined };
const hiddenFor = 60_000;

export function claimTasks(world: World, process: Process, limit: number): Promise<BuildTask[]> {
  const { worker } = process;
  return query(world, process, `claim tasks as ${worker}`, () => {
    const now = world.scheduler.now();
    const due = [...world.ledger.desktops.values()].filter(
      ({ id, taskDueAt, taskWorker }) =>
        taskDueAt !== null &&
        !world.locks.isTaken(`desktop:${id}`) &&
        (taskDueAt <= now || (taskWorker !== null && !isAlive(world, taskWorker))),
    );
    return due.slice(0, limit).map((desktop) => {
      desktop.taskWorker = worker;
      desktop.taskDueAt = now + hiddenFor;
      world.ledger.version += 1;
      return { desktop, worker, attempts: desktop.taskAttempts };
    });
  });
}

/** The record of creations in memory. */
export function createMemoryCreations(world: World, process: Process): CreationStore {
  const { ledger } = world;
  return {
    recordAsking: (itemId, worker) =>
      query(world, process, `recordAsking ${itemId}`, () =>
        transact(world, process, async (transaction): Promise<Asking | undefined> => {
          const item = ledger.items.get(itemId);
          if (item === undefined) return undefined;
          await transaction.lock(`desktop:${item.desktopId}`);
          if (ledger.desktops.get(item.desktopId)?.taskWorker !== worker || item.state !== 'intended')
            return undefined;
          const { askingWorker } = item;
          if (askingWorker !== null && askingWorker !== worker && isAlive(world, askingWorker))
            throw new EngineError('conflict', `worker ${askingWorker} is still asking for this item`);
          await transaction.next();
          const askedBefore = item.askedAt !== null;
          transaction.write(() => {
            item.askedAt = world.scheduler.now();
            item.askingWorker = worker;
          });
          return { itemId, worker, askedBefore };
        }),
      ),
    recordFailedAsking: ({ itemId, worker, askedBefore }, without) =>
      query(world, process, `recordFailedAsking ${itemId} ${without}`, () => {
        const item = ledger.items.get(itemId);
        if (item?.askingWorker !== worker) return;
        item.askingWorker = null;
        if (without && !askedBefore) item.askedAt = null;
      }),
    recordCreation: (itemId, ref) =>
      query(world, process, `recordCreation ${itemId} ${ref.id}`, () =>
        giveCreation(world, process, itemId, ref),
      ),
  };
}

/** Takes the creation of a desktop one step further, with the product's own way of bringing items into being. */
export async function build(
  world: World,
  process: Process,
  parts: { readonly creations: CreationStore; readonly engine: HostileEngine },
  task: BuildTask,
): Promise<void> {
  const { desktop, worker } = task;
  const creating = {
    ...parts,
    pause: (milliseconds: number) => world.scheduler.pause(milliseconds),
    machineTime: () => world.scheduler.now(),
    logger: silent,
  };
  const read = (): Promise<ItemRow[]> =>
    query(world, process, `read items of ${desktop.id}`, () => desktop.items.map((item) => ({ ...item })));
  const create = async (item: ItemRow, uses: readonly ProviderRef[]): Promise<ProviderRef | undefined> =>
    refOf(item) ?? createItem(creating, item.id, specOf(desktop, item, uses), worker);
  try {
    const items = await read();
    const parents = items.filter(
      ({ kind, state }) => kind !== 'server' && kind !== 'snapshot' && state !== 'absent',
    );
    const outcomes = await Promise.allSettled(parents.map((item) => create(item, [])));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    const created = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' && outcome.value !== undefined ? [outcome.value] : [],
    );
    const server = items.find((item) => item.kind === 'server');
    if (created.length < parents.length || server === undefined) return;
    const ref = await create(server, created);
    if (ref === undefined) return;
    const isActive = await parts.engine.isActive(ref);
    if (isActive === undefined) return await postpone(world, process, task, 200, 0);
    for (const snapshot of items.filter(({ kind, state }) => kind === 'snapshot' && state === 'intended')) {
      const disk = items.find(({ id }) => id === snapshot.snapshotOf);
      const volume = disk === undefined ? undefined : refOf(disk);
      if ((await create(snapshot, volume === undefined ? [] : [volume])) === undefined) return;
    }
    await finish(world, process, task, isActive ? 'ACTIVE' : 'ERROR');
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const attempts = task.attempts + 1;
    if (attempts >= maxAttempts || !isPassing(error)) await finish(world, process, task, 'ERROR');
    else await postpone(world, process, task, backoff(attempts, world.random.next(), 200, 30_000), attempts);
  }
}

function postpone(
  world: World,
  process: Process,
  { desktop, worker }: BuildTask,
  milliseconds: number,
  attempts: number,
): Promise<void> {
  return change(world, process, `postpone the building of ${desktop.id}`, { desktop, worker }, () => {
    desktop.taskDueAt = world.scheduler.now() + milliseconds;
    desktop.taskAttempts = attempts;
    desktop.taskWorker = null;
  });
}

function finish(
  world: World,
  process: Process,
  { desktop, worker }: BuildTask,
  outcome: 'ACTIVE' | 'ERROR',
): Promise<void> {
  // A snapshot that cannot be made leaves the desktop as it is.
  const status = desktop.taskStatus === 'updating' ? 'ACTIVE' : outcome;
  return change(
    world,
    process,
    `finish the building of ${desktop.id}: ${outcome}`,
    { desktop, worker },
    () => {
      if (desktop.taskJobId !== null)
        setSubJobs(world.ledger, desktop.id, outcome === 'ACTIVE' ? 'SUCCESS' : 'FAILED', desktop.taskJobId);
      Object.assign(desktop, { status, taskStatus: '', taskJobId: null, taskDueAt: null, taskWorker: null });
      desktop.revision += 1;
    },
  );
}

/** Writes to a desktop, if it is still the worker's. */
function change(
  world: World,
  process: Process,
  name: string,
  { desktop, worker }: Pick<BuildTask, 'desktop' | 'worker'>,
  write: () => void,
): Promise<void> {
  return query(world, process, name, () =>
    transact(world, process, async (transaction) => {
      await transaction.lock(`desktop:${desktop.id}`);
      if (desktop.taskWorker === worker) transaction.write(write);
    }),
  );
}

function refOf({ kind, providerId: id, generation }: ItemRow): ProviderRef | undefined {
  return id === null || generation === null ? undefined : { kind, id, generation };
}

function specOf(desktop: DesktopRow, item: ItemRow, uses: readonly ProviderRef[]): ItemSpec {
  const common = { name: item.name, projectId: desktop.projectId, desktopId: desktop.id };
  switch (item.kind) {
    case 'port':
      return {
        ...common,
        kind: 'port',
        vpcId: asId<VpcId>('vpc'),
        subnetId: asId<SubnetId>('subnet'),
        subnetCidr: '10.0.0.0/24',
        gatewayAddress: '10.0.0.1',
        address: '10.0.0.2',
        macAddress: '02:00:00:00:00:01',
        dnsServers: [],
        rules: [],
      };
    case 'snapshot': {
      const [volume] = uses;
      if (volume === undefined) throw new EngineError('refused', `the disk of ${item.name} was never made`);
      return { ...common, kind: 'snapshot', volume };
    }
    case 'volume':
      return { ...common, kind: 'volume', sizeGiB: 10, volumeType: 'SSD', device: '/dev/vda' };
    case 'server':
      return {
        ...common,
        kind: 'server',
        hostName: desktop.id,
        vcpus: 1,
        memoryMiB: 1024,
        imageId: 'image',
        ports: uses.filter((ref) => ref.kind === 'port'),
        volumes: uses.filter((ref) => ref.kind === 'volume'),
      };
  }
}
