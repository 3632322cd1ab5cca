import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mountedDevice } from '../disks/mountImage.js';
import { imageRoot } from '../images/imageRoot.js';
import type { Inventory } from '../items/inventory.js';
import type { SandboxIdentity, ServerRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { type Mount, mountsOf } from '../machine/mounts.js';
import type { Places } from '../machine/places.js';
import { run } from '../machine/run.js';
import { mountPointOf } from './containerMounts.js';

/**
 * Lets a running server see a data disk where it would have it from a start on. Nothing happens where it sees it already.
 * @param source the directory of the disk that is the desktop's own
 * @throws {HostFault} `conflict` when something else is mounted there
 */
export async function mountInside(
  inventory: Inventory,
  server: ServerRecord,
  disk: VolumeRecord,
  source: string,
): Promise<void> {
  const { sandbox } = server;
  if (sandbox === null) throw new HostFault('conflict', `the server ${server.id} is off`);
  const { places } = inventory;
  const point = mountPointOf(disk.spec.device);
  const there = mountsOf(sandbox.pid).findLast((each) => each.point === point);
  if (there !== undefined && isOf(places, disk, there)) return;
  // A plain directory that was removed stays mounted where it was, without an end of its own.
  if (there !== undefined && !there.root.endsWith('//deleted'))
    throw new HostFault('conflict', `something else is mounted at ${point} of the server ${server.id}`);
  // A root of the host's programs is read-only inside. That of an image may hold links, which only lead about inside.
  const image = await imageRoot(places, server.spec.imageId);
  if (image.kind === 'host')
    await mkdir(join(places.bundle(server.short), 'rootfs', point), { recursive: true });
  await attach(sandbox, source, point);
}

function isOf(places: Places, disk: VolumeRecord, { device, root }: Mount): boolean {
  if (disk.form === 'plain') return root.endsWith(`/${basename(places.volume(disk.short))}/files`);
  return device === mountedDevice(places.diskImage(disk.short), places.diskMount(disk.short))?.number;
}

/**
 * Only these calls of the kernel carry a mount into another mount namespace, and only Perl, of the programs that every Debian has,
 * makes calls by their number. Most numbers are the same on all machines. That the process is still the desktop's is looked at once
 * its namespace is held.
 */
const script = `
my ($pid, $began, $source, $point, $setns) = @ARGV;
my $none = '';
open(my $namespace, '<', "/proc/$pid/ns/mnt") or die "the desktop has ended\\n";
open(my $stat, '<', "/proc/$pid/stat") or die "the desktop has ended\\n";
my $line = <$stat>;
my @fields = split(' ', substr($line, rindex($line, ')') + 2));
die "the desktop has ended\\n" unless $fields[19] eq $began;
my $tree = syscall(428, -100, $source, 0x80001);
die "open_tree: $!\\n" if $tree < 0;
my $private = pack('Q4', 0x6, 0, 1 << 18, 0);
die "mount_setattr: $!\\n" if syscall(442, $tree, $none, 0x1000, $private, 32) != 0;
die "setns: $!\\n" if syscall($setns + 0, fileno($namespace), 0x20000) != 0;
mkdir($point, 0755);
die "move_mount: $!\\n" if syscall(429, $tree, $none, -100, $point, 4) != 0;
`;

const setnsNumbers: Readonly<Record<string, number>> = { x64: 308, arm64: 268 };

/** @throws {HostFault} */
async function attach({ pid, startTime }: SandboxIdentity, source: string, point: string): Promise<void> {
  const setns = setnsNumbers[process.arch];
  if (setns === undefined)
    throw new HostFault(
      'refused',
      `a running desktop gets no more disks on a machine of the kind ${process.arch}`,
    );
  await run('perl', ['-', String(pid), startTime, source, point, String(setns)], { input: script });
}
