import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineHostProcess } from './engineHostProcess.js';
import { waitUntil } from './waitUntil.js';

const run = promisify(execFile);

/**
 * Leaves of an engine host what a restart of the machine would: its state directory, with records of an earlier boot. Everything else
 * ends: it, its desktops, their groups, mounts, loop devices and networks.
 */
export async function restartMachine(host: EngineHostProcess): Promise<void> {
  await host.end('SIGKILL');
  await waitUntil(async () => {
    const groups = await linesOf(
      'find',
      '/sys/fs/cgroup',
      '-depth',
      '-type',
      'd',
      '-path',
      `*/deskplane-${host.instance}*`,
    );
    for (const group of groups) await endGroup(group);
    return groups.length === 0;
  }, 'every process of the desktops has ended');
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point.startsWith(host.runtimeDir) || point.startsWith(`${host.stateDir}/`));
  for (const point of mounts.toReversed()) await run('umount', ['--lazy', '--', point]);
  for (const line of await linesOf('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE')) {
    const [device = ''] = line.split(/\s+/);
    if (line.includes(host.stateDir)) await run('losetup', ['--detach', device]);
  }
  for (const name of (await readdir('/run/netns')).filter((each) => each.includes(host.instance))) {
    await run('ip', ['netns', 'delete', name]);
  }
  const now = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  const before = randomUUID();
  for (const kind of await readdir(join(host.stateDir, 'records'))) {
    for (const name of await readdir(join(host.stateDir, 'records', kind))) {
      const path = join(host.stateDir, 'records', kind, name);
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll(now, before));
    }
  }
  const lock = join(host.stateDir, 'host.lock');
  await writeFile(lock, (await readFile(lock, 'utf8')).replaceAll(now, before));
}

async function endGroup(group: string): Promise<void> {
  await writeFile(join(group, 'freezer.state'), 'THAWED').catch(() => undefined);
  const pids = await readFile(join(group, 'cgroup.procs'), 'utf8').catch(() => '');
  for (const pid of pids.split('\n').filter((each) => each !== '')) {
    await run('kill', ['-KILL', pid]).catch(() => undefined);
  }
  await run('rmdir', [group]).catch(() => undefined);
}

async function linesOf(program: string, ...args: string[]): Promise<string[]> {
  return (await run(program, args)).stdout.split('\n').filter((line) => line !== '');
}
