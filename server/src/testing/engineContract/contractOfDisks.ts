import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import {
  createSurely,
  look,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../engineItems.js';
import { type EngineUnderTest, gradeOf, removeDesktop, surely, unknownRef } from './engineUnderTest.js';

/** Volumes, their snapshots and their keys. */
export function describeDisks(subject: EngineUnderTest): void {
  it('makes a volume larger, where the machine can also while a server uses it, and never smaller', async () => {
    const desktop = await makeDesktop(subject.engine);
    await subject.engine.resizeVolume(desktop.volume, 12).catch(async (error: unknown) => {
      assert.ok(error instanceof EngineError && error.reason === 'conflict');
      await surely('stops', () => subject.engine.power(desktop.server, 'stop', 'hard'));
      await untilStatus(subject.engine, desktop.server, 'shutoff');
      await surely('grows', () => subject.engine.resizeVolume(desktop.volume, 12));
    });
    const grown = await look(subject.engine, desktop.volume);
    assert.ok(grown.state === 'present');
    assert.equal(grown.sizeGiB, 12);
    await assert.rejects(subject.engine.resizeVolume(desktop.volume, 11), EngineError);
    await assert.rejects(subject.engine.resizeVolume(unknownRef('volume'), 12), EngineError);
    const kept = await look(subject.engine, desktop.volume);
    assert.ok(kept.state === 'present');
    assert.equal(kept.sizeGiB, 12);
    await removeDesktop(subject.engine, desktop);
  });

  it('takes a data disk out of the server that uses it only where it is said, and never the system disk', async () => {
    const { engine } = subject;
    const specs = specsOfDesktop(engine);
    const port = await createSurely(engine, specs.port());
    const volume = await createSurely(engine, specs.volume());
    const data = await createSurely(engine, specs.volume('/dev/vdb'));
    const other = await createSurely(engine, specs.volume('/dev/vdc'));
    const server = await createSurely(engine, specs.server([port], [volume, data, other]));
    await untilStatus(engine, server, 'active');
    await assert.rejects(engine.remove(data, { force: true }), EngineError);
    await assert.rejects(engine.remove(volume, { force: true, unplug: true }), EngineError);
    const gone = await removeSurely(engine, data, false, true);
    assert.equal(gone.state, 'absent');
    await surely('stops', () => engine.power(server, 'stop', 'hard'));
    await untilStatus(engine, server, 'shutoff');
    await removeSurely(engine, other, false, true);
    await surely('starts', () => engine.power(server, 'start', 'hard'));
    await untilStatus(engine, server, 'active');
    assert.equal((await look(engine, volume)).state, 'present');
    for (const each of [server, volume, port]) await removeSurely(engine, each, true);
  });

  it('S8: gives a server one more disk, whether it runs or not, once however often it is asked, and to keep', async () => {
    const { engine } = subject;
    const specs = specsOfDesktop(engine);
    const desktop = await makeDesktop(engine, specs);
    const data = await createSurely(engine, specs.volume('/dev/vdb'));
    for (const _ of [1, 2]) await surely('plugs', () => engine.plugVolume(desktop.server, data));
    await assert.rejects(engine.remove(data, { force: true }), EngineError, 'it is in use');
    await surely('stops', () => engine.power(desktop.server, 'stop', 'hard'));
    await untilStatus(engine, desktop.server, 'shutoff');
    const late = await createSurely(engine, specs.volume('/dev/vdc'));
    for (const _ of [1, 2]) await surely('plugs', () => engine.plugVolume(desktop.server, late));
    await surely('starts', () => engine.power(desktop.server, 'start', 'hard'));
    await untilStatus(engine, desktop.server, 'active');
    for (const each of [data, late]) {
      await assert.rejects(engine.remove(each, { force: true }), EngineError, 'it is in use');
      assert.equal((await removeSurely(engine, each, false, true)).state, 'absent');
    }
    await removeDesktop(engine, desktop);
  });

  it('S8: lets a server that is off begin with another system disk, once however often it is asked, and the former can go', async () => {
    const { engine } = subject;
    const specs = specsOfDesktop(engine);
    const desktop = await makeDesktop(engine, specs);
    const image = engine.offer.images[0]?.id ?? '';
    const next = await createSurely(engine, specs.volume());
    const replace = (volume = next, imageId = image, notAfter?: number) =>
      engine.replaceSystemDisk(desktop.server, volume, imageId, notAfter);
    await assert.rejects(replace(), EngineError, 'it runs');
    await surely('stops', () => engine.power(desktop.server, 'stop', 'hard'));
    await untilStatus(engine, desktop.server, 'shutoff');
    const other = await makeDesktop(engine);
    for (const wrong of [unknownRef('volume'), other.volume])
      await assert.rejects(replace(wrong), EngineError);
    await assert.rejects(replace(next, '00000000-0000-4000-8000-000000000000'), EngineError, 'no image');
    await assert.rejects(replace(next, image, 0), EngineError, 'too late');
    const removal = { force: true, unplug: true };
    await assert.rejects(engine.remove(desktop.volume, removal), EngineError, 'it is still the system disk');
    for (const _ of ['at first', 'again']) await surely('replaces', () => replace());
    await assert.rejects(engine.remove(next, removal), EngineError, 'it is the system disk now');
    assert.equal((await removeSurely(engine, desktop.volume)).state, 'absent');
    await surely('starts', () => engine.power(desktop.server, 'start', 'hard'));
    await untilStatus(engine, desktop.server, 'active');
    await surely('leaves as it is what is so', () => replace());
    await untilStatus(engine, desktop.server, 'active');
    await assert.rejects(
      engine.replaceSystemDisk(unknownRef('server'), next, image),
      EngineError,
      'no such server',
    );
    await removeDesktop(engine, { ...desktop, volume: next });
    await removeDesktop(engine, other);
  });

  it('gives a server no disk that is not there, or another server’s', async () => {
    const { engine } = subject;
    const [one, other] = [await makeDesktop(engine), await makeDesktop(engine)];
    for (const wrong of [unknownRef('volume'), other.volume])
      await assert.rejects(engine.plugVolume(one.server, wrong), EngineError);
    const specs = specsOfDesktop(engine);
    const free = await createSurely(engine, specs.volume('/dev/vdb'));
    await assert.rejects(engine.plugVolume(unknownRef('server'), free), EngineError);
    await removeSurely(engine, free);
    for (const each of [one, other]) await removeDesktop(engine, each);
  });

  it('holds a volume to another speed, or says that it cannot', async () => {
    const specs = specsOfDesktop(subject.engine);
    const volume = await createSurely(subject.engine, specs.volume());
    const speed = { iops: 5000, throughputMiB: 250 };
    if (subject.engine.offer.diskSpeeds === true)
      await surely('has the speed', () => subject.engine.setVolumeSpeed(volume, speed));
    else
      await assert.rejects(
        subject.engine.setVolumeSpeed(volume, speed),
        (error: unknown) => error instanceof EngineError && error.reason === 'refused',
      );
    await removeSurely(subject.engine, volume);
  });

  it('freezes what a volume holds, and gives it back while no running server uses it', async () => {
    const specs = specsOfDesktop(subject.engine);
    const desktop = await makeDesktop(subject.engine, specs);
    const snapshot = await createSurely(subject.engine, specs.snapshot(desktop.volume));
    assert.equal(snapshot.keyId, desktop.volume.keyId, 'under the key of its volume');
    await untilStatus(subject.engine, snapshot, 'available');
    await assert.rejects(subject.engine.restoreSnapshot(snapshot), EngineError);
    await surely('stops', () => subject.engine.power(desktop.server, 'stop', 'hard'));
    await untilStatus(subject.engine, desktop.server, 'shutoff');
    const late = (error: unknown) => error instanceof EngineError && error.reason === 'timeout';
    await assert.rejects(subject.engine.restoreSnapshot(snapshot, 0), late, 'S9: later than it may begin');
    const restore = () => surely('restores', () => subject.engine.restoreSnapshot(snapshot));
    await Promise.all([restore(), restore()]);
    await assert.rejects(subject.engine.restoreSnapshot(unknownRef('snapshot')), EngineError);
    await assert.rejects(subject.engine.create(specs.snapshot(unknownRef('volume'))), EngineError);
    await removeSurely(subject.engine, desktop.server);
    await surely('is asked to go', async () => {
      await subject.engine.remove(desktop.volume, { force: true });
    });
    await assert.rejects(subject.engine.restoreSnapshot(snapshot), EngineError, 'S9: on its way out');
    await removeSurely(subject.engine, snapshot);
    await removeSurely(subject.engine, desktop.volume);
    await removeSurely(subject.engine, desktop.port);
  });

  for (const last of ['volume', 'snapshot'] as const) {
    it(`S6: destroys a key with the last item under it, here the ${last}, and says so for ever`, async () => {
      const specs = specsOfDesktop(subject.engine);
      const volume = await createSurely(subject.engine, specs.volume());
      const snapshot = await createSurely(subject.engine, specs.snapshot(volume));
      const [first, second] = last === 'volume' ? [snapshot, volume] : [volume, snapshot];
      assert.notEqual(
        gradeOf(await removeSurely(subject.engine, first)),
        'crypto-erased',
        'its key is still needed',
      );
      const seen = await removeSurely(subject.engine, second);
      if (volume.keyId === undefined) {
        assert.notEqual(gradeOf(seen), 'crypto-erased', 'there never was a key');
        return;
      }
      assert.ok(seen.state === 'absent' && seen.grade === 'crypto-erased');
      assert.equal(seen.key.id, volume.keyId);
      assert.ok(Math.abs(seen.key.destroyedAt.getTime() - Date.now()) < 3_600_000);
      assert.deepEqual(await look(subject.engine, second), seen);
      assert.notEqual(gradeOf(await look(subject.engine, first)), 'crypto-erased');
      if (subject.restart !== undefined) await subject.restart();
      assert.deepEqual(await look(subject.engine, second), seen, 'after a restart');
    });
  }

  it('gives each volume a key of its own, where it encrypts', async () => {
    const specs = specsOfDesktop(subject.engine);
    const volumes = [
      await createSurely(subject.engine, specs.volume()),
      await createSurely(subject.engine, specs.volume('/dev/vdb')),
    ];
    const keys = volumes.flatMap(({ keyId }) => keyId ?? []);
    assert.ok(keys.length === 0 || new Set(keys).size === 2);
    for (const ref of volumes) await removeSurely(subject.engine, ref);
  });
}
