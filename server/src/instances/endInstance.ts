import { constants } from 'node:fs';
import { rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../system/errorCode.js';
import { runCommand, runOrThrow } from '../system/runCommand.js';
import { sendSignal } from '../system/sendSignal.js';
import { findHoldings, type Holding, type HoldingKind, holdingKinds } from './holdings.js';

/** How often everything is looked for and ended anew: killed processes need a moment, groups and devices wait for them. */
const rounds = 50;
const betweenRoundsMs = 100;

/**
 * Ends everything that an installation holds on this machine: kills its desktops, takes away their mounts, devices, networks and
 * directories. Its data directory, if there is one, is not touched.
 * @returns what is still there in spite of that
 * @throws {Error} with the words of the program that could not end something, after several attempts
 */
export async function endInstance(id: string): Promise<Holding[]> {
  let problem: unknown;
  for (let round = 0; round < rounds; round += 1) {
    const left = await holdingsOf(id);
    if (left.length === 0) return [];
    problem = undefined;
    for (const { kind, name } of left) if (kind === 'cgroup') await thaw(name);
    for (const kind of holdingKinds) {
      // The deepest mounts and groups first.
      const some = left
        .filter((each) => each.kind === kind)
        .sort((one, other) => (one.name < other.name ? 1 : -1));
      for (const holding of some) {
        await enders[kind](holding.name).catch((error: unknown) => {
          problem = error;
        });
      }
    }
    await pause(betweenRoundsMs);
  }
  const left = await holdingsOf(id);
  if (left.length > 0 && problem !== undefined) throw problem;
  return left;
}

async function holdingsOf(id: string): Promise<Holding[]> {
  return (await findHoldings()).filter(({ instance }) => instance === id);
}

const enders: Readonly<Record<HoldingKind, (name: string) => Promise<unknown>>> = {
  process: async (pid) => sendSignal(Number(pid), 'SIGKILL'),
  mount: (point) => runOrThrow('umount', ['--lazy', '--', point]),
  'loop-device': (device) => runOrThrow('losetup', ['--detach', device]),
  cgroup: removeGroup,
  interface: (name) => runOrThrow('ip', ['link', 'delete', name]),
  namespace: (name) => runOrThrow('ip', ['netns', 'delete', name]),
  table: (name) => runOrThrow('nft', ['delete', 'table', ...name.split(' ')]),
  // Whatever is still mounted below is not walked into: it may be the kernel's, or a desktop's disk.
  directory: (path) => runOrThrow('rm', ['-rf', '--one-file-system', '--', path]),
};

/** A group can be removed once nothing is in it, from the inside out. */
async function removeGroup(path: string): Promise<void> {
  for (const group of await groupsOf(path)) await removeEmpty(group);
}

/** Lets hibernated desktops go on: the kernel of cgroups v1 kills nothing that is frozen. */
async function thaw(path: string): Promise<void> {
  for (const group of await groupsOf(path)) {
    await writeIfThere(join(group, 'freezer.state'), 'THAWED');
    await writeIfThere(join(group, 'cgroup.freeze'), '0');
  }
}

/** A group and those in it, the innermost first. */
async function groupsOf(path: string): Promise<string[]> {
  const found = await runCommand('find', [path, '-depth', '-type', 'd']);
  return found.stdout.split('\n').filter((line) => line !== '');
}

async function writeIfThere(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: constants.O_WRONLY });
  } catch (error) {
    // The files of the kernel cannot be made; those of another controller are not there.
    if (!['ENOENT', 'ENODEV', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
  }
}

async function removeEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EBUSY') throw error;
  }
}
