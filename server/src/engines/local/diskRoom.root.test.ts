import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import {
  type MadeDesktop,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../../testing/engineItems.js';
import { inside, processesOf, shortOf } from '../../testing/localDesktop.js';
import {
  type DiskCalls,
  diskCalls,
  diskFilesOf,
  loopDevices,
  refusedWith,
} from '../../testing/localDisks.js';
import { waitUntil } from '../../testing/waitUntil.js';

const run = promisify(execFile);
const gib = 2 ** 30;

async function withHost(
  more: readonly string[],
  use: (host: EngineHostProcess, calls: DiskCalls) => Promise<void>,
): Promise<void> {
  const host = await startEngineHost(more);
  const calls = diskCalls(host);
  try {
    await use(host, calls);
  } finally {
    await calls.close();
    await host.dispose();
  }
}

async function hello(calls: DiskCalls): Promise<Map<string, unknown>> {
  return new Map(Object.entries((await calls.ask('hello', {})) ?? {}));
}

/** Whether new disks are encrypted, and whether their size is enforced. */
function diskCapabilities(said: Map<string, unknown>): unknown[] {
  const capabilities = new Map(Object.entries(said.get('capabilities') ?? {}));
  return [capabilities.get('encryption'), capabilities.get('sizes')];
}

describe('the room for disks', () => {
  it('is promised up to the overcommit, not beyond, and told', async () => {
    const { blocks, bsize } = await statfs(tmpdir());
    const sizeGiB = Math.ceil((blocks * bsize) / gib);
    await withHost(['--disk-reserve-gib', '0', '--disk-overcommit', '2'], async (host, calls) => {
      const spec = (size: number) => ({ ...specsOfDesktop(host.engine).volume(), sizeGiB: size });
      const { ref } = await calls.create(spec(sizeGiB));
      const { reserveBytes, overcommit, promisedBytes } = Object.assign(
        { reserveBytes: 0, overcommit: 0, promisedBytes: 0 },
        (await hello(calls)).get('disk'),
      );
      assert.deepEqual([reserveBytes, overcommit, promisedBytes], [0, 2, sizeGiB * gib]);
      const room = await host.engine.room?.();
      assert.deepEqual(
        [room?.sizeBytes, room?.promisedBytes, room?.promisableBytes, room?.reserveBytes],
        [blocks * bsize, sizeGiB * gib, 2 * blocks * bsize, 0],
      );
      const tooMuch = refusedWith('capacity', /DESKPLANE_DISK_OVERCOMMIT/);
      await assert.rejects(calls.create(spec(sizeGiB + 1)), tooMuch);
      await assert.rejects(calls.ask('resizeVolume', { ref, sizeGiB: 2 * sizeGiB + 1 }), tooMuch);
      assert.equal((await calls.observe(ref)).get('sizeGiB'), sizeGiB);
      await calls.removeSurely(ref);
      assert.equal(JSON.stringify((await hello(calls)).get('disk')).includes('"promisedBytes":0'), true);
    });
  });

  it('leaves a reserve, which no creation, growth or snapshot touches', async () => {
    await withHost([], async (host, calls) => {
      const spec = { ...specsOfDesktop(host.engine).volume(), sizeGiB: 1 };
      const { ref } = await calls.create(spec);
      const { freeBytes } = Object.assign({ freeBytes: 0 }, (await hello(calls)).get('disk'));
      await host.end('SIGTERM');
      await host.start(['--disk-reserve-gib', String(Math.ceil(freeBytes / gib) + 50)]);
      const reserved = refusedWith('capacity', /DESKPLANE_DISK_RESERVE_GIB/);
      await assert.rejects(calls.create({ ...specsOfDesktop(host.engine).volume(), sizeGiB: 1 }), reserved);
      await assert.rejects(calls.ask('resizeVolume', { ref, sizeGiB: 2 }), reserved);
      await assert.rejects(calls.snapshot(ref, spec), reserved);
      await calls.removeSurely(ref);
    });
  });
});

describe('a machine that runs out of space', () => {
  it('lets the writes of desktops wait, loses none, and lets desktops be removed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'dpf-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=700m', 'none', dir]);
    const host = await startEngineHost(['--disk-reserve-gib', '0.4', '--disk-overcommit', '100'], {
      parent: dir,
    });
    const calls = diskCalls(host);
    try {
      const [one, other] = await Promise.all([makeDesktop(host.engine), makeDesktop(host.engine)]);
      const noteOf = (desktop: MadeDesktop) =>
        join(host.runtimeDir, 'disks', desktop.volume.id.slice(0, 6), 'files/note');
      await run('fallocate', ['-l', '250M', join(dir, 'ballast')]);
      const write = (desktop: MadeDesktop, megabytes: number) =>
        run('dd', ['if=/dev/urandom', `of=${noteOf(desktop)}`, 'bs=1M', `count=${megabytes}`, 'oflag=dsync']);
      const writing = write(one, 350);
      const starved = async () =>
        String((await hello(calls)).get('warnings')).includes('short of free space');
      await waitUntil(starved, 'the engine host warns');
      const left = await statfs(dir);
      assert.ok(left.bavail * left.bsize > 100 * 2 ** 20, 'half of the reserve is there');
      await removeSurely(host.engine, other.server, true);
      await removeSurely(host.engine, other.volume);
      await rm(join(dir, 'ballast'));
      await writing;
      assert.equal((await stat(noteOf(one))).size, 350 * 2 ** 20);
      await waitUntil(async () => !(await starved()), 'the warning ends');
      for (const each of [one.server, one.volume, one.port, other.port])
        await removeSurely(host.engine, each, true);
    } finally {
      await calls.close();
      await host.dispose();
      await run('umount', [dir]);
      await rm(dir, { recursive: true });
    }
  });
});

describe('a machine that cannot encrypt', () => {
  it('makes desktops with plain directories, and says so', async () => {
    await withHost(['--disks', 'plain'], async (host, calls) => {
      const said = await hello(calls);
      assert.deepEqual(diskCapabilities(said), [false, false]);
      assert.match(String(said.get('warnings')), /disks are not encrypted, their size is not enforced/);
      const desktop = await makeDesktop(host.engine);
      const { kind, id, generation } = desktop.volume;
      const ref = { kind, id, generation };
      const { projectId, desktopId } = desktop.serverSpec;
      const note = join(host.stateDir, 'volumes', id.slice(0, 6), 'files/note');
      await writeFile(note, 'kept');
      assert.equal((await calls.observe(ref)).get('keyId'), null);
      assert.deepEqual(await loopDevices(host), []);
      await assert.rejects(
        calls.snapshot(ref, { projectId, desktopId }),
        refusedWith('refused', /plain directory/),
      );
      await calls.ask('resizeVolume', { ref, sizeGiB: 12 });
      await host.engine.power(desktop.server, 'stop', 'hard');
      await untilStatus(host.engine, desktop.server, 'shutoff');
      await host.engine.power(desktop.server, 'start', 'hard');
      await untilStatus(host.engine, desktop.server, 'active');
      assert.equal(await readFile(note, 'utf8'), 'kept');
      await removeSurely(host.engine, desktop.server, true);
      assert.deepEqual([...(await calls.removeSurely(ref))], [['state', 'absent']]);
      await removeSurely(host.engine, desktop.port);
      assert.deepEqual(await diskFilesOf(host), []);
    });
  });

  it('keeps disks as they are when new ones become another kind', async () => {
    await withHost(['--disks', 'plain'], async (host, calls) => {
      const spec = () => ({ ...specsOfDesktop(host.engine).volume(), sizeGiB: 1 });
      const old = await calls.create(spec());
      const note = join(host.stateDir, 'volumes', old.ref.id.slice(0, 6), 'files/note');
      await writeFile(note, 'kept');
      await host.end('SIGTERM');
      await host.start(['--disks', 'encrypted']);
      assert.deepEqual(diskCapabilities(await hello(calls)), [true, true]);
      const { ref, keyId } = await calls.create(spec());
      assert.ok(keyId);
      assert.equal(await readFile(note, 'utf8'), 'kept');
      await host.end('SIGTERM');
      await host.start(['--disks', 'plain']);
      await calls.ask('resizeVolume', { ref, sizeGiB: 1 });
      assert.ok((await calls.removeSurely(ref)).get('erased'));
      assert.deepEqual([...(await calls.removeSurely(old.ref))], [['state', 'absent']]);
      assert.deepEqual(await diskFilesOf(host), []);
    });
  });

  it('is refused at the start when disks must be encrypted, and is told of when they need not be', async () => {
    const withoutMkfs = [
      '--mount',
      'bash',
      '-c',
      'mount --bind /dev/null /usr/sbin/mkfs.ext4 && exec "$@"',
      'sh',
    ];
    await withHost([], async (host, calls) => {
      await host.end('SIGTERM');
      await assert.rejects(
        run('unshare', [...withoutMkfs, process.execPath, ...host.command, '--disks', 'encrypted']),
        /DESKPLANE_DISKS asks for encrypted disks, and this machine has none: .*mkfs/,
      );
      const other = spawn('unshare', [...withoutMkfs, process.execPath, ...host.command], {
        stdio: 'ignore',
      });
      const said = await waitUntil(() => hello(calls), 'the engine host answers');
      assert.deepEqual(diskCapabilities(said), [false, false]);
      assert.match(String(said.get('warnings')), /disks are not encrypted.*mkfs/);
      other.kill('SIGTERM');
      await once(other, 'exit');
    });
  });

  for (const how of ['stopped', 'deleted', 'deleted by force'] as const) {
    it(`a desktop whose disk was left frozen in the middle of a write can be ${how}`, async () => {
      await withHost([], async (host) => {
        const desktop = await makeDesktop(host.engine);
        const mount = join(host.runtimeDir, 'disks', shortOf(desktop.volume));
        await run('fsfreeze', ['--freeze', mount]);
        const write = 'echo much > "$HOME/file" & echo $! > /tmp/writer';
        await inside(host, desktop, 'sh', '-c', `(${write}) >/dev/null 2>&1`);
        const [writer = 0] = (await processesOf(host, desktop.server)).map(({ pid }) => pid).toReversed();
        await waitUntil(async () => / D /.test(await readFile(`/proc/${writer}/stat`, 'utf8')), 'it waits');
        if (how === 'stopped') {
          await host.engine.power(desktop.server, 'stop', 'hard');
          await untilStatus(host.engine, desktop.server, 'shutoff');
        }
        await removeSurely(host.engine, desktop.server, how === 'deleted by force');
        await removeSurely(host.engine, desktop.volume);
        assert.deepEqual(await loopDevices(host), []);
      });
    });
  }

  it('a disk that nobody writes to is taken out of use though it was left frozen', async () => {
    await withHost([], async (host) => {
      const desktop = await makeDesktop(host.engine);
      await removeSurely(host.engine, desktop.server, true);
      const mount = join(host.runtimeDir, 'disks', shortOf(desktop.volume));
      await run('fsfreeze', ['--freeze', mount]);
      await removeSurely(host.engine, desktop.volume);
      assert.deepEqual(await loopDevices(host), []);
    });
  });
});
