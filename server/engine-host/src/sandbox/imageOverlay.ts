import { lchown, lstat, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HostFault, systemCode } from '../machine/fault.js';
import { run } from '../machine/run.js';

/** Where an image's desktop keeps its own layer and its home, on its system disk. */
const layerNames = ['layer', 'layer/upper', 'layer/work'] as const;
const homeName = 'home';

/**
 * Mounts the root of a desktop with an image of its own: the image below, read-only, and what the desktop writes on its system
 * disk. The kernel shows a mount's options to the desktop, so they name links in the bundle and no path of the host.
 * @param disk the directory of the system disk that belongs to the desktop's user
 * @returns the home directory on the disk
 * @throws {HostFault} also when the desktop itself put something in the place of its layer
 */
export async function mountImageRoot(
  bundle: string,
  image: string,
  disk: string,
  uid: number,
): Promise<string> {
  for (const name of layerNames) await ownDirectory(join(disk, name), 0);
  const home = join(disk, homeName);
  await ownDirectory(home, uid);
  await symlink(image, join(bundle, 'lower'));
  await symlink(join(disk, 'layer'), join(bundle, 'layer'));
  const options = 'nosuid,nodev,lowerdir=lower,upperdir=layer/upper,workdir=layer/work';
  await run('mount', ['-t', 'overlay', '-o', options, 'desktop', 'rootfs'], { cwd: bundle });
  return home;
}

/** The disk's files are the guest's: a link that it made must not lead root elsewhere. */
async function ownDirectory(path: string, uid: number): Promise<void> {
  try {
    await mkdir(path, { mode: uid === 0 ? 0o755 : 0o700 });
    await lchown(path, uid, uid);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== uid) {
    throw new HostFault(
      'conflict',
      `${path} is not the directory that a desktop with an image of its own needs`,
    );
  }
}
