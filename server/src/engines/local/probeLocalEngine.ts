import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** The Debian packages that hold what the local engine needs. */
export const localEnginePackages = [
  'bubblewrap',
  'tigervnc-standalone-server',
  'openbox',
  'xterm',
  'iproute2',
] as const;

/** Programs and the Debian package that brings each. The last ones belong to every Debian. */
const programs: readonly (readonly [program: string, debianPackage: string])[] = [
  ['bwrap', 'bubblewrap'],
  ['Xtigervnc', 'tigervnc-standalone-server'],
  ['openbox', 'openbox'],
  ['xterm', 'xterm'],
  ['ip', 'iproute2'],
  ['nsenter', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['kill', 'procps'],
  ['rm', 'coreutils'],
];
const directories = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const trialTimeoutMs = 10_000;

export type LocalEngineProbe =
  | { readonly possible: true }
  | {
      readonly possible: false;
      /** Debian packages to install; empty when installing alone does not help. */
      readonly missing: string[];
      /** Everything that stands in the way, one sentence each. */
      readonly reasons: string[];
    };

/** Finds out whether this process could run the engine host on this machine, by really making a tiny sandbox. */
export async function probeLocalEngine(): Promise<LocalEngineProbe> {
  const missing = new Set<string>();
  const reasons: string[] = [];
  for (const [program, debianPackage] of programs) {
    if (await isInstalled(program)) continue;
    missing.add(debianPackage);
    reasons.push(`${program} is not installed (Debian package ${debianPackage})`);
  }
  if (process.platform !== 'linux') reasons.push('the local engine needs Linux');
  if (process.getuid?.() !== 0) {
    reasons.push('the engine host must run as root: each desktop gets a user id and a network of its own');
  } else if (missing.size === 0) {
    const obstacle = (await trySandbox()) ?? (await tryNetworkNamespace());
    if (obstacle !== undefined) reasons.push(obstacle);
  }
  return reasons.length === 0 ? { possible: true } : { possible: false, missing: [...missing], reasons };
}

async function trySandbox(): Promise<string | undefined> {
  const trial = [
    ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--ro-bind', '/', '/', '--proc', '/proc'],
    ['--dev', '/dev', '--tmpfs', '/tmp', '--', 'setpriv', '--reuid', '65534', '--clear-groups', 'true'],
  ].flat();
  const words = await attempt('bwrap', trial);
  if (words === undefined) return undefined;
  return `bubblewrap cannot make a sandbox here (${words}): inside a container, its seccomp profile or missing SYS_ADMIN forbids namespaces and mounts; run on the machine itself, or give the container those rights`;
}

async function tryNetworkNamespace(): Promise<string | undefined> {
  const words = await attempt('unshare', ['--net', '--mount', '--', 'true']);
  if (words === undefined) return undefined;
  return `network namespaces cannot be made here (${words}): inside a container, seccomp or missing NET_ADMIN and SYS_ADMIN forbid them`;
}

/** Undefined when the program succeeds, otherwise its complaint. */
function attempt(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: trialTimeoutMs });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (words.length < 2000) words += text;
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      resolve(code === 0 ? undefined : words.trim().slice(0, 300) || `ended with ${signal ?? code}`);
    });
  });
}

async function isInstalled(program: string): Promise<boolean> {
  for (const directory of directories) {
    try {
      await access(join(directory, program), constants.X_OK);
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return false;
}
