import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProviderRef } from '../engines/contract.js';
import type { EngineHostProcess } from './engineHostProcess.js';
import type { MadeDesktop } from './engineItems.js';
import { routerLines } from './localNetwork.js';

const run = promisify(execFile);

/** A process of a desktop as the host sees it. */
export interface SeenProcess {
  readonly pid: number;
  readonly uid: number;
  readonly name: string;
  readonly startTime: string;
}

/** The desktop's own processes: those of its user. */
export async function processesOf(host: EngineHostProcess, server: ProviderRef): Promise<SeenProcess[]> {
  const record = await readFile(join(host.stateDir, 'records/server', `${shortOf(server)}.json`), 'utf8');
  const uid = Number(/"uid":(\d+)/.exec(record)?.[1]);
  return processesOfUser(uid);
}

/** Every living process of a user. */
export async function processesOfUser(uid: number): Promise<SeenProcess[]> {
  const found: SeenProcess[] = [];
  for (const entry of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '');
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    if (!new RegExp(`^Uid:\\s+${uid}\\s`, 'm').test(status) || /^State:\s+Z/m.test(status)) continue;
    const name = /^Name:\s+(.+)$/m.exec(status)?.[1] ?? '';
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    found.push({ pid: Number(entry), uid, name, startTime });
  }
  return found;
}

/** Every path where traces are sought. What vanishes meanwhile, as cgroups of others do, is complained of and no error. */
async function everyPath(host: EngineHostProcess): Promise<{ readonly stdout: string }> {
  const places = [host.stateDir, host.runtimeDir, '/run/netns', '/sys/fs/cgroup'];
  const found = await run('find', places).catch((error: unknown) => {
    if (!(error instanceof Error && 'stdout' in error)) throw error;
    return { stdout: String(error.stdout) };
  });
  for (const place of places) assert.ok(found.stdout.includes(`${place}\n`), `find has not seen ${place}`);
  return found;
}

/** Everything on the machine that names the desktop's items, by other means than the engine host's own. */
export async function tracesOf(
  host: EngineHostProcess,
  desktop: Pick<MadeDesktop, 'server' | 'volume' | 'port'>,
  uid: number,
): Promise<string[]> {
  const shorts = [desktop.server, desktop.volume, desktop.port].map(shortOf);
  const names = (text: string) => shorts.some((short) => text.includes(short));
  const files = await everyPath(host);
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  const links = await run('ip', ['-o', 'link']);
  const processes = await run('ps', ['-eo', 'pid,args']);
  const relevant = files.stdout
    .split('\n')
    .filter(
      (path) =>
        path.includes(host.instance) || path.startsWith(host.stateDir) || path.startsWith(host.runtimeDir),
    );
  return [
    ...(await processesOfUser(uid)).map((each) => `process ${each.pid} ${each.name}`),
    ...relevant.filter(names),
    ...mounts.split('\n').filter((line) => line.includes(host.instance) && names(line)),
    ...[...links.stdout.split('\n'), ...(await routerLines(host))].filter(
      (line) => line.includes(host.instance) && names(line),
    ),
    ...processes.stdout.split('\n').filter((line) => line.includes(host.runtimeDir) && names(line)),
  ];
}

/**
 * Files, mounts, links and processes of this engine host that name one of the items, found without asking it.
 * @param shorts the parts of the items' ids that names on the machine carry
 */
export async function tracesOnMachine(host: EngineHostProcess, shorts: readonly string[]): Promise<string[]> {
  const sought = new Set(shorts);
  const files = await everyPath(host);
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  const links = await run('ip', ['-o', 'link']);
  const processes = await run('ps', ['-eo', 'pid,args']);
  const names = (line: string) =>
    line.replaceAll(host.instance, '/').matchAll(/(?<![0-9a-f])[0-9a-f]{6}(?![0-9a-f])/g);
  return [files.stdout, mounts, links.stdout, (await routerLines(host)).join('\n'), processes.stdout]
    .flatMap((text) => text.split('\n'))
    .filter((line) => [host.instance, host.stateDir, host.runtimeDir].some((mark) => line.includes(mark)))
    .filter((line) => [...names(line)].some(([name]) => sought.has(name)));
}

/** Runs a program as the desktop's user inside its container, with the same limits and the same view as the desktop's own. */
export async function inside(
  host: EngineHostProcess,
  desktop: Pick<MadeDesktop, 'server'>,
  ...command: string[]
): Promise<string> {
  const args = ['--root', join(host.runtimeDir, 'runc'), 'exec', shortOf(desktop.server), ...command];
  return (await run('runc', args, { timeout: 60_000 })).stdout;
}

/** Runs a program on the host as some user. */
export async function asUser(uid: number, ...command: string[]): Promise<string> {
  return (await run('setpriv', ['--reuid', String(uid), '--clear-groups', '--', ...command])).stdout;
}

/** Where a disk lies on the host, and whose it is. */
export async function diskOf(host: EngineHostProcess, volume: ProviderRef) {
  const path = join(host.runtimeDir, 'disks', shortOf(volume), 'files');
  const { uid, mode } = await lstat(path);
  return { path, uid, mode };
}

/** The path of a server's screen, as the engine tells it. */
export async function screenOf(host: EngineHostProcess, server: ProviderRef): Promise<string> {
  const { screen } = await host.engine.inspect(server);
  assert.equal(screen, screenPath(host, server));
  return screen ?? '';
}

/** Where a server's screen must be. */
export function screenPath(host: EngineHostProcess, server: ProviderRef): string {
  return join(host.runtimeDir, 'screens', `${shortOf(server)}.sock`);
}

/** The first twelve bytes a screen sends. */
export async function greeting(path: string): Promise<string> {
  const socket = connect(path);
  socket.setEncoding('latin1');
  const [text]: unknown[] = await once(socket, 'data', { signal: AbortSignal.timeout(10_000) });
  socket.destroy();
  return String(text);
}

/** The part of the id that names on the machine carry. */
export function shortOf(ref: ProviderRef): string {
  return ref.id.slice(0, 6);
}
