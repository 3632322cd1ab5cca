import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../system/runCommand.js';

/** Some user that nobody is: what counts is that the container may become another than root. */
const someUid = 1_879_999_999;
const timeoutMs = 20_000;

/**
 * Runs `true` in a container made the way a desktop's is: namespaces, mounts, another user, groups with limits, a seccomp filter.
 * Needs root. Nothing of it stays.
 * @returns what runc says is in the way; undefined: nothing
 */
export async function tryContainer(): Promise<string | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'deskplane-try-'));
  const name = 'deskplane-try';
  const runc = (...args: string[]) =>
    runCommand('runc', ['--root', join(dir, 'runc'), ...args], { timeoutMs });
  try {
    await mkdir(join(dir, 'rootfs'));
    await writeFile(join(dir, 'config.json'), JSON.stringify(configOf(dir)));
    const result = await runc('run', '--bundle', dir, name);
    if (result.code === 0) return undefined;
    await runc('delete', '--force', name);
    return result.stderr.trim() || `runc ended with code ${result.code}`;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What is in the way, in words that name what to do about it. */
export function explainObstacle(failure: string): string {
  const said = `runc said: ${failure.slice(0, 500)}`;
  if (/cgroup/i.test(failure)) {
    return `the control groups below /sys/fs/cgroup cannot be written to (in Docker: --privileged, or --cgroupns=host with /sys/fs/cgroup writable); ${said}`;
  }
  if (/namespace|unshare|clone|nsexec|mount|pivot_root|operation not permitted/i.test(failure)) {
    return `this machine forbids new namespaces or mounts, as containers do by default (in Docker: --privileged, or a seccomp profile that allows them and the capabilities SYS_ADMIN and NET_ADMIN); ${said}`;
  }
  if (/seccomp/i.test(failure)) return `the kernel takes no seccomp filter; ${said}`;
  return said;
}

function configOf(dir: string) {
  const nothing: string[] = [];
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: someUid, gid: someUid },
      args: ['/usr/bin/true'],
      env: ['PATH=/usr/bin'],
      cwd: '/',
      capabilities: {
        bounding: nothing,
        effective: nothing,
        permitted: nothing,
        inheritable: nothing,
        ambient: nothing,
      },
      noNewPrivileges: true,
    },
    root: { path: 'rootfs' },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'nodev', 'noexec'] },
      ...['/usr', '/lib', '/lib64'].map((path) => ({
        destination: path,
        type: 'bind',
        source: path,
        options: ['rbind', 'ro', 'nosuid', 'nodev'],
      })),
    ].filter(({ destination }) => destination !== '/lib64' || process.arch === 'x64'),
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network', 'cgroup'].map((type) => ({ type })),
      cgroupsPath: `/${dir.split('/').at(-1)}`,
      resources: { devices: [{ allow: false, access: 'rwm' }] },
      seccomp: { defaultAction: 'SCMP_ACT_ALLOW', syscalls: [] },
    },
  };
}
