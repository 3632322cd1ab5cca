import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { makeDesktop, removeSurely, specsOfDesktop, untilStatus } from '../../testing/engineItems.js';
import {
  type DiskCalls,
  diskCalls,
  diskFilesOf,
  fileContains,
  type HostRef,
  loopDevices,
  mountsOf,
  refusedWith,
} from '../../testing/localDisks.js';
import { waitUntil } from '../../testing/waitUntil.js';

const run = promisify(execFile);
const secret = 'the plain text of a desktop, which nobody may find again';

let host: EngineHostProcess;
let calls: DiskCalls;
before(async () => {
  host = await startEngineHost();
  calls = diskCalls(host);
});
after(async () => {
  await calls.close();
  await host.dispose();
});

const volumeSpec = (sizeGiB = 1) => ({ ...specsOfDesktop(host.engine).volume(), sizeGiB });
const shortOf = (ref: HostRef) => ref.id.slice(0, 6);
const imageOf = (ref: HostRef) => join(host.stateDir, 'volumes', `${shortOf(ref)}.img`);
const mountOf = (ref: HostRef) => join(host.runtimeDir, 'disks', shortOf(ref));
const filesOf = (ref: HostRef) => join(mountOf(ref), 'files');
const keyOf = (ref: HostRef) => join(host.stateDir, 'keys', `${ref.id}.json`);
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function contains(ref: HostRef, text: string): Promise<boolean> {
  await run('sync', ['-f', mountOf(ref)]);
  return fileContains(imageOf(ref), text);
}

async function assertNothingLeft(): Promise<void> {
  assert.deepEqual(await diskFilesOf(host), []);
  assert.deepEqual(await loopDevices(host), []);
  assert.deepEqual(await mountsOf(host), []);
}

describe('a disk of the local engine', () => {
  it('is a file system of the asked size, the desktop’s own, without devices and setuid', async () => {
    const { ref, keyId } = await calls.create(volumeSpec(7));
    assert.match(keyId ?? '', /^[0-9a-f]{32}$/);
    const seen = await calls.observe(ref);
    assert.deepEqual([seen.get('keyId'), seen.get('sizeGiB')], [keyId, 7]);
    const files = await stat(filesOf(ref));
    assert.equal(files.mode & 0o7777, 0o700);
    assert.ok(files.uid > 65_536);
    assert.equal((await stat(mountOf(ref))).uid, 0);
    const image = await stat(imageOf(ref));
    assert.equal(image.size, 7 * 2 ** 30);
    assert.ok(image.blocks * 512 < 32 * 2 ** 20, 'it takes only what it holds');
    const mount = (await mountsOf(host)).find((line) => line.includes(mountOf(ref))) ?? '';
    for (const option of ['nosuid', 'nodev', 'noatime']) assert.match(mount, new RegExp(`\\b${option}\\b`));
    const { stdout } = await run('df', ['--output=size', '-B1M', filesOf(ref)]);
    assert.ok(Number(stdout.split('\n')[1]) > 6.5 * 1024);
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('holds no plain text in its file, neither of contents nor of names', async () => {
    const { ref } = await calls.create(volumeSpec());
    const name = 'a-name-that-gives-something-away';
    await writeFile(join(filesOf(ref), name), secret.repeat(1000));
    assert.equal(await contains(ref, secret), false);
    assert.equal(await contains(ref, name), false);
    await writeFile(join(mountOf(ref), 'beside'), secret.repeat(1000));
    assert.equal(await contains(ref, secret), true, 'the search does find plain text');
    await calls.removeSurely(ref);
  });

  it('is full at its size, which no other disk notices', async () => {
    const one = await calls.create(volumeSpec());
    const other = await calls.create(volumeSpec());
    await assert.rejects(
      run('dd', ['if=/dev/zero', `of=${join(filesOf(one.ref), 'big')}`, 'bs=1M']),
      /No space left/,
    );
    assert.ok((await stat(imageOf(one.ref))).blocks * 512 <= 2 ** 30);
    await writeFile(join(filesOf(other.ref), 'small'), 'fits');
    for (const { ref } of [one, other]) await calls.removeSurely(ref);
  });

  it('gives room that its desktop frees back to the machine', async () => {
    const { ref } = await calls.create(volumeSpec());
    const path = join(filesOf(ref), 'big');
    await run('dd', ['if=/dev/urandom', `of=${path}`, 'bs=1M', 'count=200', 'conv=fsync', 'status=none']);
    assert.ok((await stat(imageOf(ref))).blocks * 512 > 200 * 2 ** 20);
    await rm(path);
    await waitUntil(async () => {
      await run('sync', ['-f', filesOf(ref)]);
      return (await stat(imageOf(ref))).blocks * 512 < 100 * 2 ** 20;
    }, 'the file takes less');
    await calls.removeSurely(ref);
  });

  it('keeps its data when the engine host and all mounts go, as at a restart of the machine', async () => {
    const spec = volumeSpec();
    const { ref } = await calls.create(spec);
    await writeFile(join(filesOf(ref), 'note'), secret);
    await host.end('SIGKILL');
    await run('umount', [mountOf(ref)]);
    await waitUntil(async () => (await loopDevices(host)).length === 0, 'the loop device is detached');
    await host.start();
    await calls.ask('resizeVolume', { ref, sizeGiB: spec.sizeGiB });
    assert.equal(await readFile(join(filesOf(ref), 'note'), 'utf8'), secret);
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('is not made, and says why, while there is no master key, and is made once there is', async () => {
    const masterKey = await readFile(host.masterKeyFile);
    await rm(host.masterKeyFile);
    const spec = volumeSpec();
    await assert.rejects(calls.create(spec), refusedWith('internal', /there is no master key .* yet/));
    await writeFile(host.masterKeyFile, masterKey, { mode: 0o644 });
    await assert.rejects(calls.create(spec), refusedWith('internal', /open to other users/));
    await rm(host.masterKeyFile);
    await writeFile(host.masterKeyFile, 'no key', { mode: 0o600 });
    await assert.rejects(calls.create(spec), refusedWith('internal', /does not hold a master key/));
    await writeFile(host.masterKeyFile, masterKey, { mode: 0o600 });
    const { ref, keyId } = await calls.create(spec);
    assert.ok(keyId);
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('does not open under another master key, which destroys nothing', async () => {
    const masterKey = await readFile(host.masterKeyFile);
    const { ref } = await calls.create(volumeSpec());
    await writeFile(join(filesOf(ref), 'note'), secret);
    await run('umount', [mountOf(ref)]);
    await writeFile(host.masterKeyFile, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    await assert.rejects(
      calls.ask('resizeVolume', { ref, sizeGiB: 1 }),
      refusedWith('internal', /does not open under the master key/),
    );
    await writeFile(host.masterKeyFile, masterKey, { mode: 0o600 });
    await calls.ask('resizeVolume', { ref, sizeGiB: 1 });
    assert.equal(await readFile(join(filesOf(ref), 'note'), 'utf8'), secret);
    await calls.removeSurely(ref);
  });

  it('grows, also while it is mounted, keeps its data, and never shrinks', async () => {
    const { ref } = await calls.create(volumeSpec(1));
    await writeFile(join(filesOf(ref), 'note'), secret);
    await calls.ask('resizeVolume', { ref, sizeGiB: 3 });
    await calls.ask('resizeVolume', { ref, sizeGiB: 3 });
    const { stdout } = await run('df', ['--output=size', '-B1M', filesOf(ref)]);
    assert.ok(Number(stdout.split('\n')[1]) > 2.8 * 1024, stdout);
    assert.equal((await calls.observe(ref)).get('sizeGiB'), 3);
    assert.equal(await readFile(join(filesOf(ref), 'note'), 'utf8'), secret);
    await assert.rejects(
      calls.ask('resizeVolume', { ref, sizeGiB: 2 }),
      refusedWith('refused', /cannot shrink/),
    );
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('is grown in the end when the engine host is killed in the middle', async () => {
    for (const [index, delayMs] of [0, 4, 8, 12, 20, 40].entries()) {
      const { ref } = await calls.create(volumeSpec(1));
      await writeFile(join(filesOf(ref), 'note'), secret);
      const sizeGiB = index + 2;
      const growth = calls.ask('resizeVolume', { ref, sizeGiB }).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await growth;
      await host.start();
      await calls.ask('resizeVolume', { ref, sizeGiB });
      const { stdout } = await run('df', ['--output=size', '-B1M', filesOf(ref)]);
      assert.ok(Number(stdout.split('\n')[1]) > (sizeGiB - 0.2) * 1024, stdout);
      assert.equal(await readFile(join(filesOf(ref), 'note'), 'utf8'), secret);
      await calls.removeSurely(ref);
    }
    await assertNothingLeft();
  });

  it('grows while its desktop runs where the machine permits it, and is otherwise left as it is', async () => {
    const desktop = await makeDesktop(host.engine);
    const { kind, id, generation } = desktop.volume;
    const ref = { kind, id, generation };
    const grow = () => calls.ask('resizeVolume', { ref, sizeGiB: 12 });
    // Bit 24, CAP_SYS_RESOURCE.
    const capabilities = /^CapEff:\s*([0-9a-f]+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1];
    if ((BigInt(`0x${capabilities}`) >> 24n) % 2n === 1n) await grow();
    else {
      await assert.rejects(grow(), refusedWith('conflict', /must be off .* CAP_SYS_RESOURCE/));
      await host.engine.power(desktop.server, 'stop', 'hard');
      await untilStatus(host.engine, desktop.server, 'shutoff');
      await grow();
    }
    const { stdout } = await run('df', ['--output=size', '-B1G', filesOf(ref)]);
    assert.ok(Number(stdout.split('\n')[1]) >= 11, stdout);
    for (const each of [desktop.server, desktop.volume, desktop.port])
      await removeSurely(host.engine, each, true);
    await assertNothingLeft();
  });
});

describe('the removal of a disk', () => {
  it('ends with the word that its key is destroyed, which survives a restart', async () => {
    const { ref, keyId } = await calls.create(volumeSpec());
    const began = new Date().toISOString();
    const seen = await calls.removeSurely(ref);
    assert.deepEqual([...seen.keys()], ['state', 'erased']);
    const erased = new Map(Object.entries(seen.get('erased') ?? {}));
    assert.equal(erased.get('keyId'), keyId);
    assert.ok(
      String(erased.get('destroyedAt')) >= began &&
        String(erased.get('destroyedAt')) <= new Date().toISOString(),
    );
    await assertNothingLeft();
    await host.end('SIGKILL');
    await host.start();
    assert.deepEqual(await calls.observe(ref), seen);
    const other = { ...ref, generation: '0'.repeat(32) };
    assert.deepEqual([...(await calls.observe(other))], [['state', 'absent']]);
  });

  it('leaves nothing that opens the disk in any backup, even together with the master key', async () => {
    const { ref } = await calls.create(volumeSpec());
    await writeFile(join(filesOf(ref), 'note'), secret.repeat(1000));
    await run('sync', ['-f', filesOf(ref)]);
    const backup = await mkdtemp(join(tmpdir(), 'dpb-'));
    try {
      for (const part of ['records', 'erasures']) {
        await cp(join(host.stateDir, part), join(backup, part), { recursive: true });
      }
      const image = join(backup, 'disk.img');
      await run('cp', ['--sparse=always', imageOf(ref), image]);
      await calls.removeSurely(ref);
      await assertNothingLeft();

      // What comes back is all there was, but for the key.
      await host.end('SIGTERM');
      for (const part of ['records', 'erasures']) {
        await cp(join(backup, part), join(host.stateDir, part), { recursive: true });
      }
      await run('cp', ['--sparse=always', image, imageOf(ref)]);
      await host.start();
      await assert.rejects(
        calls.ask('resizeVolume', { ref, sizeGiB: 1 }),
        refusedWith('internal', /the key store has no key/),
      );
      assert.equal(await fileContains(image, secret), false);
      const point = join(backup, 'mount');
      await run('mkdir', [point]);
      await run('mount', ['-o', 'loop,ro,noload', image, point]);
      try {
        const { stdout } = await run('find', [point, '-name', 'note']);
        assert.equal(stdout, '', 'not even the name is to be read');
      } finally {
        await run('umount', [point]);
      }
      assert.equal((await calls.removeSurely(ref)).get('state'), 'absent');
    } finally {
      await rm(backup, { recursive: true });
    }
    await assertNothingLeft();
  });

  it('waits for open files, since the kernel would still hold the key, and says nothing of an end before', async () => {
    const { ref } = await calls.create(volumeSpec());
    const holder = spawn('sleep', ['infinity'], { cwd: filesOf(ref) });
    await calls.remove(ref);
    await waitUntil(async () => !(await exists(keyOf(ref))), 'the stored key goes first');
    const meanwhile = await calls.observe(ref);
    assert.deepEqual([meanwhile.get('state'), meanwhile.get('erased')], ['present', undefined]);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    assert.ok((await calls.removeSurely(ref)).get('erased'));
    await assertNothingLeft();
  });

  it('unmounts the disk in the mount namespaces of others', async () => {
    const { ref } = await calls.create(volumeSpec());
    const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sleep', 'infinity']);
    await waitUntil(
      async () => (await mountsOf(host)).filter((line) => line.includes(mountOf(ref))).length > 1,
      'a copy of the mount',
    );
    assert.ok((await calls.removeSurely(ref)).get('erased'));
    assert.equal(holder.exitCode, null);
    await assertNothingLeft();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it('is carried through whenever the engine host is killed in it, and so is a creation', async () => {
    for (const delayMs of Array.from({ length: 12 }, (_, index) => index * 5)) {
      const spec = volumeSpec();
      const creation = calls.create(spec).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await creation;
      await host.start();
      const { ref, keyId } = await calls.create(spec);
      await writeFile(join(filesOf(ref), 'note'), secret);
      const removal = calls.remove(ref).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await removal;
      await host.start();
      const seen = await calls.removeSurely(ref);
      const erased = new Map(Object.entries(seen.get('erased') ?? {}));
      assert.equal(erased.get('keyId'), keyId, `killed after ${delayMs} ms`);
      await assertNothingLeft();
    }
  });

  it('leaves no record however often it is asked to go while it goes', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { ref } = await calls.create(volumeSpec());
      let gone = false;
      const asking = (async () => {
        while (!gone) await calls.remove(ref);
      })();
      await calls.removeSurely(ref);
      gone = true;
      await asking;
      await assertNothingLeft();
    }
  });

  it('leaves nothing after 50 disks at once', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => calls.create(volumeSpec())));
    assert.equal((await loopDevices(host)).length, 50);
    assert.equal(new Set(made.map((each) => each.keyId)).size, 50);
    const seen = await Promise.all(made.map((each) => calls.removeSurely(each.ref)));
    assert.ok(seen.every((each) => each.get('erased')));
    await assertNothingLeft();
  });
});
