import { EngineError, type ProviderRef } from '../contract.js';
import { type EngineFiles, isFileName } from '../files.js';
import type { SimulatedRow } from './rows.js';

/** Of all files of a server, unfinished ones included: a small disk. */
const maxBytes = 16 * 1_048_576;

interface SimulatedFile {
  readonly bytes: Buffer;
  readonly modified: Date;
}

interface SimulatedFolder {
  readonly files: Map<string, SimulatedFile>;
  readonly uploads: Map<string, Buffer>;
}

export interface SimulatedFiles extends EngineFiles {
  /** The server is on its way out, and its files with it. */
  forget(server: ProviderRef): void;
}

/** Files in the memory of this process: gone with their server, and with the process. @param find the row of a server that is there */
export function createSimulatedFiles(
  find: (server: ProviderRef) => Promise<SimulatedRow | undefined>,
): SimulatedFiles {
  const folders = new Map<string, SimulatedFolder>();
  const keyOf = ({ id, generation }: ProviderRef): string => `${id} ${generation}`;

  const open = async (server: ProviderRef): Promise<SimulatedFolder> => {
    const row = await find(server);
    const key = keyOf(server);
    if (row === undefined || row.generation !== server.generation || row.status === 'deleting')
      throw new EngineError('not-found', `there is no server ${server.id}`);
    if (row.status !== 'active')
      throw new EngineError('conflict', `the server ${server.id} is ${row.status}`);
    const known = folders.get(key) ?? { files: new Map(), uploads: new Map() };
    folders.set(key, known);
    return known;
  };

  return {
    forget: (server) => void folders.delete(keyOf(server)),
    async list(server) {
      const { files } = await open(server);
      return [...files].map(([name, { bytes, modified }]) => ({ name, bytes: bytes.length, modified }));
    },
    async read(server, { name, offset, length }) {
      const file = (await open(server)).files.get(checked(name));
      if (file === undefined) throw new EngineError('not-found', `there is no file ${name}`);
      const revision = String(file.modified.getTime());
      return { bytes: file.bytes.subarray(offset, offset + length), size: file.bytes.length, revision };
    },
    async write(server, { upload, offset, bytes }) {
      const folder = await open(server);
      const before = folder.uploads.get(upload) ?? Buffer.alloc(0);
      const all = [...folder.files.values()].map((file) => file.bytes).concat([...folder.uploads.values()]);
      const used = all.reduce((sum, each) => sum + each.length, 0) - before.length;
      if (used + offset + bytes.length > maxBytes)
        throw new EngineError('capacity', "the desktop's disk is full");
      const gap = Buffer.alloc(Math.max(0, offset - before.length));
      folder.uploads.set(upload, Buffer.concat([before.subarray(0, offset), gap, bytes]));
    },
    async finish(server, { upload, name, size }) {
      const { files, uploads } = await open(server);
      const bytes = uploads.get(upload);
      checked(name);
      if (bytes === undefined) throw new EngineError('not-found', 'there is no such upload');
      if (bytes.length !== size)
        throw new EngineError('refused', `the upload has ${bytes.length} bytes, not ${size}`);
      if (files.has(name)) throw new EngineError('conflict', `the name ${name} is taken`);
      files.set(name, { bytes, modified: new Date() });
      uploads.delete(upload);
    },
    async drop(server, upload) {
      (await open(server)).uploads.delete(upload);
    },
  };
}

function checked(name: string): string {
  if (isFileName(name)) return name;
  throw new EngineError('refused', `the file name ${JSON.stringify(name.slice(0, 80))} is none`);
}
