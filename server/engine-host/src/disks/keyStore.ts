import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { keyIdForm, uuid } from '../items/items.js';
import { syncDirectory, writeDurably } from '../items/records.js';
import { HostFault, systemCode } from '../machine/fault.js';
import { type FieldReader, readObject } from '../machine/fields.js';
import { createSerial } from '../machine/serial.js';
import { readMasterKey } from './masterKey.js';

const cipher = 'aes-256-gcm';
const keyLength = 32;
const tagLength = 16;

/** A disk's key in the clear; whoever takes it wipes it after use. */
export interface DiskKey {
  /** The identifier that the kernel gives the key, 32 hex digits. */
  readonly keyId: string;
  readonly key: Buffer;
}

/**
 * The keys of the disks, one file each, wrapped with AES-256-GCM under a key that HKDF makes of the service's master
 * key and a random salt of this store. They are kept nowhere else, so that to destroy the file is to destroy the key.
 */
export interface KeyStore {
  /** The key of a disk, made and stored durably if there is none. @throws {HostFault} `internal` */
  obtain(diskId: string): Promise<DiskKey>;
  /** @throws {HostFault} `internal` when there is none or when it does not open under this master key */
  read(diskId: string): Promise<DiskKey>;
  /** Whether anything of a disk's key is stored. */
  holds(diskId: string): Promise<boolean>;
  /** Overwrites the stored key and removes it; nothing of it is left when this returns. */
  destroy(diskId: string): Promise<void>;
}

/** The key store in a directory of root's own. */
export function openKeyStore(dir: string, masterKeyFile: string): KeyStore {
  const queues = createSerial();
  const saltPath = join(dir, 'salt');
  const pathOf = (diskId: string) => join(dir, `${diskId}.json`);

  const salt = () =>
    queues.run('salt', async () => {
      const known = await readIfThere(saltPath);
      if (known !== undefined) return Buffer.from(known, 'hex');
      const made = randomBytes(32);
      await writeDurably(saltPath, made.toString('hex'));
      return made;
    });

  async function withWrappingKey<Result>(use: (wrappingKey: Buffer) => Result): Promise<Result> {
    const masterKey = await readMasterKey(masterKeyFile);
    const wrappingKey = Buffer.from(
      hkdfSync('sha256', masterKey, await salt(), 'deskplane disk keys v1', keyLength),
    );
    masterKey.fill(0);
    try {
      return use(wrappingKey);
    } finally {
      wrappingKey.fill(0);
    }
  }

  async function read(diskId: string): Promise<DiskKey> {
    const path = pathOf(diskId);
    const text = await readIfThere(path);
    if (text === undefined) throw new HostFault('internal', `the key store has no key ${path}`);
    const stored = parse(text, path, diskId);
    const key = await withWrappingKey((wrappingKey) => unwrap(stored, wrappingKey));
    if (key === undefined || identify(key) !== stored.keyId) {
      throw new HostFault(
        'internal',
        `the disk key ${path} does not open under the master key ${masterKeyFile}: one of the two is not the original`,
      );
    }
    return { keyId: stored.keyId, key };
  }

  return {
    read,
    async obtain(diskId) {
      if ((await readIfThere(pathOf(diskId))) !== undefined) return read(diskId);
      const key = randomBytes(keyLength);
      const keyId = identify(key);
      const stored = await withWrappingKey((wrappingKey) => wrap({ diskId, keyId }, key, wrappingKey));
      await writeDurably(pathOf(diskId), `${JSON.stringify({ version: 1, ...stored })}\n`);
      return { keyId, key };
    },
    holds: async (diskId) => (await readIfThere(pathOf(diskId))) !== undefined,
    async destroy(diskId) {
      // The second is what a crash in the middle of storing leaves.
      for (const path of [pathOf(diskId), `${pathOf(diskId)}.new`]) await overwriteAndUnlink(path);
      await syncDirectory(dir);
    },
  };
}

/** The identifier that the kernel gives an fscrypt v2 key: HKDF-SHA512, no salt, context 1 (Linux, fs/crypto/hkdf.c). */
export function identify(key: Buffer): string {
  return Buffer.from(hkdfSync('sha512', key, '', 'fscrypt\0\x01', 16)).toString('hex');
}

interface StoredKey {
  readonly diskId: string;
  readonly keyId: string;
  /** Base64. */
  readonly nonce: string;
  /** Cipher text and tag, base64. */
  readonly sealed: string;
}

function wrap(about: Pick<StoredKey, 'diskId' | 'keyId'>, key: Buffer, wrappingKey: Buffer): StoredKey {
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, wrappingKey, nonce).setAAD(boundTo(about));
  const sealed = Buffer.concat([sealing.update(key), sealing.final(), sealing.getAuthTag()]);
  return { ...about, nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

function unwrap(stored: StoredKey, wrappingKey: Buffer): Buffer | undefined {
  const sealed = Buffer.from(stored.sealed, 'base64');
  const nonce = Buffer.from(stored.nonce, 'base64');
  if (sealed.length !== keyLength + tagLength || nonce.length !== 12) return undefined;
  const opening = createDecipheriv(cipher, wrappingKey, nonce, { authTagLength: tagLength });
  opening.setAAD(boundTo(stored)).setAuthTag(sealed.subarray(keyLength));
  const key = opening.update(sealed.subarray(0, keyLength));
  try {
    opening.final();
    return key;
  } catch {
    // Node has no other way to say that the tag does not fit.
    return undefined;
  }
}

function boundTo({ diskId, keyId }: Pick<StoredKey, 'diskId' | 'keyId'>): Buffer {
  return Buffer.from(`deskplane disk key v1:${diskId}:${keyId}`);
}

function parse(text: string, path: string, diskId: string): StoredKey {
  try {
    const fields: FieldReader = readObject(JSON.parse(text), 'key', [
      'version',
      'diskId',
      'keyId',
      'nonce',
      'sealed',
    ]);
    fields.integer('version', 1, 1);
    const stored = {
      diskId: fields.text('diskId', uuid),
      keyId: fields.text('keyId', keyIdForm),
      nonce: fields.text('nonce', /^[A-Za-z0-9+/=]{1,64}$/),
      sealed: fields.text('sealed', /^[A-Za-z0-9+/=]{1,128}$/),
    };
    if (stored.diskId !== diskId) throw new HostFault('internal', 'it belongs to another disk');
    return stored;
  } catch (error) {
    const why = error instanceof HostFault ? error.message : 'it is not JSON';
    throw new HostFault('internal', `the disk key ${path} cannot be understood: ${why}`, { cause: error });
  }
}

async function overwriteAndUnlink(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      if (size > 0) await file.write(randomBytes(size), 0, size, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
