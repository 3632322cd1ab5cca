import { randomBytes, randomUUID } from 'node:crypto';
import type { Disks } from '../disks/disks.js';
import { HostFault } from '../machine/fault.js';
import type { MachineShare } from '../machine/machine.js';
import type { Places } from '../machine/places.js';
import { createSerial } from '../machine/serial.js';
import type { Cgroups } from '../sandbox/cgroups.js';
import type { Figures } from '../sandbox/figures.js';
import type { StartQueue } from '../sandbox/startQueue.js';
import type { ItemKind, ItemRef, ItemSpec } from './items.js';
import type {
  DiskForm,
  ItemRecord,
  PortRecord,
  RecordStore,
  ServerRecord,
  SnapshotRecord,
  VolumeRecord,
} from './records.js';
import type { UidStore } from './uids.js';

/** All items of this host in memory, each backed by its record on disk, with what is needed to work on them. */
export interface Inventory {
  readonly places: Places;
  readonly cgroups: Cgroups;
  readonly bootId: string;
  readonly machine: MachineShare;
  readonly figures: Figures;
  readonly starts: StartQueue;
  readonly disks: Disks;
  all(): ItemRecord[];
  byId(kind: ItemKind, id: string): ItemRecord | undefined;
  byName(kind: ItemKind, name: string): ItemRecord | undefined;
  /** The servers, also those on their way out, that use a port or volume. */
  usersOf(item: ItemRecord): ServerRecord[];
  portOf(server: ServerRecord): PortRecord | undefined;
  /** In the order of the specification, the system disk first. */
  volumesOf(server: ServerRecord): VolumeRecord[];
  /** The snapshots of a disk, also those on their way out and those of a disk that is gone. */
  snapshotsOf(volumeId: string): SnapshotRecord[];
  /**
   * Takes a new item in, in phase `making`, durable before anything of it exists.
   * @param check throws when the item may not be; asked in the same breath in which the item is entered
   */
  add(spec: ItemSpec, check: () => void): Promise<ItemRecord>;
  save(record: ItemRecord): Promise<void>;
  forget(record: ItemRecord): Promise<void>;
}

export interface InventoryParts {
  readonly places: Places;
  readonly cgroups: Cgroups;
  readonly bootId: string;
  readonly machine: MachineShare;
  readonly figures: Figures;
  readonly starts: StartQueue;
  readonly uids: UidStore;
  readonly disks: Disks;
  readonly store: RecordStore;
  readonly records: readonly ItemRecord[];
}

/** Brings records and machine together. */
export function openInventory(parts: InventoryParts): Inventory {
  const { store } = parts;
  const items = new Map(parts.records.map((record) => [record.short, record]));
  const queues = createSerial();

  const all = () => [...items.values()];
  const byId = (kind: ItemKind, id: string) => {
    const found = items.get(id.slice(0, 6));
    return found?.id === id && found.spec.kind === kind ? found : undefined;
  };
  const at = (ref: ItemRef) => byId(ref.kind, ref.id);

  async function uidFor(spec: ItemSpec): Promise<number> {
    const known = all().find((each) => 'uid' in each && sameDesktop(each.spec, spec));
    if (known !== undefined && 'uid' in known) return known.uid;
    return parts.uids.take(new Set(all().flatMap((each) => ('uid' in each ? [each.uid] : []))));
  }

  const keyOf = (ref: ItemRef) => {
    const disk = at(ref);
    return disk !== undefined && isVolume(disk) ? disk.keyId : null;
  };

  async function add(spec: ItemSpec, check: () => void): Promise<ItemRecord> {
    const record = await queues.run('add', async () => {
      const hasUser = spec.kind === 'server' || spec.kind === 'volume';
      const uid = hasUser ? await uidFor(spec) : 0;
      // Nothing may happen between the check and the entry, so nothing is awaited there.
      check();
      let id = randomUUID();
      while (items.has(id.slice(0, 6))) id = randomUUID();
      const keyId = spec.kind === 'snapshot' ? keyOf(spec.volume) : null;
      const made = newRecord(spec, id, uid, parts.disks.form, keyId);
      items.set(made.short, made);
      return made;
    });
    try {
      await save(record);
    } catch (error) {
      items.delete(record.short);
      throw error;
    }
    return record;
  }

  // What was forgotten meanwhile stays so: a record that is written again would be there for good.
  const save = (record: ItemRecord) =>
    queues.run(record.short, async () => {
      if (items.get(record.short) === record) await store.save(record);
    });

  return {
    places: parts.places,
    cgroups: parts.cgroups,
    bootId: parts.bootId,
    machine: parts.machine,
    figures: parts.figures,
    starts: parts.starts,
    disks: parts.disks,
    all,
    byId,
    byName: (kind, name) => all().find((each) => each.spec.kind === kind && each.spec.name === name),
    usersOf: (item) => all().filter((each): each is ServerRecord => isServer(each) && uses(each, item)),
    portOf(server) {
      const [ref] = server.spec.ports;
      const found = ref === undefined ? undefined : at(ref);
      if (ref !== undefined && !(found !== undefined && isPort(found))) throw lost(ref);
      return found !== undefined && isPort(found) ? found : undefined;
    },
    volumesOf: (server) =>
      server.spec.volumes.map((ref) => {
        const found = at(ref);
        if (found === undefined || !isVolume(found)) throw lost(ref);
        return found;
      }),
    snapshotsOf: (volumeId) =>
      all().filter((each): each is SnapshotRecord => isSnapshot(each) && each.spec.volume.id === volumeId),
    add,
    save,
    async forget(record) {
      if ('uid' in record) await parts.uids.noteUse(record.uid);
      await queues.run(record.short, async () => {
        await store.drop(record);
        items.delete(record.short);
      });
    },
  };
}

export function isServer(record: ItemRecord): record is ServerRecord {
  return record.spec.kind === 'server';
}

export function isVolume(record: ItemRecord): record is VolumeRecord {
  return record.spec.kind === 'volume';
}

export function isSnapshot(record: ItemRecord): record is SnapshotRecord {
  return record.spec.kind === 'snapshot';
}

export function isPort(record: ItemRecord): record is PortRecord {
  return record.spec.kind === 'port';
}

/** Whether two items belong to the same desktop of the same project; they then share a user id. */
export function sameDesktop(one: ItemSpec, other: ItemSpec): boolean {
  return one.projectId === other.projectId && one.desktopId === other.desktopId;
}

function newRecord(
  spec: ItemSpec,
  id: string,
  uid: number,
  form: DiskForm,
  keyId: string | null,
): ItemRecord {
  const common = {
    id,
    short: id.slice(0, 6),
    generation: randomBytes(16).toString('hex'),
    createdAt: new Date().toISOString(),
    phase: 'making' as const,
    failure: null,
  };
  if (spec.kind === 'port') return { ...common, spec };
  if (spec.kind === 'snapshot') return { ...common, spec, keyId };
  if (spec.kind === 'volume') return { ...common, spec, uid, form, keyId: null, grownTo: 0 };
  return { ...common, spec, uid, sandbox: null, hibernated: false, pending: 'start', pendingHard: false };
}

function uses(server: ServerRecord, item: ItemRecord): boolean {
  return [...server.spec.ports, ...server.spec.volumes].some((ref) => ref.id === item.id);
}

function lost(ref: ItemRef): HostFault {
  return new HostFault('internal', `the server's ${ref.kind} ${ref.id} is not there any more`);
}
