import { HostFault } from '../machine/fault.js';
import { run } from '../machine/run.js';
import type { DiskKey } from './keyStore.js';

/**
 * Gives the kernel a disk's key and has a directory of the disk encrypted under it. The directory is new and empty, or
 * was encrypted under this very key before: anything else is refused by the kernel.
 * @param dir any directory of the disk
 * @throws {HostFault} `internal`
 */
export async function encryptUnder({ keyId, key }: DiskKey, dir: string): Promise<void> {
  // xfs_io reads the raw key from its standard input and knows these commands for every file system with fscrypt.
  const said = await run('xfs_io', ['-c', 'add_enckey', '-c', `set_encpolicy ${keyId}`, dir], {
    input: key,
  });
  if (!said.includes(keyId))
    throw new HostFault('internal', `the kernel knows the key of ${dir} by another name`);
}

/** Whether the kernel could use a key on the file system mounted at `mount`; `lingering`: dropped, but for open files. */
export type KeyStatus = 'present' | 'lingering' | 'absent';

/** @throws {HostFault} `internal` */
export async function keyStatus(mount: string, keyId: string): Promise<KeyStatus> {
  return parseStatus(await run('xfs_io', ['-c', `enckey_status ${keyId}`, mount]), mount);
}

/**
 * Has the kernel forget a key on a mounted file system, with every name and page it had decrypted, but for open files.
 * @returns what came of it
 * @throws {HostFault} `internal`
 */
export async function dropKey(mount: string, keyId: string): Promise<KeyStatus> {
  // Unmounted while it is frozen, it would be held by the kernel for good.
  const commands = ['-x', '-c', 'thaw', '-c', `rm_enckey ${keyId}`, '-c', `enckey_status ${keyId}`];
  // It fails where there is none, which the status then says.
  return parseStatus(await run('xfs_io', [...commands, mount], { good: [0, 1] }), mount);
}

function parseStatus(output: string, mount: string): KeyStatus {
  const said = output.trim().split('\n').at(-1) ?? '';
  if (said === 'Absent') return 'absent';
  if (said.startsWith('Present')) return 'present';
  if (said.startsWith('Incompletely removed')) return 'lingering';
  throw new HostFault('internal', `xfs_io said of the key of ${mount}: ${said.slice(0, 100)}`);
}
