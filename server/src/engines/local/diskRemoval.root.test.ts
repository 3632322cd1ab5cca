import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DiskHost, secret, startDiskHost } from '../../testing/diskHost.js';
import { fileContains, loopDevices, mountsOf, refusedWith } from '../../testing/localDisks.js';
import { waitUntil } from '../../testing/waitUntil.js';

const run = promisify(execFile);

let disks: DiskHost;
before(async () => {
  disks = await startDiskHost();
});
after(() => disks?.close());

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('the removal of a disk', () => {
  it('ends with the word that its key is destroyed, which survives a restart', async () => {
    const { ref, keyId } = await disks.calls.create(disks.volumeSpec());
    const began = new Date().toISOString();
    const seen = await disks.calls.removeSurely(ref);
    assert.deepEqual([...seen.keys()], ['state', 'erased']);
    const erased = new Map(Object.entries(seen.get('erased') ?? {}));
    assert.equal(erased.get('keyId'), keyId);
    assert.ok(
      String(erased.get('destroyedAt')) >= began &&
        String(erased.get('destroyedAt')) <= new Date().toISOString(),
    );
    await disks.assertNothingLeft();
    await disks.host.end('SIGKILL');
    await disks.host.start();
    assert.deepEqual(await disks.calls.observe(ref), seen);
    const other = { ...ref, generation: '0'.repeat(32) };
    assert.deepEqual([...(await disks.calls.observe(other))], [['state', 'absent']]);
  });

  it('leaves nothing that opens the disk in any backup, even together with the master key', async () => {
    const { ref } = await disks.calls.create(disks.volumeSpec());
    await writeFile(join(disks.filesOf(ref), 'note'), secret.repeat(1000));
    await run('sync', ['-f', disks.filesOf(ref)]);
    const backup = await mkdtemp(join(tmpdir(), 'dpb-'));
    try {
      for (const part of ['records', 'erasures']) {
        await cp(join(disks.host.stateDir, part), join(backup, part), { recursive: true });
      }
      const image = join(backup, 'disk.img');
      await run('cp', ['--sparse=always', disks.imageOf(ref), image]);
      await disks.calls.removeSurely(ref);
      await disks.assertNothingLeft();

      // What comes back is all there was, but for the key.
      await disks.host.end('SIGTERM');
      for (const part of ['records', 'erasures']) {
        await cp(join(backup, part), join(disks.host.stateDir, part), { recursive: true });
      }
      await run('cp', ['--sparse=always', image, disks.imageOf(ref)]);
      await disks.host.start();
      await assert.rejects(
        disks.calls.ask('resizeVolume', { ref, sizeGiB: 1 }),
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
      assert.equal((await disks.calls.removeSurely(ref)).get('state'), 'absent');
    } finally {
      await rm(backup, { recursive: true });
    }
    await disks.assertNothingLeft();
  });

  it('waits for open files, since the kernel would still hold the key, and says nothing of an end before', async () => {
    const { ref } = await disks.calls.create(disks.volumeSpec());
    const holder = spawn('sleep', ['infinity'], { cwd: disks.filesOf(ref) });
    await disks.calls.remove(ref);
    await waitUntil(async () => !(await exists(disks.keyOf(ref))), 'the stored key goes first');
    const meanwhile = await disks.calls.observe(ref);
    assert.deepEqual([meanwhile.get('state'), meanwhile.get('erased')], ['present', undefined]);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    assert.ok((await disks.calls.removeSurely(ref)).get('erased'));
    await disks.assertNothingLeft();
  });

  it('unmounts the disk in the mount namespaces of others', async () => {
    const { ref } = await disks.calls.create(disks.volumeSpec());
    const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sleep', 'infinity']);
    await waitUntil(
      async () => (await mountsOf(disks.host)).filter((line) => line.includes(disks.mountOf(ref))).length > 1,
      'a copy of the mount',
    );
    assert.ok((await disks.calls.removeSurely(ref)).get('erased'));
    assert.equal(holder.exitCode, null);
    await disks.assertNothingLeft();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it('is carried through whenever the engine host is killed in it, and so is a creation', async () => {
    for (const delayMs of Array.from({ length: 12 }, (_, index) => index * 5)) {
      const spec = disks.volumeSpec();
      const creation = disks.calls.create(spec).catch((error: unknown) => error);
      await pause(delayMs);
      await disks.host.end('SIGKILL');
      await creation;
      await disks.host.start();
      const { ref, keyId } = await disks.calls.create(spec);
      await writeFile(join(disks.filesOf(ref), 'note'), secret);
      const removal = disks.calls.remove(ref).catch((error: unknown) => error);
      await pause(delayMs);
      await disks.host.end('SIGKILL');
      await removal;
      await disks.host.start();
      const seen = await disks.calls.removeSurely(ref);
      const erased = new Map(Object.entries(seen.get('erased') ?? {}));
      assert.equal(erased.get('keyId'), keyId, `killed after ${delayMs} ms`);
      await disks.assertNothingLeft();
    }
  });

  it('leaves no record however often it is asked to go while it goes', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { ref } = await disks.calls.create(disks.volumeSpec());
      let gone = false;
      const asking = (async () => {
        while (!gone) await disks.calls.remove(ref);
      })();
      await disks.calls.removeSurely(ref);
      gone = true;
      await asking;
      await disks.assertNothingLeft();
    }
  });

  it('leaves nothing after 50 disks at once', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => disks.calls.create(disks.volumeSpec())));
    assert.equal((await loopDevices(disks.host)).length, 50);
    assert.equal(new Set(made.map((each) => each.keyId)).size, 50);
    const seen = await Promise.all(made.map((each) => disks.calls.removeSurely(each.ref)));
    assert.ok(seen.every((each) => each.get('erased')));
    await disks.assertNothingLeft();
  });
});
