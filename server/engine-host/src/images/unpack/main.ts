import { Refusal } from './refusal.js';
import { unpackArchive } from './unpackArchive.js';

/**
 * The program that unpacks an archive, confined by the engine host to a directory of its own (`../confinement.ts`). Its arguments:
 * archive, work directory, architecture, most bytes, most files. It says what came of it in one line of JSON.
 */
async function unpack(args: readonly string[]): Promise<object> {
  const [archive = '', work = '', architecture = '', maxBytes, maxFiles] = args;
  const limits = { maxBytes: Number(maxBytes), maxFiles: Number(maxFiles) };
  try {
    return { outcome: 'unpacked', ...(await unpackArchive({ archive, work, architecture, ...limits })) };
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'refused', kind: error.kind, message: error.message };
    throw error;
  }
}

process.umask(0o022);
process.stdout.write(`${JSON.stringify(await unpack(process.argv.slice(2)))}\n`);
