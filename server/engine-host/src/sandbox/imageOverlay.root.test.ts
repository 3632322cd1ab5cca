import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { HostFault } from '../machine/fault.js';
import { mountsBelow, mountsEverywhere } from '../machine/mounts.js';
import { layOut } from '../machine/places.js';
import { removeBundle } from './bundle.js';
import { containerConfig } from './containerConfig.js';
import { writeGuestFiles } from './guestFiles.js';
import { mountImageRoot } from './imageOverlay.js';

const run = promisify(execFile);
const uid = 1_879_999_990;

describe('the root of a desktop with an image of its own', () => {
  let dir: string;
  let bundle: string;
  let image: string;
  let disk: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dpi-'));
    [bundle, image, disk] = [join(dir, 'bundle'), join(dir, 'image'), join(dir, 'disk')];
    for (const path of [
      join(bundle, 'rootfs'),
      join(bundle, 'screen'),
      disk,
      join(image, 'etc'),
      join(image, 'srv'),
    ]) {
      await mkdir(path, { recursive: true });
    }
    await lchown(disk, uid, uid);
    await chmod(join(image, 'srv'), 0o1777);
    await writeFile(
      join(image, 'etc/passwd'),
      'root:x:0:0::/:/bin/sh\nmail:x:8:8::/:\ndesktop:x:0:0::/:/bin/sh\n',
    );
    for (const path of await programFiles('/bin/sh')) {
      await mkdir(join(image, dirname(path)), { recursive: true });
      await copyFile(path, join(image, path));
    }
  });
  afterEach(async () => {
    await run('umount', [join(bundle, 'rootfs')]).catch(() => undefined);
    await rm(dir, { recursive: true, force: true });
  });

  it('is the image below what the desktop writes on its system disk, and names no path of the host', async () => {
    const home = await mountImageRoot(bundle, image, disk, uid);
    const guest = {
      id: '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001',
      uid,
      hostName: 'desk',
      address: undefined,
      dnsServers: [],
    };
    await writeGuestFiles({ run: join(bundle, 'run'), etc: join(bundle, 'etc') }, guest, image);
    const script =
      'echo mine > /srv/file; while read -r line; do echo "$line"; done < /proc/self/mountinfo > /home/desktop/mounts';
    const config = containerConfig({
      uid,
      hostName: 'desk',
      language: undefined,
      timeZone: undefined,
      vcpus: 1,
      memoryMiB: 256,
      namespacePath: undefined,
      cgroupsPath: `/dpi-${randomBytes(4).toString('hex')}`,
      bundle,
      root: 'image',
      hostDirectories: [],
      home,
      dataDisks: [],
      figures: [],
      limits: [],
      cores: [0],
      openFiles: 1024,
      architecture: process.arch,
      args: ['/bin/sh', '-c', script],
    });
    await writeFile(join(bundle, 'config.json'), JSON.stringify(config));
    await run('runc', ['--root', join(dir, 'runc'), 'run', '--bundle', bundle, 'image-test']);
    assert.equal(await readFile(join(disk, 'layer/upper/srv/file'), 'utf8'), 'mine\n');
    assert.deepEqual(await readdir(join(image, 'srv')), []);
    const root = (await readFile(join(home, 'mounts'), 'utf8'))
      .split('\n')
      .find((line) => line.split(' ')[4] === '/');
    assert.match(root ?? '', /nosuid,nodev.* - overlay /);
    assert.equal(root?.includes(dir), false, root);
  });

  it('has the users of the image but for one that would be taken for the desktop’s', async () => {
    await writeGuestFiles(
      { run: join(bundle, 'run'), etc: join(bundle, 'etc') },
      { id: 'x', uid, hostName: 'desk', address: undefined, dnsServers: [] },
      image,
    );
    const users = (await readFile(join(bundle, 'etc/passwd'), 'utf8')).trim().split('\n');
    assert.deepEqual(users, [
      'root:x:0:0::/:/bin/sh',
      'mail:x:8:8::/:',
      `desktop:x:${uid}:${uid}::/home/desktop:/bin/bash`,
    ]);
  });

  it('shows no file of the host, whatever link the image has for its own', async () => {
    await rm(join(image, 'etc/passwd'));
    await symlink('/etc/shadow', join(image, 'etc/passwd'));
    const places = { run: join(bundle, 'run'), etc: join(bundle, 'etc') };
    await writeGuestFiles(
      places,
      { id: 'x', uid, hostName: 'desk', address: undefined, dnsServers: [] },
      image,
    );
    assert.equal((await readFile(join(bundle, 'etc/passwd'), 'utf8')).split('\n').length, 2);
  });

  describe('that somebody else on the machine holds in a mount namespace of theirs', () => {
    const places = () => ({
      ...layOut({ stateDir: dir, runtimeDir: dir, instance: '00000000', clientUid: 0, clientGid: 0 }),
      bundle: () => bundle,
    });
    let holder: ChildProcess | undefined;
    afterEach(async () => {
      if (holder === undefined) return;
      holder.kill('SIGKILL');
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, 'exit');
      holder = undefined;
    });

    /** Runs a program in a new mount namespace with copies of all mounts, until its input ends. */
    async function hold(script: string): Promise<ChildProcess> {
      const args = ['--mount', '--propagation', 'private', 'sh', '-c', `${script}; echo held; read -r end`];
      const child = spawn('unshare', args, { cwd: dir, stdio: ['pipe', 'pipe', 'inherit'] });
      holder = child;
      await once(child.stdout, 'data');
      return child;
    }
    async function mountOverlay(): Promise<() => unknown[]> {
      await mountImageRoot(bundle, image, disk, uid);
      const [overlay] = mountsBelow(bundle);
      assert.equal(overlay?.type, 'overlay');
      const device = overlay.device;
      return () =>
        mountsEverywhere().flatMap(({ mounts }) => mounts.filter((each) => each.device === device));
    }

    for (const [where, script] of [
      ['where it was', 'true'],
      ['at another place', 'mkdir elsewhere && mount --move bundle/rootfs elsewhere'],
      ['many times', 'mkdir a b && mount --bind bundle/rootfs a && mount --rbind bundle/rootfs b'],
    ] as const) {
      it(`is unmounted there too, ${where}`, async () => {
        const copies = await mountOverlay();
        await hold(script);
        assert.ok(copies().length >= 2);
        await removeBundle(places(), 'abcdef');
        assert.deepEqual(copies(), []);
      });
    }

    it('stays, and says so, while a program there works in it; and goes with the next attempt', async () => {
      const copies = await mountOverlay();
      const child = await hold('mkdir elsewhere && mount --move bundle/rootfs elsewhere && cd elsewhere');
      await assert.rejects(
        removeBundle(places(), 'abcdef'),
        (error) => error instanceof HostFault && /busy/.test(error.message),
      );
      assert.ok(copies().length >= 2);
      const ended = once(child, 'exit');
      child.stdin?.end();
      await ended;
      await removeBundle(places(), 'abcdef');
      assert.deepEqual(copies(), []);
    });
  });

  it('is refused when the desktop put a link in the place of its layer', async () => {
    await symlink('/etc', join(disk, 'layer'));
    await assert.rejects(
      mountImageRoot(bundle, image, disk, uid),
      (error) => error instanceof HostFault && error.reason === 'conflict',
    );
  });
});

/** A program with the libraries it needs. */
async function programFiles(program: string): Promise<string[]> {
  const { stdout } = await run('ldd', [program]);
  return [program, ...(stdout.match(/\/\S+/g) ?? [])];
}
