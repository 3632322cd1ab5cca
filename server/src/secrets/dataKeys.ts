import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { StartError } from '../system/errorCode.js';
import { createMasterKey, readMasterKey } from './masterKey.js';
import { openBytes, sealBytes } from './sealing.js';

/** Keeps secrets in the database such that only holders of the master key can read them (D12). */
export interface DataKeys {
  /** @param context what the secret is and whose; the same must be given to open it */
  seal(plain: Buffer, context: string): Buffer;
  /** @throws when it was changed, moved to another context, or sealed by a key that this database does not have */
  open(sealed: Buffer, context: string): Promise<Buffer>;
}

export interface DataKeysParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** Absolute path. Made at the first start, when the database holds no data key yet. */
  readonly masterKeyFile: string;
}

const forReplicas =
  'A further replica needs the master key of the first one: copy that file, or name its place in DESKPLANE_MASTER_KEY_FILE.';
/** First byte of a sealed value: the format, should there ever be a second one. */
const format = 1;
/** Format byte and the sixteen bytes of the key's id. */
const headLength = 17;

/**
 * Unwraps the data keys with the master key; makes both in a new database.
 * @throws {StartError} when the master key is missing, unreadable, or not the one that this database was made with
 */
export async function openDataKeys(parts: DataKeysParts): Promise<DataKeys> {
  const { database, ambient, masterKeyFile } = parts;
  const masterKey = await findMasterKey(parts);
  const keys = new Map<string, Buffer>();

  const load = async (): Promise<string | undefined> => {
    const rows = await database.selectFrom('data_keys').selectAll().orderBy('created_at', 'desc').execute();
    for (const { id, wrapped_key } of rows) {
      if (keys.has(id)) continue;
      const key = openBytes(masterKey, wrapped_key, wrapping(id));
      if (key === undefined) {
        throw new StartError(
          `The master key ${masterKeyFile} does not open the secrets in this database: put the original file back. ` +
            forReplicas,
        );
      }
      keys.set(id, key);
    }
    return rows[0]?.id;
  };

  const current = (await load()) ?? (await createDataKey(parts, masterKey));
  await load();
  const currentKey = keys.get(current);
  if (currentKey === undefined) throw new Error('The data key that was just made is not in the database.');

  return {
    seal: (plain, context) =>
      Buffer.concat([
        Buffer.from([format]),
        Buffer.from(current.replaceAll('-', ''), 'hex'),
        sealBytes(ambient, currentKey, plain, context),
      ]),
    open: async (sealed, context) => {
      const id = sealed[0] === format ? uuidOf(sealed.subarray(1, headLength)) : '';
      // Another replica may have made a key since.
      if (!keys.has(id)) await load();
      const key = keys.get(id);
      const plain = key === undefined ? undefined : openBytes(key, sealed.subarray(headLength), context);
      if (plain === undefined)
        throw new Error(`The stored secret "${context}" cannot be opened: it was changed.`);
      return plain;
    },
  };
}

async function findMasterKey({ database, ambient, masterKeyFile }: DataKeysParts): Promise<Buffer> {
  const key = await readMasterKey(masterKeyFile);
  if (key !== undefined) return key;
  const used = await database.selectFrom('data_keys').select('id').limit(1).executeTakeFirst();
  if (used !== undefined) {
    // Another process may have made both between our two looks; whoever writes a data key has written the file before.
    const made = await readMasterKey(masterKeyFile);
    if (made !== undefined) return made;
    throw new StartError(
      `The master key ${masterKeyFile} is missing, and this database holds secrets that only it opens: put it back. ` +
        forReplicas,
    );
  }
  return createMasterKey(masterKeyFile, ambient);
}

async function createDataKey({ database, ambient }: DataKeysParts, masterKey: Buffer): Promise<string> {
  const id = ambient.uuid();
  await database
    .insertInto('data_keys')
    .values({
      id,
      wrapped_key: sealBytes(ambient, masterKey, ambient.randomBytes(32), wrapping(id)),
      created_at: ambient.now(),
    })
    .execute();
  return id;
}

const wrapping = (id: string): string => `data-key:${id}`;

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
