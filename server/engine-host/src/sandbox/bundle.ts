import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathLeftover, removeTree } from '../disks/leftovers.js';
import { openDisk } from '../disks/openDisk.js';
import { imageRoot } from '../images/imageRoot.js';
import type { Inventory } from '../items/inventory.js';
import type { ServerRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { isAtOrBelow, mountsBelow, mountsEverywhere } from '../machine/mounts.js';
import type { Places } from '../machine/places.js';
import { run } from '../machine/run.js';
import { namespacePath } from '../network/ports.js';
import { groupPath } from './cgroups.js';
import { containerConfig } from './containerConfig.js';
import { writeGuestFiles } from './guestFiles.js';
import { makeHostRoot } from './hostRoot.js';
import { mountImageRoot } from './imageOverlay.js';
import { prepareScreen } from './screens.js';

/** How long mounts may stay busy in some namespace, in milliseconds. */
const unmountMs = 5000;

/** The first program of a desktop, from its own files. */
const init = ['/run/deskplane/init'] as const;

/**
 * Makes the OCI bundle of a server: its disks opened, its root, its files and config.json.
 * @throws {HostFault}
 */
export async function makeBundle(inventory: Inventory, server: ServerRecord): Promise<void> {
  const { places } = inventory;
  const { short, uid, spec } = server;
  const bundle = places.bundle(short);
  const rootfs = join(bundle, 'rootfs');
  const [systemDisk, ...dataDisks] = inventory.volumesOf(server);
  if (systemDisk === undefined) throw new HostFault('internal', 'the server has no system disk');
  const port = inventory.portOf(server);
  const image = await imageRoot(places, spec.imageId);
  const disk = await openDisk(inventory, systemDisk);
  const others: { device: string; dir: string }[] = [];
  for (const each of dataDisks)
    others.push({ device: each.spec.device, dir: await openDisk(inventory, each) });

  await mkdir(rootfs, { recursive: true });
  const home = image.kind === 'image' ? await mountImageRoot(bundle, image.dir, disk, uid) : disk;
  const hostDirectories = image.kind === 'host' ? await makeHostRoot(rootfs) : [];
  // An image's own root gets its entries of /etc by mounts, so that nothing of it is followed.
  const etc = join(image.kind === 'host' ? rootfs : bundle, 'etc');
  await writeGuestFiles(
    { run: join(bundle, 'run'), etc },
    {
      id: server.id,
      uid,
      hostName: spec.hostName,
      address: port?.spec.address,
      dnsServers: port?.spec.dnsServers ?? [],
    },
    image.kind === 'image' ? image.dir : undefined,
  );
  await prepareScreen(places, short);
  const config = containerConfig({
    uid,
    hostName: spec.hostName,
    language: spec.language,
    timeZone: spec.timeZone,
    vcpus: spec.vcpus,
    memoryMiB: spec.memoryMiB,
    namespacePath: port === undefined ? undefined : namespacePath(places, port.short),
    cgroupsPath: groupPath(places.instance, short),
    bundle,
    root: image.kind,
    hostDirectories,
    home,
    dataDisks: others,
    figures: inventory.figures.files(),
    limits: inventory.cgroups.limits,
    cores: inventory.machine.cores,
    openFiles: inventory.machine.openFiles,
    architecture: process.arch,
    args: init,
  });
  await writeFile(join(bundle, 'config.json'), JSON.stringify(config), { mode: 0o600 });
}

/**
 * Takes a bundle and what runc remembers of its container away, mounts first: also those that a program elsewhere has copies
 * of, which would keep the disk busy.
 * @throws {HostFault}
 */
export async function removeBundle(places: Places, short: string): Promise<void> {
  const bundle = places.bundle(short);
  // Our own mounts go last: where there are none, no program can have copies of them either.
  if (mountsBelow(bundle).length > 0) await unmountEverywhere(bundle);
  await removeTree(bundle, join(places.runc, short));
}

async function unmountEverywhere(path: string): Promise<void> {
  const end = performance.now() + unmountMs;
  for (;;) {
    try {
      // A namespace may have moved its copy elsewhere: an overlay is known by its device as well.
      const overlays = mountsBelow(path).filter(({ type }) => type === 'overlay');
      const devices = new Set(overlays.map(({ device }) => device));
      // The own ones last: as long as they are there, an attempt after this one knows the others.
      for (const { pid, own, mounts } of mountsEverywhere().toReversed()) {
        const where = own ? [] : ['--namespace', `/proc/${pid}/ns/mnt`];
        const ours = mounts.filter(({ point, device }) => isAtOrBelow(point, path) || devices.has(device));
        for (const { point } of ours.toReversed()) await run('umount', ['-i', ...where, '--', point]);
      }
      return;
    } catch (error) {
      // A container that is just starting holds copies of all mounts for a moment, and may have let go of them since the look.
      if (!(error instanceof HostFault) || performance.now() > end) throw error;
      await pause(20);
    }
  }
}

/** What is still there of a bundle, in words. */
export async function bundleLeftovers(places: Places, short: string): Promise<string[]> {
  const bundle = places.bundle(short);
  return [...(await pathLeftover(bundle)), ...mountsBelow(bundle).map(({ point }) => `mount ${point}`)];
}
