import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type DiskHost, secret, startDiskHost } from '../../testing/diskHost.js';
import {
  createSurely,
  type MadeDesktop,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../../testing/engineItems.js';
import { inside } from '../../testing/localDesktop.js';
import { refusedWith } from '../../testing/localDisks.js';
import { EngineError, type ProviderRef } from '../contract.js';

let disks: DiskHost;
before(async () => {
  disks = await startDiskHost();
});
after(() => disks?.close());

const plain = ({ kind, id, generation }: ProviderRef) => ({ kind, id, generation });

async function withDesktop(
  work: (desktop: MadeDesktop, newDisk: (device: string) => Promise<ProviderRef>) => Promise<void>,
): Promise<void> {
  const { engine } = disks.host;
  const specs = specsOfDesktop(engine);
  const desktop = await makeDesktop(engine, specs);
  const made: ProviderRef[] = [];
  const newDisk = async (device: string): Promise<ProviderRef> => {
    const disk = await createSurely(engine, { ...specs.volume(device), sizeGiB: 1 });
    made.push(disk);
    return disk;
  };
  try {
    await work(desktop, newDisk);
  } finally {
    const left = [desktop.server, ...made, desktop.volume, desktop.port];
    for (const each of left) await removeSurely(engine, each, true);
  }
  await disks.assertNothingLeft();
}

/** The size in MiB of the file system at a path, as the desktop sees it. */
async function sizeInside(desktop: MadeDesktop, path: string): Promise<number> {
  const said = await inside(disks.host, desktop, 'df', '--output=size,target', '-B1M', path);
  const [size = '', target] = (said.split('\n')[1] ?? '').trim().split(/\s+/);
  assert.equal(target, path, 'a file system of its own');
  return Number(size);
}

describe('a disk that a desktop gets later', () => {
  it('is there at once while it runs: its own, writable, encrypted, without devices and setuid', () =>
    withDesktop(async (desktop, newDisk) => {
      const { engine } = disks.host;
      const disk = await newDisk('/dev/vdb');
      await engine.plugVolume(desktop.server, disk);
      await engine.plugVolume(desktop.server, disk);
      assert.ok((await sizeInside(desktop, '/mnt/vdb')) > 900);
      await inside(disks.host, desktop, 'sh', '-c', `echo '${secret}' > /mnt/vdb/note`);
      assert.equal(await disks.contains(plain(disk), secret), false);
      const lines = (await inside(disks.host, desktop, 'cat', '/proc/self/mountinfo')).split('\n');
      const own = lines.filter((line) => line.includes(' /mnt/vdb '));
      assert.equal(own.length, 1, 'mounted once, though asked for twice');
      assert.match(own[0] ?? '', /nosuid.*nodev/);
      assert.doesNotMatch(own[0] ?? '', /shared:|master:/);
      await engine.power(desktop.server, 'stop', 'hard');
      await untilStatus(engine, desktop.server, 'shutoff');
      await engine.power(desktop.server, 'start', 'hard');
      await untilStatus(engine, desktop.server, 'active');
      assert.equal((await inside(disks.host, desktop, 'cat', '/mnt/vdb/note')).trim(), secret);
      await removeSurely(engine, disk, false, true);
      await assert.rejects(inside(disks.host, desktop, 'cat', '/mnt/vdb/note'));
    }));

  it('is there from its next start on where it is off, and no key is in the kernel before', () =>
    withDesktop(async (desktop, newDisk) => {
      const { engine } = disks.host;
      await engine.power(desktop.server, 'stop', 'hard');
      await untilStatus(engine, desktop.server, 'shutoff');
      const disk = await newDisk('/dev/vdb');
      await engine.plugVolume(desktop.server, disk);
      assert.equal(await disks.isMounted(plain(disk)), false);
      await engine.power(desktop.server, 'start', 'hard');
      await untilStatus(engine, desktop.server, 'active');
      assert.ok((await sizeInside(desktop, '/mnt/vdb')) > 900);
    }));

  it('grows in the view of the desktop: while it runs where the machine lets it, else while it is off', () =>
    withDesktop(async (desktop, newDisk) => {
      const { engine } = disks.host;
      await engine.learn();
      const disk = await newDisk('/dev/vdb');
      await engine.plugVolume(desktop.server, disk);
      await inside(disks.host, desktop, 'sh', '-c', `echo '${secret}' > /mnt/vdb/note`);
      if (engine.offer.availabilityZones[0]?.disks?.growsInUse === true) {
        await engine.resizeVolume(disk, 3);
      } else {
        await assert.rejects(engine.resizeVolume(disk, 3), refusedWith('conflict', /must be off/));
        await engine.power(desktop.server, 'stop', 'hard');
        await untilStatus(engine, desktop.server, 'shutoff');
        await engine.resizeVolume(disk, 3);
        await engine.power(desktop.server, 'start', 'hard');
        await untilStatus(engine, desktop.server, 'active');
      }
      assert.ok((await sizeInside(desktop, '/mnt/vdb')) > 2800);
      assert.equal((await inside(disks.host, desktop, 'cat', '/mnt/vdb/note')).trim(), secret);
    }));

  it('takes no place that another disk has, and takes that of one that went', () =>
    withDesktop(async (desktop, newDisk) => {
      const { engine } = disks.host;
      const one = await newDisk('/dev/vdb');
      const other = await newDisk('/dev/vdb');
      await engine.plugVolume(desktop.server, one);
      await assert.rejects(
        engine.plugVolume(desktop.server, other),
        refusedWith('conflict', /another disk \/dev\/vdb/),
      );
      await inside(disks.host, desktop, 'touch', '/mnt/vdb/of-one');
      await removeSurely(engine, one, false, true);
      await engine.plugVolume(desktop.server, other);
      assert.equal((await inside(disks.host, desktop, 'ls', '-A', '/mnt/vdb')).trim(), '');
    }));

  it('S8: is there once in the end whenever the engine host is killed meanwhile', () =>
    withDesktop(async (desktop, newDisk) => {
      const { engine } = disks.host;
      for (const delayMs of [0, 2, 5, 10, 20, 40]) {
        const disk = await newDisk('/dev/vdb');
        const plugging = engine.plugVolume(desktop.server, disk).catch((error: unknown) => error);
        await pause(delayMs);
        await disks.host.end('SIGKILL');
        await plugging;
        await disks.host.start();
        await engine.plugVolume(desktop.server, disk);
        await inside(disks.host, desktop, 'touch', `/mnt/vdb/after-${delayMs}`);
        const mounts = await inside(disks.host, desktop, 'cat', '/proc/self/mountinfo');
        assert.equal(mounts.split('\n').filter((line) => line.includes(' /mnt/vdb ')).length, 1);
        await removeSurely(engine, disk, false, true);
      }
    }));

  it('S9: is given to no server that is on its way out', () =>
    withDesktop(async (desktop, newDisk) => {
      const { engine } = disks.host;
      const disk = await newDisk('/dev/vdb');
      await removeSurely(engine, desktop.server, true);
      await assert.rejects(engine.plugVolume(desktop.server, disk), EngineError);
    }));

  it('S2: of a desktop belongs to that desktop alone', () =>
    withDesktop(async (desktop) => {
      const { engine } = disks.host;
      const foreign = await createSurely(engine, {
        ...specsOfDesktop(engine).volume('/dev/vdb'),
        sizeGiB: 1,
      });
      await writeFile(join(disks.filesOf(plain(foreign)), 'theirs'), secret);
      await assert.rejects(
        engine.plugVolume(desktop.server, foreign),
        refusedWith('refused', /another desktop/),
      );
      await rm(join(disks.filesOf(plain(foreign)), 'theirs'));
      await removeSurely(engine, foreign);
    }));
});
