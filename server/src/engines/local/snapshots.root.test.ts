import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type DiskHost, secret, startDiskHost } from '../../testing/diskHost.js';
import { makeDesktop, removeSurely, untilStatus } from '../../testing/engineItems.js';
import { fileContains, refusedWith } from '../../testing/localDisks.js';

let disks: DiskHost;
before(async () => {
  disks = await startDiskHost();
});
after(() => disks?.close());

describe('a snapshot of a disk', () => {
  it('is a sparse file without plain text, and listed and found under its name', async () => {
    const spec = disks.volumeSpec();
    const { ref } = await disks.calls.create(spec);
    await writeFile(join(disks.filesOf(ref), 'note'), secret.repeat(1000));
    const snapshot = await disks.calls.snapshot(ref, spec);
    const { size, blocks } = await stat(disks.snapshotOf(snapshot));
    assert.equal(size, 2 ** 30);
    assert.ok(blocks * 512 < 32 * 2 ** 20);
    assert.equal(await fileContains(disks.snapshotOf(snapshot), secret), false);
    assert.equal((await disks.calls.observe(snapshot)).get('status'), 'available');
    const list = JSON.stringify(await disks.calls.ask('list', { kind: 'snapshot' }));
    assert.ok(list.includes(snapshot.id) && list.includes(snapshot.generation));
    await disks.calls.removeSurely(snapshot);
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('brings back what the disk was, over a growth in between, and none that came after', async () => {
    const spec = disks.volumeSpec();
    const { ref } = await disks.calls.create(spec);
    await writeFile(join(disks.filesOf(ref), 'note'), 'before');
    const snapshot = await disks.calls.snapshot(ref, spec);
    await writeFile(join(disks.filesOf(ref), 'note'), 'after');
    await disks.calls.ask('resizeVolume', { ref, sizeGiB: 2 });
    for (let round = 0; round < 2; round += 1) {
      await disks.calls.ask('restoreSnapshot', { ref: snapshot });
      assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), 'before');
      await writeFile(join(disks.filesOf(ref), 'note'), 'after again');
    }
    await assert.rejects(
      disks.calls.ask('restoreSnapshot', { ref: snapshot, notAfter: 1 }),
      refusedWith('timeout', /./),
    );
    assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), 'after again');
    await disks.assertSize(ref, 2);
    await disks.calls.removeSurely(snapshot);
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('is of one moment while the desktop writes, and lets it write on', async () => {
    const spec = disks.volumeSpec();
    const { ref } = await disks.calls.create(spec);
    const program = `
      const { openSync, writeSync, fsyncSync } = require('node:fs');
      const [one, other] = process.argv.slice(1).map((path) => openSync(path, 'w'));
      for (let count = 1; ; count += 1) {
        const text = String(count).padStart(12);
        for (const file of [one, other]) { writeSync(file, text, 0); fsyncSync(file); }
        process.stdout.write('.');
      }`;
    const writer = spawn(process.execPath, [
      '-e',
      program,
      join(disks.filesOf(ref), 'note'),
      `${join(disks.filesOf(ref), 'note')}2`,
    ]);
    await once(writer.stdout, 'data');
    const snapshot = await disks.calls.snapshot(ref, spec);
    await once(writer.stdout, 'data');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    await disks.calls.ask('restoreSnapshot', { ref: snapshot });
    const one = Number(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'));
    const other = Number(await readFile(`${join(disks.filesOf(ref), 'note')}2`, 'utf8'));
    assert.ok(one === other || one === other + 1, `${one} and ${other} were never there together`);
    await disks.calls.removeSurely(snapshot);
    await disks.calls.removeSurely(ref);
    await disks.assertNothingLeft();
  });

  it('is not put back while its desktop is on, and leaves no key in the kernel once it is off', async () => {
    const desktop = await makeDesktop(disks.host.engine);
    const { kind, id, generation } = desktop.volume;
    const { projectId, desktopId } = desktop.serverSpec;
    const snapshot = await disks.calls.snapshot({ kind, id, generation }, { projectId, desktopId });
    await assert.rejects(
      disks.calls.ask('restoreSnapshot', { ref: snapshot }),
      refusedWith('conflict', /must be off/),
    );
    await disks.host.engine.power(desktop.server, 'stop', 'hard');
    await untilStatus(disks.host.engine, desktop.server, 'shutoff');
    await disks.calls.ask('restoreSnapshot', { ref: snapshot });
    assert.ok(!(await disks.isMounted(desktop.volume)), 'the disk is closed again');
    await disks.host.engine.power(desktop.server, 'start', 'hard');
    await untilStatus(disks.host.engine, desktop.server, 'active');
    for (const each of [desktop.server, desktop.volume, desktop.port])
      await removeSurely(disks.host.engine, each, true);
    await disks.calls.removeSurely(snapshot);
    await disks.assertNothingLeft();
  });

  it('goes without a word of its key while disk or others are left; whichever goes last says it', async () => {
    const spec = disks.volumeSpec();
    for (const last of ['disk', 'snapshot']) {
      const { ref, keyId } = await disks.calls.create(spec);
      const first = await disks.calls.snapshot(ref, spec);
      const second = await disks.calls.snapshot(ref, spec);
      const order = last === 'disk' ? [first, second, ref] : [second, ref, first];
      for (const each of order.slice(0, -1)) {
        assert.deepEqual([...(await disks.calls.removeSurely(each))], [['state', 'absent']]);
      }
      const [end = ref] = order.slice(-1);
      const erased = (await disks.calls.removeSurely(end)).get('erased');
      assert.equal(new Map(Object.entries(erased ?? {})).get('keyId'), keyId);
      await disks.assertNothingLeft();
    }
  });

  it('goes together with its disk, and one of the two says that the key is destroyed', async () => {
    const spec = disks.volumeSpec();
    const { ref } = await disks.calls.create(spec);
    const snapshot = await disks.calls.snapshot(ref, spec);
    const seen = await Promise.all([disks.calls.removeSurely(ref), disks.calls.removeSurely(snapshot)]);
    assert.equal(seen.filter((each) => each.get('erased') !== undefined).length, 1);
    await disks.assertNothingLeft();
  });

  it('needs its own desktop’s disk', async () => {
    const spec = disks.volumeSpec();
    const { ref } = await disks.calls.create(spec);
    await assert.rejects(
      disks.calls.snapshot(ref, disks.volumeSpec()),
      refusedWith('refused', /another desktop/),
    );
    await assert.rejects(
      disks.calls.snapshot({ ...ref, generation: '0'.repeat(32) }, spec),
      refusedWith('not-found', /no complete disk/),
    );
    await disks.calls.removeSurely(ref);
  });

  it('is whole, or not there, and leaves no disk frozen when the engine host is killed in the middle', async () => {
    for (const delayMs of [0, 5, 10, 15, 20, 30, 60]) {
      const spec = disks.volumeSpec();
      const { ref } = await disks.calls.create(spec);
      await writeFile(join(disks.filesOf(ref), 'note'), 'before');
      const creation = disks.calls.snapshot(ref, spec).catch((error: unknown) => error);
      await pause(delayMs);
      await disks.host.end('SIGKILL');
      await creation;
      await disks.host.start();
      await writeFile(join(disks.filesOf(ref), 'note'), 'after');
      const snapshot = await disks.calls.snapshot(ref, spec);
      const restoring = disks.calls
        .ask('restoreSnapshot', { ref: snapshot })
        .catch((error: unknown) => error);
      await pause(delayMs);
      await disks.host.end('SIGKILL');
      await restoring;
      await disks.host.start();
      await disks.calls.ask('restoreSnapshot', { ref: snapshot });
      assert.equal(await readFile(join(disks.filesOf(ref), 'note'), 'utf8'), 'after');
      const list = await disks.calls.ask('list', { kind: 'snapshot' });
      assert.ok(Array.isArray(list));
      for (const { kind, id, generation } of list) await disks.calls.removeSurely({ kind, id, generation });
      await disks.calls.removeSurely(ref);
      await disks.assertNothingLeft();
    }
  });
});
