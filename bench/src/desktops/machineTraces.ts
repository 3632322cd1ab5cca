import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ProviderRef } from '@deskplane/server/engines/contract.js';
import type { EngineHostProcess } from '@deskplane/server/testing/engineHostProcess.js';
import { processesOf } from '@deskplane/server/testing/localDesktop.js';

const run = promisify(execFile);

/** What the machine holds of one engine host, each as words that stay the same while it stays. */
export async function machineTraces(host: EngineHostProcess): Promise<string[]> {
  const marks = [host.instance, host.stateDir, host.runtimeDir];
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ').slice(3, 5).join(' '));
  const loops = (await run('losetup', ['--list', '--noheadings', '--output', 'NAME,BACK-FILE'])).stdout;
  const namespaces = await readdir('/run/netns').catch(() => []);
  const cgroups = await cgroupsOf(host.instance);
  const processes = (await run('ps', ['-eo', 'pid=,args='])).stdout;
  const kinds: [string, readonly string[]][] = [
    ['mount', mounts],
    ['loop device', loops.split('\n')],
    ['namespace', namespaces],
    ['cgroup', cgroups.split('\n')],
    ['process', processes.split('\n')],
  ];
  return kinds.flatMap(([kind, lines]) =>
    lines.filter((line) => marks.some((mark) => line.includes(mark))).map((line) => `${kind} ${line}`),
  );
}

/** The memory of a desktop's processes in MiB, what they share with others counted in parts (PSS). */
export async function memoryOf(host: EngineHostProcess, server: ProviderRef): Promise<number> {
  let kib = 0;
  for (const { pid } of await processesOf(host, server)) {
    const figures = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    kib += Number(/^Pss:\s+(\d+)/m.exec(figures)?.[1] ?? 0);
  }
  return kib / 1024;
}

/** Others' groups vanish while they are read: `find` complains of those, and has still seen the rest. */
async function cgroupsOf(instance: string): Promise<string> {
  const args = ['/sys/fs/cgroup', '-type', 'd', '-path', `*${instance}*`];
  const found = await run('find', args).catch((error: unknown) => {
    if (!(error instanceof Error && 'stdout' in error)) throw error;
    return { stdout: String(error.stdout) };
  });
  return found.stdout;
}
