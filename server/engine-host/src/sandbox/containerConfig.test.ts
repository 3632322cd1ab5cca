import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { containerConfig, coresOf } from './containerConfig.js';
import type { ContainerPlan } from './containerPlan.js';

const plan: ContainerPlan = {
  uid: 2_000_000_000,
  hostName: 'desk',
  language: undefined,
  timeZone: undefined,
  vcpus: 2,
  memoryMiB: 1024,
  namespacePath: '/run/netns/dp-x',
  cgroupsPath: '/deskplane-0/1',
  bundle: '/bundle',
  root: 'host',
  hostDirectories: ['/usr'],
  home: '/disk',
  dataDisks: [{ device: '/dev/vdb', dir: '/other' }],
  figures: [],
  limits: ['memory', 'pids', 'cpu', 'cpuset'],
  cores: [0, 1, 2, 3],
  openFiles: 1024,
  architecture: 'x64',
  args: ['/run/deskplane/init'],
};

describe('the container of a desktop', () => {
  it('has no capability, no way to gain one, and a namespace of each kind', () => {
    const { process: first, linux } = containerConfig(plan);
    assert.deepEqual(Object.values(first.capabilities).flat(), []);
    assert.equal(first.noNewPrivileges, true);
    assert.deepEqual(first.user, { uid: plan.uid, gid: plan.uid, umask: 0o022, additionalGids: [] });
    assert.deepEqual(linux.namespaces.map(({ type }) => type).sort(), [
      'cgroup',
      'ipc',
      'mount',
      'network',
      'pid',
      'uts',
    ]);
  });

  it('has every mount nosuid, and nodev but where the kernel’s own devices are', () => {
    for (const { destination, options } of containerConfig(plan).mounts) {
      assert.ok(options.includes('nosuid'), destination);
      assert.ok(
        options.includes('nodev') || destination === '/dev' || destination === '/dev/pts',
        destination,
      );
    }
  });

  it('is limited in what the machine can limit, and asks for nothing else', () => {
    const { resources } = containerConfig(plan).linux;
    assert.deepEqual(resources.memory, { limit: 1_073_741_824 });
    assert.deepEqual(resources.pids, { limit: 1024 });
    assert.deepEqual(resources.cpu, { quota: 200_000, period: 100_000, cpus: '0,1' });
    const bare = containerConfig({ ...plan, limits: [] }).linux.resources;
    assert.deepEqual([bare.memory, bare.pids, bare.cpu], [undefined, undefined, {}]);
  });

  it('goes round the cores of the machine, and has all when it may use as many', () => {
    const cores = [0, 1, 4, 5];
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((uid) => coresOf(uid, 1, cores)),
      [[0], [1], [4], [5], [0]],
    );
    assert.deepEqual(
      [0, 1].map((uid) => coresOf(uid, 3, cores)),
      [
        [0, 1, 4],
        [0, 1, 5],
      ],
    );
    assert.equal(coresOf(7, 4, cores), undefined);
  });

  for (const [architecture, abi] of [
    ['x64', 'SCMP_ARCH_X86_64'],
    ['arm64', 'SCMP_ARCH_AARCH64'],
  ] as const) {
    it(`lets only ${abi} call, and nothing by default`, () => {
      const { seccomp } = containerConfig({ ...plan, architecture }).linux;
      assert.deepEqual([seccomp.defaultAction, seccomp.architectures], ['SCMP_ACT_ERRNO', [abi]]);
      const free = seccomp.syscalls.filter(
        (each) => each.action === 'SCMP_ACT_ALLOW' && !('args' in each && each.args.length > 0),
      );
      const names = new Set(free.flatMap((each) => each.names));
      for (const name of [
        'clone',
        'clone3',
        'unshare',
        'setns',
        'mount',
        'keyctl',
        'ptrace',
        'socket',
        'bpf',
        'personality',
      ]) {
        assert.equal(names.has(name), false, name);
      }
      assert.equal(names.has('execve'), true);
    });
  }
});
