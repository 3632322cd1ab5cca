import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../system/errorCode.js';
import { runCommand } from '../system/runCommand.js';

/** What an installation can hold on a machine outside of its data directory, in the order in which it is ended. */
export const holdingKinds = [
  'process',
  'mount',
  'loop-device',
  'cgroup',
  'interface',
  'namespace',
  'table',
  'directory',
] as const;
export type HoldingKind = (typeof holdingKinds)[number];

/** One thing on the machine that carries the id of an installation. */
export interface Holding {
  readonly kind: HoldingKind;
  /** 8 hexadecimal characters. */
  readonly instance: string;
  /** What the machine calls it: process id, mount point, device, path, `family name` of a table. */
  readonly name: string;
}

/** Where installations keep their sockets when root starts them. */
export const runtimeRoot = '/run/deskplane';
const namespaceDirectory = '/run/netns';
const cgroupRoot = '/sys/fs/cgroup';
/** How deep below the root an instance's group can be: a controller of cgroups v1, a few slices of v2. */
const cgroupDepth = 5;
const instanceId = /^[0-9a-f]{8}$/;
const groupName = /^deskplane-([0-9a-f]{8})$/;

/** Everything on this machine that carries the id of an installation, whoever started it. Needs root to see all of it. */
export async function findHoldings(): Promise<Holding[]> {
  const groups = await findGroups(cgroupRoot, cgroupDepth);
  const mounts = await findMounts();
  return [
    ...(await findProcesses(groups)),
    ...mounts,
    ...(await findLoopDevices(mounts)),
    ...groups,
    ...(await findInterfaces()),
    ...(await findNamespaces()),
    ...(await findTables()),
    ...(await findDirectories()),
  ];
}

async function findGroups(directory: string, depth: number): Promise<Holding[]> {
  if (depth === 0) return [];
  const found: Holding[] = [];
  for (const entry of await directoriesIn(directory)) {
    const path = join(directory, entry);
    const instance = groupName.exec(entry)?.[1];
    if (instance === undefined) found.push(...(await findGroups(path, depth - 1)));
    else found.push({ kind: 'cgroup', instance, name: path });
  }
  return found;
}

/** The processes in an instance's groups: those of its desktops, and what serves them. */
async function findProcesses(groups: readonly Holding[]): Promise<Holding[]> {
  const found = new Map<string, Holding>();
  for (const group of groups) {
    for (const pid of await processesBelow(group.name))
      found.set(pid, { kind: 'process', instance: group.instance, name: pid });
  }
  return [...found.values()];
}

async function processesBelow(group: string): Promise<string[]> {
  const own = (await readIfThere(join(group, 'cgroup.procs'))) ?? '';
  const found = own.split('\n').filter((line) => line !== '');
  for (const entry of await directoriesIn(group)) found.push(...(await processesBelow(join(group, entry))));
  return found;
}

async function findMounts(): Promise<Holding[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return table.split('\n').flatMap((line): Holding[] => {
    const point = unescapeOctal(line.split(' ')[4] ?? '');
    const instance = instanceOfPath(point);
    return instance === undefined ? [] : [{ kind: 'mount', instance, name: point }];
  });
}

/** The loop devices behind an instance's mounts; their files may have been removed with the data directory. */
async function findLoopDevices(mounts: readonly Holding[]): Promise<Holding[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const sources = new Map(
    table
      .split('\n')
      .map((line) => [unescapeOctal(line.split(' ')[4] ?? ''), / - \S+ (\S+)/.exec(line)?.[1] ?? '']),
  );
  const devices = new Map<string, Holding>();
  for (const { instance, name } of mounts) {
    const device = sources.get(name) ?? '';
    if (/^\/dev\/loop\d+$/.test(device)) devices.set(device, { kind: 'loop-device', instance, name: device });
  }
  return [...devices.values()];
}

async function findInterfaces(): Promise<Holding[]> {
  const table = await readFile('/proc/net/dev', 'utf8');
  return table.split('\n').flatMap((line): Holding[] => {
    const name = line.split(':')[0]?.trim() ?? '';
    const instance = /^de([0-9a-f]{8})/.exec(name)?.[1];
    return instance === undefined ? [] : [{ kind: 'interface', instance, name }];
  });
}

async function findNamespaces(): Promise<Holding[]> {
  return (await entriesIn(namespaceDirectory)).flatMap((name): Holding[] => {
    const instance = /^dp-([0-9a-f]{8})-/.exec(name)?.[1];
    return instance === undefined ? [] : [{ kind: 'namespace', instance, name }];
  });
}

async function findTables(): Promise<Holding[]> {
  const result = await runCommand('nft', ['list', 'tables']).catch((error: unknown) => {
    // Without the program there is nothing that could have made a table.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (result === undefined || result.code !== 0) return [];
  return [...result.stdout.matchAll(/^table (\w+ deskplane-([0-9a-f]{8})\S*)$/gm)].flatMap(
    ([, name, instance]): Holding[] =>
      name === undefined || instance === undefined ? [] : [{ kind: 'table', instance, name }],
  );
}

async function findDirectories(): Promise<Holding[]> {
  return (await directoriesIn(runtimeRoot))
    .filter((name) => instanceId.test(name))
    .map((name): Holding => ({ kind: 'directory', instance: name, name: join(runtimeRoot, name) }));
}

function instanceOfPath(path: string): string | undefined {
  const [first = ''] = path.startsWith(`${runtimeRoot}/`)
    ? path.slice(runtimeRoot.length + 1).split('/')
    : [];
  return instanceId.test(first) ? first : undefined;
}

async function directoriesIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

async function entriesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // EOPNOTSUPP: a threaded group of cgroups v2 lists no processes.
    if (isGone(error) || errorCode(error) === 'EOPNOTSUPP') return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENODEV', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

/** The kernel writes space, tab, newline and backslash of a path as three octal digits (proc(5)). */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
