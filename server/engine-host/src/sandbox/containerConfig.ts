import type { Limit } from './cgroups.js';
import { maskedPaths, mountsOf, readonlyPaths } from './containerMounts.js';
import type { ContainerPlan } from './containerPlan.js';
import { guestHome, guestUser } from './guestFiles.js';
import { seccompProfile } from './seccompProfile.js';

const cpuPeriodUs = 100_000;
const maxProcesses = 1024;
const namespaces = ['pid', 'ipc', 'uts', 'mount', 'cgroup'] as const;
const devices = [
  // null, zero, full, random, urandom, tty, ptmx and the terminals of the desktop's own devpts.
  ...[3, 5, 7, 8, 9].map((minor) => ({ allow: true, type: 'c', major: 1, minor, access: 'rw' })),
  ...[0, 2].map((minor) => ({ allow: true, type: 'c', major: 5, minor, access: 'rw' })),
  { allow: true, type: 'c', major: 136, access: 'rw' },
];

/**
 * The config.json of a desktop (OCI runtime specification 1.0.2): a user of its own without any capability or way to gain one, its
 * own namespaces, what it may see, ask of the kernel and use up.
 */
export function containerConfig(plan: ContainerPlan) {
  const path = plan.namespacePath;
  return {
    ociVersion: '1.0.2',
    hostname: plan.hostName,
    process: {
      terminal: false,
      user: { uid: plan.uid, gid: plan.uid, umask: 0o022, additionalGids: [] },
      args: plan.args,
      env: environmentOf(plan),
      cwd: '/',
      capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
      noNewPrivileges: true,
      // When the machine runs out of memory, a desktop goes before the service and its database.
      oomScoreAdj: 500,
      rlimits: [
        {
          type: 'RLIMIT_NOFILE',
          soft: Math.min(4096, plan.openFiles),
          hard: Math.min(65_536, plan.openFiles),
        },
        { type: 'RLIMIT_CORE', soft: 0, hard: 0 },
      ],
    },
    root: { path: 'rootfs', readonly: plan.root === 'host' },
    mounts: mountsOf(plan),
    linux: {
      namespaces: [
        ...namespaces.map((type) => ({ type })),
        path === undefined ? { type: 'network' } : { type: 'network', path },
      ],
      cgroupsPath: plan.cgroupsPath,
      resources: resourcesOf(plan),
      seccomp: seccompProfile(plan.architecture),
      maskedPaths,
      readonlyPaths,
    },
  };
}

/**
 * The cores of a desktop, so that its programs count as many as it has. User ids are given out one after the other, so desktops
 * go round the machine.
 * @returns undefined when it may use all
 */
export function coresOf(uid: number, vcpus: number, cores: readonly number[]): readonly number[] | undefined {
  if (vcpus >= cores.length) return undefined;
  const chosen = Array.from({ length: vcpus }, (_, index) => cores[(uid * vcpus + index) % cores.length]);
  return chosen.filter((core) => core !== undefined).sort((one, other) => one - other);
}

function resourcesOf(plan: ContainerPlan) {
  const can = (limit: Limit) => plan.limits.includes(limit);
  const cores = can('cpuset') ? coresOf(plan.uid, plan.vcpus, plan.cores) : undefined;
  return {
    devices: [{ allow: false, access: 'rwm' }, ...devices],
    ...(can('memory') && { memory: { limit: plan.memoryMiB * 1024 * 1024 } }),
    ...(can('pids') && { pids: { limit: maxProcesses } }),
    cpu: {
      ...(can('cpu') && { quota: plan.vcpus * cpuPeriodUs, period: cpuPeriodUs }),
      ...(cores !== undefined && { cpus: cores.join(',') }),
    },
  };
}

function environmentOf({ hostName, language, timeZone }: ContainerPlan): string[] {
  const variables = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/games',
    HOME: guestHome,
    USER: guestUser,
    LOGNAME: guestUser,
    SHELL: '/bin/bash',
    // The session goes on without it where the programs do not speak it.
    LANG: language === undefined ? 'C.UTF-8' : `${language}.UTF-8`,
    ...(timeZone === undefined ? {} : { TZ: timeZone }),
    DISPLAY: ':0',
    XDG_RUNTIME_DIR: '/tmp/.runtime',
    DESKPLANE_DESKTOP: hostName,
  };
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
