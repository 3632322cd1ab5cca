import { HostFault } from '../machine/fault.js';
import type { FieldReader } from '../machine/fields.js';
import { type PortPlace, portKeys, readPortPlace } from './portSpec.js';

export type ItemKind = 'server' | 'volume' | 'snapshot' | 'port';
export const itemKinds = ['server', 'volume', 'snapshot', 'port'] as const satisfies readonly ItemKind[];

/** An item as its caller names it: the id and the generation that no later item shares. */
export interface ItemRef {
  readonly kind: ItemKind;
  readonly id: string;
  readonly generation: string;
}

interface CommonSpec {
  readonly name: string;
  readonly projectId: string;
  readonly desktopId: string;
}

export interface PortSpec extends CommonSpec, PortPlace {
  readonly kind: 'port';
}

export interface VolumeSpec extends CommonSpec {
  readonly kind: 'volume';
  readonly sizeGiB: number;
  readonly volumeType: string;
  readonly device: string;
}

export interface SnapshotSpec extends CommonSpec {
  readonly kind: 'snapshot';
  readonly volume: ItemRef;
}

/** What a server has of the machine. */
export interface ServerSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

export interface ServerSpec extends CommonSpec, ServerSize {
  readonly kind: 'server';
  readonly hostName: string;
  readonly imageId: string;
  /** Language and country as a locale names them, `zh_CN`; undefined: the image's own choice. */
  readonly language?: string;
  /** A name of the time zone database, `Asia/Shanghai`; undefined: UTC. */
  readonly timeZone?: string;
  readonly ports: readonly ItemRef[];
  readonly volumes: readonly ItemRef[];
}

export type ItemSpec = PortSpec | VolumeSpec | SnapshotSpec | ServerSpec;

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const creationMark = /^[0-9a-f]{32}$/;
/** The kernel's identifier of an fscrypt key. */
export const keyIdForm = /^[0-9a-f]{32}$/;
export const maxDiskGiB = 65_536;
export const itemName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const opaqueId = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const language = /^[a-z]{2,3}_[A-Z]{2}$/;
const timeZone = /^[A-Za-z]+([_+-][A-Za-z0-9]+)*(\/[A-Za-z0-9]+([_+-][A-Za-z0-9]+)*){0,2}$/;

const commonKeys = ['kind', 'name', 'projectId', 'desktopId'];
const specKeys = {
  port: [...commonKeys, ...portKeys],
  volume: [...commonKeys, 'sizeGiB', 'volumeType', 'device'],
  snapshot: [...commonKeys, 'volume'],
  server: [
    ...commonKeys,
    'hostName',
    'vcpus',
    'memoryMiB',
    'imageId',
    'language',
    'timeZone',
    'ports',
    'volumes',
  ],
} as const;
const allSpecKeys = [...new Set(Object.values(specKeys).flat())];

/** Reads a reference to an item. @throws {HostFault} `refused` */
export function readRef(fields: FieldReader): ItemRef {
  return {
    kind: fields.choice('kind', itemKinds),
    id: fields.text('id', uuid),
    generation: fields.text('generation', creationMark),
  };
}

export const refKeys = ['kind', 'id', 'generation'];

/** Reads the specification of a new item under `key`. @throws {HostFault} `refused` naming the field at fault */
export function readSpec(outer: FieldReader, key: string): ItemSpec {
  const kind = outer.object(key, allSpecKeys).choice('kind', itemKinds);
  const fields = outer.object(key, specKeys[kind]);
  const common = {
    name: fields.text('name', itemName),
    projectId: fields.text('projectId', opaqueId),
    desktopId: fields.text('desktopId', opaqueId),
  };
  if (kind === 'port') return { kind, ...common, ...readPortPlace(fields) };
  if (kind === 'server') return readServer(fields, common);
  if (kind === 'snapshot') return readSnapshot(fields, common);
  return {
    kind,
    ...common,
    sizeGiB: fields.integer('sizeGiB', 1, maxDiskGiB),
    volumeType: fields.text('volumeType', /^[A-Za-z0-9._-]{1,64}$/),
    device: fields.text('device', /^\/dev\/[a-z]{2,8}[0-9]{0,3}$/),
  };
}

function readSnapshot(fields: FieldReader, common: CommonSpec): SnapshotSpec {
  const volume = readRef(fields.object('volume', refKeys));
  if (volume.kind !== 'volume') throw new HostFault('refused', 'snapshot.volume must name a volume');
  return { kind: 'snapshot', ...common, volume };
}

function readServer(fields: FieldReader, common: CommonSpec): ServerSpec {
  const spec: ServerSpec = {
    kind: 'server',
    ...common,
    hostName: fields.text('hostName', /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/),
    ...readServerSize(fields),
    imageId: fields.text('imageId', uuid),
    ...(fields.isAbsent('language') ? {} : { language: fields.text('language', language) }),
    ...(fields.isAbsent('timeZone') ? {} : { timeZone: fields.text('timeZone', timeZone) }),
    ports: readServerPorts(fields),
    volumes: fields.objects('volumes', 64, refKeys).map(readRef),
  };
  if (spec.volumes.length === 0) throw new HostFault('refused', 'a server needs a system disk');
  if (spec.volumes.some((each) => each.kind !== 'volume'))
    throw new HostFault('refused', 'server.volumes must name volumes');
  return spec;
}

/** Reads the cores and the memory of a server. @throws {HostFault} `refused` */
export function readServerSize(fields: FieldReader): ServerSize {
  return {
    vcpus: fields.integer('vcpus', 1, 256),
    memoryMiB: fields.integer('memoryMiB', 128, 4_194_304),
  };
}

/** Reads the ports of a server: none or one. @throws {HostFault} `refused` */
export function readServerPorts(fields: FieldReader): readonly ItemRef[] {
  const ports = fields.objects('ports', 16, refKeys).map(readRef);
  if (ports.length > 1) throw new HostFault('refused', 'a desktop of the local engine has at most one port');
  if (ports.some((each) => each.kind !== 'port'))
    throw new HostFault('refused', 'server.ports must name ports');
  return ports;
}
