import { lstat, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCode } from '../machine/fault.js';
import { guestHome, guestUser } from './guestFiles.js';

export interface SandboxPlan {
  readonly uid: number;
  readonly hostName: string;
  /** Network namespace to enter; undefined: one of its own without any interface. */
  readonly namespacePath: string | undefined;
  /** Directory written by writeGuestFiles. */
  readonly filesDir: string;
  readonly screenDir: string;
  /** Becomes the home directory. */
  readonly systemDisk: string;
  readonly dataDisks: readonly { readonly device: string; readonly dir: string }[];
  /** File descriptor on which bubblewrap reports the first process of the sandbox. */
  readonly statusFd: number;
  /** File descriptor that bubblewrap waits for before it runs anything of the guest. */
  readonly gateFd: number;
}

const tmpSize = '1073741824';
const hostLinks = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const hostEtc = ['fonts', 'X11', 'xdg', 'alternatives', 'ld.so.cache', 'localtime', 'ssl/certs', 'profile'];
const ownEtc = ['passwd', 'group', 'hosts', 'hostname', 'nsswitch.conf', 'machine-id'];

/**
 * The command line of a desktop: nsenter into the port's network namespace, bubblewrap for the rest, setpriv for the
 * desktop's own user. The three capabilities that bubblewrap keeps are what setpriv needs; it gives all of them up.
 */
export async function sandboxArguments(plan: SandboxPlan): Promise<[program: string, args: string[]]> {
  const bubblewrap = [
    ['bwrap'],
    ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--new-session'],
    plan.namespacePath === undefined ? ['--unshare-net'] : [],
    ['--hostname', plan.hostName],
    ['--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP'],
    ['--json-status-fd', String(plan.statusFd), '--block-fd', String(plan.gateFd)],
    environment(plan),
    await fileSystem(plan),
    ['--'],
    ['setpriv', '--reuid', String(plan.uid), '--regid', String(plan.uid), '--clear-groups'],
    ['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all', '--no-new-privs'],
    ['--', '/run/deskplane/session'],
  ].flat();
  if (plan.namespacePath === undefined) return ['bwrap', bubblewrap.slice(1)];
  return ['nsenter', [`--net=${plan.namespacePath}`, '--', ...bubblewrap]];
}

/** Where a data disk appears inside: `/dev/vdb` at `/mnt/vdb`. */
export function mountPointOf(device: string): string {
  return `/mnt/${basename(device)}`;
}

function environment(plan: SandboxPlan): string[] {
  const variables = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/games',
    HOME: guestHome,
    USER: guestUser,
    LOGNAME: guestUser,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    DISPLAY: ':0',
    XDG_RUNTIME_DIR: '/tmp/.runtime',
    DESKPLANE_DESKTOP: plan.hostName,
  };
  return ['--clearenv', ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value])];
}

async function fileSystem(plan: SandboxPlan): Promise<string[]> {
  const bases = ['/home', '/mnt', '/var', '/var/cache', '/var/lib', '/root'];
  return [
    ['--ro-bind', '/usr', '/usr'],
    await systemLinks(),
    ['--proc', '/proc', '--dev', '/dev'],
    scratch('/dev/shm'),
    scratch('/tmp'),
    small('/run'),
    small('/etc'),
    bases.flatMap(directory),
    scratch('/var/tmp'),
    directory('/etc/ssl'),
    hostEtc.flatMap((name) => ['--ro-bind-try', join('/etc', name), join('/etc', name)]),
    ownEtc.flatMap((name) => ['--ro-bind', join(plan.filesDir, 'etc', name), join('/etc', name)]),
    ['--ro-bind-try', '/var/cache/fontconfig', '/var/cache/fontconfig'],
    ['--ro-bind-try', '/var/lib/xkb', '/var/lib/xkb'],
    directory('/run/deskplane'),
    ['session', 'startup'].flatMap((name) => [
      '--ro-bind',
      join(plan.filesDir, name),
      join('/run/deskplane', name),
    ]),
    ['--bind', plan.screenDir, '/run/screen'],
    ['--bind', plan.systemDisk, guestHome],
    plan.dataDisks.flatMap((disk) => ['--bind', disk.dir, mountPointOf(disk.device)]),
    ['/', '/etc', '/run'].flatMap((path) => ['--remount-ro', path]),
    ['--chdir', '/'],
  ].flat();
}

/** Without a line of its own, bubblewrap makes a parent directory 0700 and the guest could not pass. */
function directory(path: string): string[] {
  return ['--perms', '0755', '--dir', path];
}

function scratch(path: string): string[] {
  return ['--perms', '1777', '--size', tmpSize, '--tmpfs', path];
}

function small(path: string): string[] {
  return ['--perms', '0755', '--size', '16777216', '--tmpfs', path];
}

/** /bin and its like as the host has them: links into /usr, or directories of their own on an old layout. */
async function systemLinks(): Promise<string[]> {
  const args: string[] = [];
  for (const path of hostLinks) {
    try {
      const isLink = (await lstat(path)).isSymbolicLink();
      args.push(...(isLink ? ['--symlink', await readlink(path), path] : ['--ro-bind', path, path]));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
  return args;
}
