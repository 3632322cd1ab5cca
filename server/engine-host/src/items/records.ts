import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HostFault } from '../machine/fault.js';
import { type FieldReader, readObject } from '../machine/fields.js';
import {
  creationMark,
  type ItemKind,
  itemKinds,
  keyIdForm,
  type PortSpec,
  readSpec,
  type ServerSpec,
  type SnapshotSpec,
  uuid,
  type VolumeSpec,
} from './items.js';

/** `making`: effects are under way or were cut short. `failed`: they failed. `removing`: on its way out, for good. */
export type Phase = 'making' | 'ready' | 'failed' | 'removing';
export type PowerAction = 'start' | 'stop' | 'reboot' | 'hibernate' | 'wake';
const phases = ['making', 'ready', 'failed', 'removing'] as const satisfies readonly Phase[];
export const powerActions = [
  'start',
  'stop',
  'reboot',
  'hibernate',
  'wake',
] as const satisfies readonly PowerAction[];

/** What tells a sandbox from everything that may later carry its process id. */
export interface SandboxIdentity {
  /** The first process of the container, as the host numbers it. */
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot. */
  readonly startTime: string;
  readonly bootId: string;
}

interface CommonRecord {
  readonly id: string;
  /** First six hex digits of the id, unique on this host: names of interfaces, directories and sockets carry it. */
  readonly short: string;
  readonly generation: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  phase: Phase;
  failure: string | null;
}

export interface PortRecord extends CommonRecord {
  spec: PortSpec;
}

/** `encrypted`: an image file of the asked size under a key of its own. `plain`: a directory without either. */
export type DiskForm = 'encrypted' | 'plain';
const diskForms = ['encrypted', 'plain'] as const satisfies readonly DiskForm[];

export interface VolumeRecord extends CommonRecord {
  /** Its size changes when the disk grows. */
  spec: VolumeSpec;
  readonly uid: number;
  readonly form: DiskForm;
  /** The kernel's identifier of the disk's key, once there is one. */
  keyId: string | null;
  /** The size in GiB that the file system has been grown to; less than the asked one while it still has to grow. */
  grownTo: number;
}

export interface SnapshotRecord extends CommonRecord {
  readonly spec: SnapshotSpec;
  readonly keyId: string | null;
}

export interface ServerRecord extends CommonRecord {
  /** Its size and its ports can be changed while it is off; its data disks may go at any time. */
  spec: ServerSpec;
  readonly uid: number;
  sandbox: SandboxIdentity | null;
  /** It was frozen and is to stay so; true from right before it is frozen until it goes on or ends. */
  hibernated: boolean;
  /** A power action that was asked for and not yet carried through; taken up again after a restart. */
  pending: PowerAction | null;
  pendingHard: boolean;
}

export type ItemRecord = PortRecord | VolumeRecord | SnapshotRecord | ServerRecord;

const recordKeys = ['id', 'short', 'generation', 'createdAt', 'phase', 'failure', 'spec'];
const diskKeys = ['form', 'keyId', 'grownTo'];
const allKeys = [...recordKeys, ...diskKeys, 'uid', 'sandbox', 'hibernated', 'pending', 'pendingHard'];

export interface RecordStore {
  /** Durable when it returns. */
  save(record: ItemRecord): Promise<void>;
  /** The record is gone for good when it returns. */
  drop(record: ItemRecord): Promise<void>;
}

/**
 * Opens the directory that holds one JSON file per item and reads them all.
 * @throws {HostFault} `internal` naming the file that cannot be understood
 */
export async function openRecords(dir: string): Promise<{ store: RecordStore; records: ItemRecord[] }> {
  const records: ItemRecord[] = [];
  for (const kind of itemKinds) {
    const kindDir = join(dir, kind);
    await mkdir(kindDir, { recursive: true, mode: 0o700 });
    for (const file of await readdir(kindDir)) {
      const path = join(kindDir, file);
      if (file.endsWith('.json')) records.push(await readRecord(path, kind));
      else await rm(path, { force: true });
    }
  }
  const pathOf = (record: ItemRecord) => join(dir, record.spec.kind, `${record.short}.json`);
  const store: RecordStore = {
    save: (record) => writeDurably(pathOf(record), `${JSON.stringify(record)}\n`),
    async drop(record) {
      await rm(pathOf(record), { force: true });
      await syncDirectory(join(dir, record.spec.kind));
    },
  };
  return { store, records };
}

/** Replaces a file so that after a crash at any moment it holds the old or the new text, and the new once this returns. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncDirectory(join(path, '..'));
}

/** Makes what was renamed, made or removed in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function readRecord(path: string, kind: ItemKind): Promise<ItemRecord> {
  try {
    const record = parseRecord(JSON.parse(await readFile(path, 'utf8')));
    if (record.spec.kind !== kind || !path.endsWith(`/${record.short}.json`)) {
      throw new HostFault('internal', 'it describes another item');
    }
    return record;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HostFault('internal', `the record ${path} cannot be understood: ${why}`, { cause: error });
  }
}

function parseRecord(value: unknown): ItemRecord {
  const fields = readObject(value, 'record', allKeys);
  const id = fields.text('id', uuid);
  const common = {
    id,
    short: fields.text('short', new RegExp(`^${id.slice(0, 6)}$`)),
    generation: fields.text('generation', creationMark),
    createdAt: fields.text('createdAt', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    phase: fields.choice('phase', phases),
    failure: fields.isNull('failure') ? null : fields.text('failure', /^/),
  };
  const spec = readSpec(fields, 'spec');
  if (spec.kind === 'port') return { ...common, spec };
  if (spec.kind === 'snapshot') return { ...common, spec, keyId: readKeyId(fields) };
  const uid = fields.integer('uid', 1, 4_294_967_294);
  if (spec.kind === 'volume') {
    const form = fields.choice('form', diskForms);
    return {
      ...common,
      spec,
      uid,
      form,
      keyId: readKeyId(fields),
      grownTo: fields.integer('grownTo', 0, 65_536),
    };
  }
  return {
    ...common,
    spec,
    uid,
    sandbox: fields.isNull('sandbox')
      ? null
      : readSandbox(fields.object('sandbox', ['pid', 'startTime', 'bootId'])),
    hibernated: fields.flag('hibernated'),
    pending: fields.isNull('pending') ? null : fields.choice('pending', powerActions),
    pendingHard: fields.flag('pendingHard'),
  };
}

function readKeyId(fields: FieldReader): string | null {
  return fields.isNull('keyId') ? null : fields.text('keyId', keyIdForm);
}

/** Reads what identifies a process. @throws {HostFault} `refused` */
export function readSandbox(fields: FieldReader): SandboxIdentity {
  return {
    pid: fields.integer('pid', 2, 4_194_304),
    startTime: fields.text('startTime', /^\d{1,20}$/),
    bootId: fields.text('bootId', uuid),
  };
}
