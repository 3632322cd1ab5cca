import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
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

const volumeSpec = () => ({ ...specsOfDesktop(host.engine).volume(), sizeGiB: 1 });
const shortOf = (ref: HostRef) => ref.id.slice(0, 6);
const noteOn = (ref: HostRef) => join(host.runtimeDir, 'disks', shortOf(ref), 'files/note');
const imageOf = (ref: HostRef) => join(host.stateDir, 'snapshots', `${shortOf(ref)}.img`);

async function assertNothingLeft(): Promise<void> {
  assert.deepEqual(await diskFilesOf(host), []);
  assert.deepEqual(await loopDevices(host), []);
  assert.deepEqual(await mountsOf(host), []);
}

describe('a snapshot of a disk', () => {
  it('is a sparse file without plain text, and listed and found under its name', async () => {
    const spec = volumeSpec();
    const { ref } = await calls.create(spec);
    await writeFile(noteOn(ref), secret.repeat(1000));
    const snapshot = await calls.snapshot(ref, spec);
    const { size, blocks } = await stat(imageOf(snapshot));
    assert.equal(size, 2 ** 30);
    assert.ok(blocks * 512 < 32 * 2 ** 20);
    assert.equal(await fileContains(imageOf(snapshot), secret), false);
    assert.equal((await calls.observe(snapshot)).get('status'), 'available');
    const list = JSON.stringify(await calls.ask('list', { kind: 'snapshot' }));
    assert.ok(list.includes(snapshot.id) && list.includes(snapshot.generation));
    await calls.removeSurely(snapshot);
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('brings back what the disk was, over a growth in between, and none that came after', async () => {
    const spec = volumeSpec();
    const { ref } = await calls.create(spec);
    await writeFile(noteOn(ref), 'before');
    const snapshot = await calls.snapshot(ref, spec);
    await writeFile(noteOn(ref), 'after');
    await calls.ask('resizeVolume', { ref, sizeGiB: 2 });
    for (let round = 0; round < 2; round += 1) {
      await calls.ask('restoreSnapshot', { ref: snapshot });
      assert.equal(await readFile(noteOn(ref), 'utf8'), 'before');
      await writeFile(noteOn(ref), 'after again');
    }
    const { stdout } = await run('df', ['--output=size', '-B1M', noteOn(ref)]);
    assert.ok(Number(stdout.split('\n')[1]) > 1.8 * 1024, 'the disk keeps its size');
    await calls.removeSurely(snapshot);
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('is of one moment while the desktop writes, and lets it write on', async () => {
    const spec = volumeSpec();
    const { ref } = await calls.create(spec);
    const program = `
      const { openSync, writeSync, fsyncSync } = require('node:fs');
      const [one, other] = process.argv.slice(1).map((path) => openSync(path, 'w'));
      for (let count = 1; ; count += 1) {
        const text = String(count).padStart(12);
        for (const file of [one, other]) { writeSync(file, text, 0); fsyncSync(file); }
        process.stdout.write('.');
      }`;
    const writer = spawn(process.execPath, ['-e', program, noteOn(ref), `${noteOn(ref)}2`]);
    await once(writer.stdout, 'data');
    const snapshot = await calls.snapshot(ref, spec);
    await once(writer.stdout, 'data');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    await calls.ask('restoreSnapshot', { ref: snapshot });
    const one = Number(await readFile(noteOn(ref), 'utf8'));
    const other = Number(await readFile(`${noteOn(ref)}2`, 'utf8'));
    assert.ok(one === other || one === other + 1, `${one} and ${other} were never there together`);
    await calls.removeSurely(snapshot);
    await calls.removeSurely(ref);
    await assertNothingLeft();
  });

  it('is not put back while its desktop is on', async () => {
    const desktop = await makeDesktop(host.engine);
    const { kind, id, generation } = desktop.volume;
    const { projectId, desktopId } = desktop.serverSpec;
    const snapshot = await calls.snapshot({ kind, id, generation }, { projectId, desktopId });
    await assert.rejects(
      calls.ask('restoreSnapshot', { ref: snapshot }),
      refusedWith('conflict', /must be off/),
    );
    await host.engine.power(desktop.server, 'stop', 'hard');
    await untilStatus(host.engine, desktop.server, 'shutoff');
    await calls.ask('restoreSnapshot', { ref: snapshot });
    await host.engine.power(desktop.server, 'start', 'hard');
    await untilStatus(host.engine, desktop.server, 'active');
    for (const each of [desktop.server, desktop.volume, desktop.port])
      await removeSurely(host.engine, each, true);
    await calls.removeSurely(snapshot);
    await assertNothingLeft();
  });

  it('goes without a word of its key while disk or others are left; whichever goes last says it', async () => {
    const spec = volumeSpec();
    for (const last of ['disk', 'snapshot']) {
      const { ref, keyId } = await calls.create(spec);
      const first = await calls.snapshot(ref, spec);
      const second = await calls.snapshot(ref, spec);
      const order = last === 'disk' ? [first, second, ref] : [second, ref, first];
      for (const each of order.slice(0, -1)) {
        assert.deepEqual([...(await calls.removeSurely(each))], [['state', 'absent']]);
      }
      const [end = ref] = order.slice(-1);
      const erased = (await calls.removeSurely(end)).get('erased');
      assert.equal(new Map(Object.entries(erased ?? {})).get('keyId'), keyId);
      await assertNothingLeft();
    }
  });

  it('goes together with its disk, and one of the two says that the key is destroyed', async () => {
    const spec = volumeSpec();
    const { ref } = await calls.create(spec);
    const snapshot = await calls.snapshot(ref, spec);
    const seen = await Promise.all([calls.removeSurely(ref), calls.removeSurely(snapshot)]);
    assert.equal(seen.filter((each) => each.get('erased') !== undefined).length, 1);
    await assertNothingLeft();
  });

  it('needs its own desktop’s disk', async () => {
    const spec = volumeSpec();
    const { ref } = await calls.create(spec);
    await assert.rejects(calls.snapshot(ref, volumeSpec()), refusedWith('refused', /another desktop/));
    await assert.rejects(
      calls.snapshot({ ...ref, generation: '0'.repeat(32) }, spec),
      refusedWith('not-found', /no complete disk/),
    );
    await calls.removeSurely(ref);
  });

  it('is whole, or not there, and leaves no disk frozen when the engine host is killed in the middle', async () => {
    for (const delayMs of [0, 5, 10, 15, 20, 30, 60]) {
      const spec = volumeSpec();
      const { ref } = await calls.create(spec);
      await writeFile(noteOn(ref), 'before');
      const creation = calls.snapshot(ref, spec).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await creation;
      await host.start();
      await writeFile(noteOn(ref), 'after');
      const snapshot = await calls.snapshot(ref, spec);
      const restoring = calls.ask('restoreSnapshot', { ref: snapshot }).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await restoring;
      await host.start();
      await calls.ask('restoreSnapshot', { ref: snapshot });
      assert.equal(await readFile(noteOn(ref), 'utf8'), 'after');
      const list = await calls.ask('list', { kind: 'snapshot' });
      assert.ok(Array.isArray(list));
      for (const { kind, id, generation } of list) await calls.removeSurely({ kind, id, generation });
      await calls.removeSurely(ref);
      await assertNothingLeft();
    }
  });
});
