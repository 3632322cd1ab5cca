import { uptime } from 'node:os';
import { type Room, refusePromise, roomOf } from '../disks/room.js';
import { thawDisk } from '../disks/snapshots.js';

import { scarcityWarning } from '../disks/spaceGuard.js';
import { type ShownImage, showImage } from '../images/imageRecords.js';
import type { ImageStore } from '../images/imageStore.js';
import { type Inventory, isServer, isSnapshot, isVolume, sameDesktop } from '../items/inventory.js';

import type { ItemKind, ItemRef, ItemSpec, ServerSize, SnapshotSpec } from '../items/items.js';
import type { PortRule } from '../items/portSpec.js';
import type { ItemRecord, PowerAction, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { createSerial } from '../machine/serial.js';
import { isRunning, loseMemory } from '../sandbox/servers.js';
import { advance } from './advance.js';
import { resizeVolume, restoreFromSnapshot, unplugDisk } from './diskVerbs.js';
import { observe, remainsOf, type SeenItem } from './observe.js';
import { plugDisk } from './plugDisk.js';
import { refuseTakenAddress, setPortRules } from './portVerbs.js';
import { replaceSystemDisk } from './replaceSystemDisk.js';
import { connectServer, notify, requireUsable, resizeServer } from './serverVerbs.js';

/** A reference as it is answered; that of an encrypted disk or snapshot names its key. */
export type KeyedRef = ItemRef & { readonly keyId?: string };

/** What the engine host can be asked for. */
export interface Verbs {
  /** @param notAfter until when it may begin, in milliseconds since the machine started; null: at any time */
  create(spec: ItemSpec, notAfter: number | null): Promise<KeyedRef>;
  /**
   * What is being made is complete, or has failed, when it is answered: before, a disk has no key to name.
   * @param making A snapshot is answered at once: it has the key of its disk, and its copy may take an hour.
   */
  findByName(kind: ItemKind, name: string, making?: boolean): Promise<KeyedRef[]>;
  observe(ref: ItemRef): Promise<SeenItem>;
  /** @param unplug take a data disk out of the server that uses it first, also while that runs */
  remove(ref: ItemRef, force: boolean, unplug?: boolean): Promise<'accepted' | 'absent' | 'not-ours'>;
  power(ref: ItemRef, action: PowerAction, hard: boolean): Promise<void>;
  /** Replaces the rules of a port; in force when it returns. */
  setPortRules(ref: ItemRef, rules: readonly PortRule[]): Promise<void>;
  /** Gives a server one more data disk, at once where it runs. */
  plugVolume(ref: ItemRef, volume: ItemRef): Promise<void>;
  /** Lets a disk grow, also while its desktop runs. */
  resizeVolume(ref: ItemRef, sizeGiB: number): Promise<void>;
  /** Gives a server that is off other cores and memory. */
  resizeServer(ref: ItemRef, size: ServerSize): Promise<void>;
  /** Puts a server that is off on another port. */
  connectServer(ref: ItemRef, ports: readonly ItemRef[]): Promise<void>;
  /**
   * Gives a server that is off another system disk, to be begun with from an image.
   * @param notAfter as of `create`
   */
  replaceSystemDisk(ref: ItemRef, volume: ItemRef, imageId: string, notAfter: number | null): Promise<void>;
  /** Shows a message on the screen of a server that runs. */
  notify(ref: ItemRef, text: string): Promise<void>;
  /** Puts the disk of a snapshot back to what it was then; its desktop must be off. */
  /** @param notAfter as of `create` */
  restoreSnapshot(ref: ItemRef, notAfter: number | null): Promise<void>;
  room(): Room;
  /** What is wrong with the machine at the moment, in words. */
  troubles(): string[];
  list(kind: ItemKind): (KeyedRef & { name: string; createdAt: string })[];
  images(): ShownImage[];
  /** Deletes an image that no server uses. */
  removeImage(id: string): Promise<void>;
  /** Takes up everything that was under way when the last engine host ended. */
  resume(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** The verbs over an inventory. Work on one item is serial; several items go side by side. */
export function createVerbs(
  inventory: Inventory,
  images: ImageStore,
  complain: (text: string) => void,
): Verbs {
  const queues = createSerial();
  const restores = new Map<string, Promise<void>>();

  const work = (record: ItemRecord) => queues.run(record.short, () => advance(inventory, record));
  const workInBackground = (record: ItemRecord) => {
    const name = `${record.spec.kind} ${record.id}`;
    const reporting = async () => {
      const fault = await work(record);
      if (fault !== undefined) complain(`${name}: ${fault.message}`);
    };
    reporting().catch((error: unknown) => complain(`${name}: ${String(error)}`));
  };

  const saveInBackground = (record: ItemRecord) => {
    inventory.save(record).catch((error: unknown) => complain(String(error)));
  };

  const thawInBackground = (disk: VolumeRecord) => {
    thawDisk(inventory, disk).catch((error: unknown) => complain(`volume ${disk.id}: ${String(error)}`));
  };

  async function create(spec: ItemSpec, notAfter: number | null): Promise<KeyedRef> {
    const known = inventory.byName(spec.kind, spec.name);
    if (known !== undefined && (!sameDesktop(known.spec, spec) || known.phase === 'removing')) {
      throw new HostFault('conflict', `the name of this ${spec.kind} is already another's or on its way out`);
    }
    const check = () => {
      refuseLate(notAfter);
      checkSpec(inventory, images, spec);
    };
    const record = known ?? (await inventory.add(spec, check));
    if (isServer(record)) {
      if (known === undefined) workInBackground(record);
    } else if (record.phase !== 'ready') {
      const fault = await work(record);
      if (fault !== undefined) throw fault;
    }
    return refOf(record);
  }

  async function remove(
    ref: ItemRef,
    force: boolean,
    unplug = false,
  ): Promise<'accepted' | 'absent' | 'not-ours'> {
    const record = inventory.byId(ref.kind, ref.id);
    if (record === undefined) {
      const left = await remainsOf(inventory, ref);
      if (left.length > 0) throw new HostFault('internal', `no record, but still there: ${left.join(', ')}`);
      return 'absent';
    }
    if (record.generation !== ref.generation) return 'not-ours';
    if (unplug && isVolume(record))
      await unplugDisk(inventory, record, (server, task) => queues.run(server.short, task));
    const [user] = inventory.usersOf(record);
    if (user !== undefined) {
      throw new HostFault(
        'conflict',
        `the ${ref.kind} ${ref.id} is in use by the desktop ${user.spec.hostName}`,
      );
    }
    const underWay = record.phase === 'removing' && queues.isBusy(record.short);
    const before = record.phase;
    record.phase = 'removing';
    if (isServer(record) && force) record.pendingHard = true;
    else if (isServer(record) && before !== 'removing') record.pendingHard = false;
    if (isVolume(record) || isSnapshot(record)) inventory.disks.copies.endThoseOf(record);
    await inventory.save(record);
    inventory.starts.recheck();
    if (!underWay) workInBackground(record);
    return 'accepted';
  }

  /** A copy takes longer than a client waits: one that asks again waits for the same copy. */
  function restoreSnapshot(ref: ItemRef, notAfter: number | null): Promise<void> {
    const name = `${ref.id} ${ref.generation}`;
    const running = restores.get(name);
    if (running !== undefined) return running;
    const restore = restoreFromSnapshot(inventory, ref, () => refuseLate(notAfter)).finally(() =>
      restores.delete(name),
    );
    restores.set(name, restore);
    return restore;
  }

  async function power(ref: ItemRef, action: PowerAction, hard: boolean): Promise<void> {
    const record = inventory.byId('server', ref.id);
    if (record === undefined || !isServer(record) || record.generation !== ref.generation) {
      throw new HostFault('not-found', `there is no server ${ref.id} of this generation`);
    }
    if (record.phase === 'removing') {
      throw new HostFault('conflict', `server ${ref.id} is being removed`);
    }
    const starting = record.pending === 'start' || record.pending === 'reboot';
    if (action === 'hibernate' && !starting && !isRunning(inventory, record)) {
      throw new HostFault('conflict', `server ${ref.id} does not run: only a running one can be hibernated`);
    }
    record.pending = action;
    record.pendingHard = hard;
    await inventory.save(record);
    inventory.starts.recheck();
    workInBackground(record);
  }

  return {
    create: (spec, notAfter) => queues.run(`${spec.kind} named ${spec.name}`, () => create(spec, notAfter)),
    async findByName(kind, name, making = false) {
      const found = inventory.byName(kind, name);
      if (found === undefined) return [];
      const isAwaited = !isServer(found) && !(making && isSnapshot(found));
      if (found.phase === 'making' && isAwaited) await work(found);
      return [refOf(found)];
    },
    observe: (ref) => observe(inventory, ref),
    remove,
    power,
    setPortRules: (ref, rules) =>
      setPortRules(inventory, ref, rules, (port, task) => queues.run(port.short, task)),
    plugVolume: (ref, volume) =>
      plugDisk(inventory, ref, volume, (server, task) => queues.run(server.short, task)),
    resizeVolume: (ref, sizeGiB) => resizeVolume(inventory, ref, sizeGiB),
    resizeServer: (ref, size) => resizeServer(inventory, ref, size),
    connectServer: (ref, ports) => connectServer(inventory, ref, ports),
    replaceSystemDisk: (ref, volume, imageId, notAfter) =>
      replaceSystemDisk(inventory, ref, { volume, imageId }, () => {
        refuseLate(notAfter);
        if (!images.has(imageId)) throw new HostFault('not-found', `there is no image ${imageId}`);
      }),
    notify: (ref, text) => notify(inventory, ref, text),
    restoreSnapshot,
    room: () => roomOf(inventory),
    troubles: () => (inventory.disks.scarcity.now ? [scarcityWarning] : []),
    list: (kind) =>
      inventory
        .all()
        .filter((each) => each.spec.kind === kind)
        .map((each) => ({ ...refOf(each), name: each.spec.name, createdAt: each.createdAt })),
    images: () => images.list().map(showImage),
    async removeImage(id) {
      const user = inventory.all().find((each) => isServer(each) && each.spec.imageId === id);
      await images.remove(id, user !== undefined && isServer(user) ? user.spec.hostName : undefined);
    },
    resume() {
      // First in the line of each disk, before any new snapshot of it.
      for (const record of inventory.all()) if (isVolume(record)) thawInBackground(record);
      for (const record of inventory.all()) {
        if (isServer(record) && loseMemory(inventory, record)) saveInBackground(record);
        const unfinished = record.phase === 'making' || record.phase === 'removing';
        if (unfinished || (isServer(record) && record.pending !== null)) workInBackground(record);
      }
    },
    idle: () => queues.idle(),
  };
}

function refOf(record: ItemRecord): KeyedRef {
  const ref = { kind: record.spec.kind, id: record.id, generation: record.generation };
  const keyId = isVolume(record) || isSnapshot(record) ? record.keyId : null;
  return keyId === null ? ref : { ...ref, keyId };
}

/**
 * The client may be gone, and a deletion may count on it that nothing comes of the call any more.
 * @throws {HostFault} `timeout`
 */
function refuseLate(notAfter: number | null): void {
  if (notAfter !== null && uptime() * 1000 > notAfter)
    throw new HostFault('timeout', 'the time in which the creation could begin is over');
}

/** @throws {HostFault} when there is no room for a new disk, or what a new item needs is not there or not its own */
function checkSpec(inventory: Inventory, images: ImageStore, spec: ItemSpec): void {
  if (spec.kind === 'volume') refusePromise(inventory, spec.sizeGiB);
  else if (spec.kind === 'snapshot') checkSnapshot(inventory, spec);
  else checkUse(inventory, images, spec);
}

function checkSnapshot(inventory: Inventory, spec: SnapshotSpec): void {
  const disk = inventory.byId('volume', spec.volume.id);
  if (
    disk === undefined ||
    !isVolume(disk) ||
    disk.generation !== spec.volume.generation ||
    disk.phase !== 'ready'
  ) {
    throw new HostFault('not-found', `there is no complete disk ${spec.volume.id} of this generation`);
  }
  if (!sameDesktop(disk.spec, spec))
    throw new HostFault('refused', `the disk ${disk.id} belongs to another desktop`);
  if (disk.form === 'plain') {
    throw new HostFault(
      'refused',
      `the disk ${disk.id} is a plain directory, of which there are no snapshots`,
    );
  }
}

/** @throws {HostFault} when a new server's image, port or disks are not there, not its desktop's, or in use */
function checkUse(inventory: Inventory, images: ImageStore, spec: ItemSpec): void {
  if (spec.kind === 'port') refuseTakenAddress(inventory, spec);
  if (spec.kind !== 'server') return;
  if (!images.has(spec.imageId)) throw new HostFault('not-found', `there is no image ${spec.imageId}`);
  const devices = new Set<string>();
  for (const ref of [...spec.ports, ...spec.volumes]) {
    const item = requireUsable(inventory, spec, ref);
    if (item.spec.kind === 'volume') {
      if (devices.has(item.spec.device)) {
        throw new HostFault('refused', `two disks of the server are both ${item.spec.device}`);
      }
      devices.add(item.spec.device);
    }
  }
}
