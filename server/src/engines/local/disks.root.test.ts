import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DiskHost, secret, startDiskHost } from '../../testing/diskHost.js';
import {
  createSurely,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../../testing/engineItems.js';
import { loopDevices, mountsOf, refusedWith } from '../../testing/localDisks.js';
import { waitUntil } from '../../testing/waitUntil.js';

const run = promisify(execFile);

let disks: DiskHost;
before(async () => {
  disks = await startDiskHost();
});
after(() => disks?.close());

describe('a disk of the local engine', () => {
  it('is a file system of the asked size, the desktop’s own, without devices and setuid', async () => {
    const { ref, keyId } = await disks.calls.create(disks.volumeSpec(7));
    assert.match(keyId ?? '', /^[0-9a-f]{32}$/);
    const seen = await disks.calls.observe(ref);
    assert.deepEqual([seen.get('keyId'), seen.get('sizeGiB')], [keyId, 7]);
    const files = await stat(disks.filesOf(ref));
    assert.equal(files.mode & 0o7777, 0o700);
    assert.ok(files.uid > 65_536);
    assert.equal((await stat(disks.mountOf(ref))).uid, 0);
    const image = await stat(disks.imageOf(ref));
    assert.equal(image.size, 7 * 2 ** 30);
    assert.ok(image.blocks * 512 < 32 * 2 ** 20, 'it takes only what it holds');
    const mount = (await mountsOf(disks.host)).find((line) => line.includes(disks.mountOf(ref))) ?? '';
    for (const option of ['nosuid', 'nodev', 'noatime']) assert.match(mount, new RegExp(`\\b${option}\\b`));
    const { stdout } = await run('df', ['--output=size', '-B1M', disks.filesOf(ref)]);
    assert.ok(Number(stdout.split('\n')[1]) > 6.5 * 1024);
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('holds no plain text in its file, neither of contents nor of names', async () => {
    const { ref } = await disks.calls.create(disks.volumeSpec());
    const name = 'a-name-that-gives-something-away';
    await writeFile(join(disks.filesOf(ref), name), secret.repeat(1000));
    assert.equal(await disks.contains(ref, secret), false);
    assert.equal(await disks.contains(ref, name), false);
    await writeFile(join(disks.mountOf(ref), 'beside'), secret.repeat(1000));
    assert.equal(await disks.contains(ref, secret), true, 'the search does find plain text');
    await disks.calls.removeSurely(ref);
  });

  it('is full at its size, which no other disk notices', async () => {
    const one = await disks.calls.create(disks.volumeSpec());
    const other = await disks.calls.create(disks.volumeSpec());
    await assert.rejects(
      run('dd', ['if=/dev/zero', `of=${join(disks.filesOf(one.ref), 'big')}`, 'bs=1M']),
      /No space left/,
    );
    assert.ok((await stat(disks.imageOf(one.ref))).blocks * 512 <= 2 ** 30);
    await writeFile(join(disks.filesOf(other.ref), 'small'), 'fits');
    for (const { ref } of [one, other]) await disks.calls.removeSurely(ref);
  });

  it('gives room that its desktop frees back to the machine', async () => {
    const { ref } = await disks.calls.create(disks.volumeSpec());
    const path = join(disks.filesOf(ref), 'big');
    await run('dd', ['if=/dev/urandom', `of=${path}`, 'bs=1M', 'count=200', 'conv=fsync', 'status=none']);
    assert.ok((await stat(disks.imageOf(ref))).blocks * 512 > 200 * 2 ** 20);
    await rm(path);
    await waitUntil(async () => {
      await run('sync', ['-f', disks.filesOf(ref)]);
      return (await stat(disks.imageOf(ref))).blocks * 512 < 100 * 2 ** 20;
    }, 'the file takes less');
    await disks.calls.removeSurely(ref);
  });

  it('keeps its data when the engine host and all mounts go, as at a restart of the machine', async () => {
    const spec = disks.volumeSpec();
    const { ref } = await disks.calls.create(spec);
    await writeFile(join(disks.filesOf(ref), 'note'), secret);
    await disks.host.end('SIGKILL');
    await run('umount', [disks.mountOf(ref)]);
    await waitUntil(async () => (await loopDevices(disks.host)).length === 0, 'the loop device is detached');
    await disks.host.start();
    await disks.calls.ask('resizeVolume', { ref, sizeGiB: spec.sizeGiB });
    assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), secret);
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('is not made, and says why, while there is no master key, and is made once there is', async () => {
    const masterKey = await readFile(disks.host.masterKeyFile);
    await rm(disks.host.masterKeyFile);
    const spec = disks.volumeSpec();
    await assert.rejects(disks.calls.create(spec), refusedWith('internal', /there is no master key .* yet/));
    await writeFile(disks.host.masterKeyFile, masterKey, { mode: 0o644 });
    await assert.rejects(disks.calls.create(spec), refusedWith('internal', /open to other users/));
    await rm(disks.host.masterKeyFile);
    await writeFile(disks.host.masterKeyFile, 'no key', { mode: 0o600 });
    await assert.rejects(disks.calls.create(spec), refusedWith('internal', /does not hold a master key/));
    await writeFile(disks.host.masterKeyFile, masterKey, { mode: 0o600 });
    const { ref, keyId } = await disks.calls.create(spec);
    assert.ok(keyId);
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('does not open under another master key, which destroys nothing', async () => {
    const masterKey = await readFile(disks.host.masterKeyFile);
    const { ref } = await disks.calls.create(disks.volumeSpec());
    await writeFile(join(disks.filesOf(ref), 'note'), secret);
    await run('umount', [disks.mountOf(ref)]);
    await writeFile(disks.host.masterKeyFile, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    await assert.rejects(
      disks.calls.ask('resizeVolume', { ref, sizeGiB: 1 }),
      refusedWith('internal', /does not open under the master key/),
    );
    await writeFile(disks.host.masterKeyFile, masterKey, { mode: 0o600 });
    await disks.calls.ask('resizeVolume', { ref, sizeGiB: 1 });
    assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), secret);
    await disks.calls.removeSurely(ref);
  });

  it('grows, also while it is mounted, keeps its data, and never shrinks', async () => {
    const { ref } = await disks.calls.create(disks.volumeSpec(1));
    await writeFile(join(disks.filesOf(ref), 'note'), secret);
    await disks.calls.ask('resizeVolume', { ref, sizeGiB: 3 });
    await disks.calls.ask('resizeVolume', { ref, sizeGiB: 3 });
    await disks.assertSize(ref, 3);
    assert.equal((await disks.calls.observe(ref)).get('sizeGiB'), 3);
    assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), secret);
    await assert.rejects(
      disks.calls.ask('resizeVolume', { ref, sizeGiB: 2 }),
      refusedWith('refused', /cannot shrink/),
    );
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('is grown in the end when the engine host is killed in the middle', async () => {
    for (const [index, delayMs] of [0, 4, 8, 12, 20, 40].entries()) {
      const { ref } = await disks.calls.create(disks.volumeSpec(1));
      await writeFile(join(disks.filesOf(ref), 'note'), secret);
      const sizeGiB = index + 2;
      const growth = disks.calls.ask('resizeVolume', { ref, sizeGiB }).catch((error: unknown) => error);
      await pause(delayMs);
      await disks.host.end('SIGKILL');
      await growth;
      await disks.host.start();
      await disks.calls.ask('resizeVolume', { ref, sizeGiB });
      await disks.assertSize(ref, sizeGiB);
      assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), secret);
      await disks.calls.removeSurely(ref);
    }
    await disks.assertNothingLeft();
  });

  it('grows while its desktop runs where the machine permits it, and is otherwise left as it is', async () => {
    const desktop = await makeDesktop(disks.host.engine);
    const { kind, id, generation } = desktop.volume;
    const ref = { kind, id, generation };
    const grow = (sizeGiB: number) => disks.calls.ask('resizeVolume', { ref, sizeGiB });
    // Bit 24, CAP_SYS_RESOURCE.
    const capabilities = /^CapEff:\s*([0-9a-f]+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1];
    const canGrow = (BigInt(`0x${capabilities}`) >> 24n) % 2n === 1n;
    if (canGrow) await grow(12);
    else await assert.rejects(grow(12), refusedWith('conflict', /must be off .* CAP_SYS_RESOURCE/));
    await disks.assertSize(ref, canGrow ? 12 : 10);
    for (const each of [desktop.server, desktop.volume, desktop.port])
      await removeSurely(disks.host.engine, each, true);
    await disks.assertNothingLeft();
  });

  it('grows while its desktop is off, and leaves no key of it in the kernel', async () => {
    const desktop = await makeDesktop(disks.host.engine);
    const { server, volume } = desktop;
    await disks.host.engine.power(server, 'stop', 'hard');
    await untilStatus(disks.host.engine, server, 'shutoff');
    // It is seen off a moment before its disks are closed, which would close this one after it was opened to grow.
    await waitUntil(async () => !(await disks.isMounted(volume)), 'its disks are closed');
    const ref = { kind: volume.kind, id: volume.id, generation: volume.generation };
    await disks.calls.ask('resizeVolume', { ref, sizeGiB: 12 });
    assert.ok(!(await disks.isMounted(volume)), 'the disk is closed again');
    await disks.host.engine.power(server, 'start', 'hard');
    await untilStatus(disks.host.engine, server, 'active');
    await disks.assertSize(volume, 12);
    for (const each of [server, volume, desktop.port]) await removeSurely(disks.host.engine, each, true);
    await disks.assertNothingLeft();
  });

  it('S6: leaves a running desktop for good, with the programs that work on it and no other', async () => {
    const { engine } = disks.host;
    const specs = specsOfDesktop(engine);
    const port = await createSurely(engine, specs.port());
    const volume = await createSurely(engine, specs.volume());
    const data = await createSurely(engine, specs.volume('/dev/vdb'));
    const server = await createSurely(engine, specs.server([port], [volume, data]));
    await untilStatus(engine, server, 'active');
    const { uid } = await stat(disks.filesOf(data));
    const work = (where: string) => spawn('sleep', ['600'], { uid, gid: uid, cwd: where, stdio: 'ignore' });
    const holder = work(disks.filesOf(data));
    const bystander = work('/');
    try {
      const ended = new Promise((resolve) => holder.once('exit', (_, signal) => resolve(signal)));
      const seen = await removeSurely(engine, data, false, true);
      assert.equal(seen.state === 'absent' && seen.grade, 'crypto-erased');
      assert.equal(await ended, 'SIGKILL');
      assert.equal(bystander.exitCode ?? bystander.signalCode, null);
      await untilStatus(engine, server, 'active');
      assert.ok(await disks.isMounted(volume));
      assert.ok((await loopDevices(disks.host)).every((line) => !line.includes(disks.imageOf(data))));
    } finally {
      holder.kill('SIGKILL');
      bystander.kill('SIGKILL');
    }
    for (const each of [server, volume, port]) await removeSurely(engine, each, true);
    await disks.assertNothingLeft();
  });
});
