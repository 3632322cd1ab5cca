import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EngineError, type VolumeSpec } from '../engines/contract.js';
import { connectToHost } from '../engines/local/hostConnection.js';

import type { EngineHostProcess } from './engineHostProcess.js';
import { freshName } from './engineItems.js';
import { waitUntil } from './waitUntil.js';

const run = promisify(execFile);

/** An item as the engine host names it on the wire. */
export interface HostRef {
  readonly kind: string;
  readonly id: string;
  readonly generation: string;
}

/** The conversation with an engine host as it is on the wire, for what the engine's contract does not show. */
export interface DiskCalls {
  ask(verb: string, params: object): Promise<unknown>;
  /** @returns the reference and the identifier of the key */
  create(spec: object): Promise<{ ref: HostRef; keyId: string | undefined }>;
  /** Creates a snapshot of a disk. */
  snapshot(disk: HostRef, of: Pick<VolumeSpec, 'projectId' | 'desktopId'>): Promise<HostRef>;
  observe(ref: HostRef): Promise<Map<string, unknown>>;
  remove(ref: HostRef): Promise<unknown>;
  /** Removes an item and returns what is seen of it once it is absent. */
  removeSurely(ref: HostRef): Promise<Map<string, unknown>>;
  close(): Promise<void>;
}

/** Speaks to an engine host directly. */
export function diskCalls(host: EngineHostProcess): DiskCalls {
  const connection = connectToHost(host.socketPath, 120_000);
  const observe = async (ref: HostRef) => fieldsOf(await connection.ask('observe', { ref }));
  const remove = (ref: HostRef) => connection.ask('remove', { ref, force: true });
  const create = async (spec: object) => {
    const fields = fieldsOf(await connection.ask('create', { spec, notAfter: null }));
    const ref = {
      kind: String(fields.get('kind')),
      id: String(fields.get('id')),
      generation: String(fields.get('generation')),
    };
    return { ref, keyId: fields.has('keyId') ? String(fields.get('keyId')) : undefined };
  };
  return {
    ask: (verb, params) => connection.ask(verb, params),
    create,
    async snapshot(disk, { projectId, desktopId }) {
      return (await create({ kind: 'snapshot', name: freshName(), projectId, desktopId, volume: disk })).ref;
    },
    observe,
    remove,
    removeSurely: (ref) =>
      waitUntil(async () => {
        await remove(ref);
        return waitUntil(async () => {
          const seen = await observe(ref);
          return seen.get('state') === 'absent' ? seen : undefined;
        }, 'absence');
      }, `the ${ref.kind} goes`),
    close: () => connection.close(),
  };
}

/** Whether the engine host refused with this reason. */
export function refusedWith(reason: string, words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof EngineError && error.reason === reason && words.test(error.message);
}

/** The loop devices over files of this engine host, found without asking it. */
export async function loopDevices(host: EngineHostProcess): Promise<string[]> {
  const { stdout } = await run('losetup', ['--list', '--noheadings', '--output', 'NAME,BACK-FILE']);
  return stdout.split('\n').filter((line) => line.includes(host.stateDir));
}

/** Every mount of a disk of the engine host, in whichever namespace. */
export async function mountsOf(host: EngineHostProcess): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const text = await readFile(`/proc/${pid}/mountinfo`, 'utf8').catch(() => '');
    found.push(...text.split('\n').filter((line) => line.includes(`${host.runtimeDir}/disks/`)));
  }
  return found;
}

/** Every file and directory below the engine host's places for disks but its own books. */
export async function diskFilesOf(host: EngineHostProcess): Promise<string[]> {
  const dirs = ['volumes', 'snapshots', 'keys', 'records'].map((dir) => `${host.stateDir}/${dir}`);
  const { stdout } = await run('find', [...dirs, `${host.runtimeDir}/disks`, '-mindepth', '1']);
  return stdout.split('\n').filter((path) => path !== '' && !/\/keys\/salt$|\/records\/[a-z]+$/.test(path));
}

/** Whether the bytes of a file hold a text anywhere. */
export async function fileContains(path: string, text: string): Promise<boolean> {
  const sought = Buffer.from(text);
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 22 })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('a stream without encoding gives buffers');
    const seen = Buffer.concat([rest, chunk]);
    if (seen.includes(sought)) return true;
    rest = seen.subarray(-sought.length);
  }
  return false;
}

function fieldsOf(value: unknown): Map<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new Error(`the engine host answered ${String(value)}`);
  return new Map(Object.entries(value));
}
