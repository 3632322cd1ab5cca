import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import {
  type Engine,
  EngineError,
  type ItemKind,
  itemKinds,
  type Observation,
  type ProviderRef,
} from '../engines/contract.js';
import type { Generation } from '../ids.js';
import { machineTime } from '../system/machineTime.js';
import { testEngineFiles } from './engineFilesContract.js';
import {
  createSurely,
  freshName,
  look,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from './engineItems.js';
import { isGeneration, isProviderId, made } from './madeIds.js';
import { waitUntil } from './waitUntil.js';

/** An engine under test, and how to end it or to end and start it anew over the same world. */
export interface EngineUnderTest {
  readonly engine: Engine;
  close(): Promise<void>;
  restart?(): Promise<Engine>;
}

/** Registers the test cases that every engine has to pass. They share one engine and disturb each other's items not at all. */
export function describeEngineContract(name: string, makeEngine: () => Promise<EngineUnderTest>): void {
  describe(`the ${name} engine keeps the engine contract`, () => {
    let subject: EngineUnderTest;
    let engine: Engine;

    before(async () => {
      subject = await makeEngine();
      engine = subject.engine;
    });
    after(() => subject.close());

    it('is ready and offers a zone and an image', async () => {
      assert.equal((await engine.health()).ready, true);
      assert.ok(engine.offer.availabilityZones.length > 0);
      assert.ok(engine.offer.images.length > 0);
    });

    it('shows a created port and volume as present', async () => {
      const specs = specsOfDesktop(engine);
      for (const spec of [specs.port(), specs.volume()]) {
        const ref = await createSurely(engine, spec);
        assert.equal(ref.kind, spec.kind);
        await untilStatus(engine, ref, 'available');
        await removeSurely(engine, ref);
      }
    });

    it('makes a server that becomes active and removes it for good (S1)', async () => {
      const desktop = await makeDesktop(engine);
      const seen = await removeSurely(engine, desktop.server);
      assert.equal(seen.state, 'absent');
      assert.equal((await look(engine, desktop.server)).state, 'absent');
      assert.equal(await answerTo(engine, desktop.server), 'absent');
      assert.deepEqual(await engine.findByName('server', desktop.serverSpec.name), []);
      await removeSurely(engine, desktop.volume);
      await removeSurely(engine, desktop.port);
    });

    it('finds an item by its single-use name, and nothing by a name never used (D7)', async () => {
      const spec = specsOfDesktop(engine).volume();
      const ref = await createSurely(engine, spec);
      assert.deepEqual(await engine.findByName('volume', spec.name), [ref]);
      assert.deepEqual(await engine.findByName('port', spec.name), []);
      assert.deepEqual(await engine.findByName('volume', freshName()), []);
      await removeSurely(engine, ref);
    });

    it('leads a repeated creation under one name to findable items that can all be removed (D7)', async () => {
      const spec = specsOfDesktop(engine).port();
      const first = await createSurely(engine, spec);
      const second = await engine.create(spec).catch(() => first);
      const found = await engine.findByName('port', spec.name);
      for (const ref of [first, second]) assert.ok(found.some((each) => sameItem(each, ref)));
      for (const ref of found) await removeSurely(engine, ref);
      assert.deepEqual(await engine.findByName('port', spec.name), []);
    });

    it('S9: does not begin with a creation whose time is over', async () => {
      const spec = specsOfDesktop(engine).volume();
      // A fault may stand in for the refusal, never for a creation.
      await assert.rejects(engine.create(spec, machineTime() - 1), EngineError);
      assert.deepEqual(await engine.findByName('volume', spec.name), []);
    });

    it('leaves an item of another generation alone and says it is not ours (S3)', async () => {
      const ref = await createSurely(engine, specsOfDesktop(engine).volume());
      const namesake: ProviderRef = { ...ref, generation: creationMark() };
      assert.equal(await answerTo(engine, namesake), 'not-ours');
      assert.equal((await look(engine, namesake)).state, 'replaced');
      await untilStatus(engine, ref, 'available');
      await removeSurely(engine, ref);
    });

    for (const kind of itemKinds) {
      it(`observes a ${kind} that never was as absent and answers its removal so`, async () => {
        const ref = unknownRef(kind);
        assert.equal((await look(engine, ref)).state, 'absent');
        assert.equal(await answerTo(engine, ref), 'absent');
      });
    }

    it('accepts a second removal while the first is under way', async () => {
      const ref = await createSurely(engine, specsOfDesktop(engine).volume());
      const answers = await Promise.all([answerTo(engine, ref), answerTo(engine, ref)]);
      for (const answer of answers) assert.ok(answer === 'accepted' || answer === 'absent');
      await removeSurely(engine, ref);
    });

    it('stops and starts a server, softly and hard, keeping its disk and port', async () => {
      const desktop = await makeDesktop(engine);
      for (const mode of ['soft', 'hard'] as const) {
        await engine.power(desktop.server, 'stop', mode);
        await untilStatus(engine, desktop.server, 'shutoff');
        assert.equal((await look(engine, desktop.volume)).state, 'present');
        assert.equal((await look(engine, desktop.port)).state, 'present');
        await engine.power(desktop.server, 'start', mode);
        await untilStatus(engine, desktop.server, 'active');
      }
      await engine.power(desktop.server, 'reboot', 'hard');
      await untilStatus(engine, desktop.server, 'active');
      await removeDesktop(engine, desktop);
    });

    it('freezes a running server where it stands, and lets it go on', async () => {
      const desktop = await makeDesktop(engine);
      await surely('hibernates', () => engine.power(desktop.server, 'hibernate', 'soft'));
      await untilStatus(engine, desktop.server, 'hibernated');
      await surely('wakes', () => engine.power(desktop.server, 'wake', 'soft'));
      await untilStatus(engine, desktop.server, 'active');
      await removeDesktop(engine, desktop);
    });

    it('removes a server that is frozen', async () => {
      const desktop = await makeDesktop(engine);
      await surely('hibernates', () => engine.power(desktop.server, 'hibernate', 'soft'));
      await untilStatus(engine, desktop.server, 'hibernated');
      await removeDesktop(engine, desktop);
    });

    it('S8: freezes and wakes a server once, however often it is asked, and a start wakes it as well', async () => {
      const desktop = await makeDesktop(engine);
      for (const [action, status] of [
        ['wake', 'active'],
        ['hibernate', 'hibernated'],
        ['hibernate', 'hibernated'],
        ['start', 'active'],
      ] as const) {
        await surely(`does ${action}`, () => engine.power(desktop.server, action, 'soft'));
        await untilStatus(engine, desktop.server, status);
      }
      await removeDesktop(engine, desktop);
    });

    it('freezes no server that is off', async () => {
      const desktop = await makeDesktop(engine);
      await surely('stops', () => engine.power(desktop.server, 'stop', 'hard'));
      await untilStatus(engine, desktop.server, 'shutoff');
      await assert.rejects(engine.power(desktop.server, 'hibernate', 'soft'), EngineError);
      await untilStatus(engine, desktop.server, 'shutoff');
      await removeDesktop(engine, desktop);
    });

    it('makes a volume larger, where the machine can also while a server uses it, and never smaller', async () => {
      const desktop = await makeDesktop(engine);
      await engine.resizeVolume(desktop.volume, 12).catch(async (error: unknown) => {
        assert.ok(error instanceof EngineError && error.reason === 'conflict');
        await surely('stops', () => engine.power(desktop.server, 'stop', 'hard'));
        await untilStatus(engine, desktop.server, 'shutoff');
        await surely('grows', () => engine.resizeVolume(desktop.volume, 12));
      });
      const grown = await look(engine, desktop.volume);
      assert.ok(grown.state === 'present');
      assert.equal(grown.sizeGiB, 12);
      await assert.rejects(engine.resizeVolume(desktop.volume, 11), EngineError);
      await assert.rejects(engine.resizeVolume(unknownRef('volume'), 12), EngineError);
      const kept = await look(engine, desktop.volume);
      assert.ok(kept.state === 'present');
      assert.equal(kept.sizeGiB, 12);
      await removeDesktop(engine, desktop);
    });

    it('freezes what a volume holds, and gives it back while no running server uses it', async () => {
      const specs = specsOfDesktop(engine);
      const desktop = await makeDesktop(engine, specs);
      const snapshot = await createSurely(engine, specs.snapshot(desktop.volume));
      assert.equal(snapshot.keyId, desktop.volume.keyId, 'under the key of its volume');
      await untilStatus(engine, snapshot, 'available');
      await assert.rejects(engine.restoreSnapshot(snapshot), EngineError);
      await surely('stops', () => engine.power(desktop.server, 'stop', 'hard'));
      await untilStatus(engine, desktop.server, 'shutoff');
      await surely('restores', () => engine.restoreSnapshot(snapshot));
      await assert.rejects(engine.restoreSnapshot(unknownRef('snapshot')), EngineError);
      await assert.rejects(engine.create(specs.snapshot(unknownRef('volume'))), EngineError);
      await removeSurely(engine, snapshot);
      await removeDesktop(engine, desktop);
    });

    for (const last of ['volume', 'snapshot'] as const) {
      it(`S6: destroys a key with the last item under it, here the ${last}, and says so for ever`, async () => {
        const specs = specsOfDesktop(engine);
        const volume = await createSurely(engine, specs.volume());
        const snapshot = await createSurely(engine, specs.snapshot(volume));
        const [first, second] = last === 'volume' ? [snapshot, volume] : [volume, snapshot];
        assert.notEqual(
          gradeOf(await removeSurely(engine, first)),
          'crypto-erased',
          'its key is still needed',
        );
        const seen = await removeSurely(engine, second);
        if (volume.keyId === undefined) {
          assert.notEqual(gradeOf(seen), 'crypto-erased', 'there never was a key');
          return;
        }
        assert.ok(seen.state === 'absent' && seen.grade === 'crypto-erased');
        assert.equal(seen.key.id, volume.keyId);
        assert.ok(Math.abs(seen.key.destroyedAt.getTime() - Date.now()) < 3_600_000);
        assert.deepEqual(await look(engine, second), seen);
        assert.notEqual(gradeOf(await look(engine, first)), 'crypto-erased');
        if (subject.restart !== undefined) engine = await subject.restart();
        assert.deepEqual(await look(engine, second), seen, 'after a restart');
      });
    }

    it('gives each volume a key of its own, where it encrypts', async () => {
      const specs = specsOfDesktop(engine);
      const volumes = [
        await createSurely(engine, specs.volume()),
        await createSurely(engine, specs.volume('/dev/vdb')),
      ];
      const keys = volumes.flatMap(({ keyId }) => keyId ?? []);
      assert.ok(keys.length === 0 || new Set(keys).size === 2);
      for (const ref of volumes) await removeSurely(engine, ref);
    });

    it('refuses to power a server that is not there', async () => {
      await assert.rejects(engine.power(unknownRef('server'), 'start', 'soft'), { name: 'EngineError' });
    });

    it('changes the rules of a port, and refuses those of one that is not there', async () => {
      const ref = await createSurely(engine, specsOfDesktop(engine).port());
      const rule = { direction: 'ingress', family: 4, protocol: 'tcp', remote: ['100.64.9.0/24'] } as const;
      for (const rules of [
        [rule],
        [
          { ...rule, portMin: 22, portMax: 443 },
          { ...rule, family: 6, remote: [] },
        ],
        [],
      ] as const) {
        await waitUntil(() => engine.setPortRules(ref, rules).then(() => true), 'the rules are set');
      }
      await untilStatus(engine, ref, 'available');
      await assert.rejects(engine.setPortRules({ ...ref, generation: creationMark() }, []), EngineError);
      await assert.rejects(engine.setPortRules(unknownRef('port'), [rule]), EngineError);
      await removeSurely(engine, ref);
      await assert.rejects(engine.setPortRules(ref, [rule]), EngineError);
    });

    it('lists every item with its name until it is gone (S14)', async () => {
      const desktop = await makeDesktop(engine);
      const listed = await waitUntil(
        async () => (await engine.list('server')).find((each) => sameItem(each, desktop.server)),
        'the server is listed',
      );
      assert.equal(listed.name, desktop.serverSpec.name);
      assert.ok(Math.abs(listed.createdAt.getTime() - Date.now()) < 3_600_000);
      await removeDesktop(engine, desktop);
      for (const ref of [desktop.server, desktop.volume, desktop.port]) {
        await waitUntil(
          async () => !(await engine.list(ref.kind)).some((each) => sameItem(each, ref)),
          `the ${ref.kind} leaves the list`,
        );
      }
    });

    it('keeps the port and the disk when their server goes', async () => {
      const desktop = await makeDesktop(engine);
      await removeSurely(engine, desktop.server, true);
      await untilStatus(engine, desktop.port, 'available');
      await untilStatus(engine, desktop.volume, 'available');
      await removeSurely(engine, desktop.port);
      await removeSurely(engine, desktop.volume);
    });

    it('makes several desktops at once, each with items of its own', async () => {
      const desktops = await Promise.all([1, 2, 3].map(() => makeDesktop(engine)));
      const ids = desktops.flatMap((each) => [each.server.id, each.volume.id, each.port.id]);
      assert.equal(new Set(ids).size, ids.length);
      await Promise.all(desktops.map((each) => removeDesktop(engine, each)));
    });

    it('knows everything again after a restart, and can remove it', async (test) => {
      if (subject.restart === undefined) {
        test.diagnostic('this engine has no restart');
        return;
      }
      const desktop = await makeDesktop(engine);
      engine = await subject.restart();
      await untilStatus(engine, desktop.server, 'active');
      assert.deepEqual(await engine.findByName('server', desktop.serverSpec.name), [desktop.server]);
      await removeDesktop(engine, desktop);
      assert.equal((await look(engine, desktop.server)).state, 'absent');
    });

    describe('and its part on files', () => testEngineFiles(() => engine));
  });
}

async function removeDesktop(
  engine: Engine,
  desktop: { readonly server: ProviderRef; readonly volume: ProviderRef; readonly port: ProviderRef },
): Promise<void> {
  await removeSurely(engine, desktop.server, true);
  await removeSurely(engine, desktop.volume);
  await removeSurely(engine, desktop.port);
}

/** Does what a fault may come in the way of. */
async function surely(what: string, act: () => Promise<void>): Promise<void> {
  await waitUntil(async () => {
    await act();
    return true;
  }, `it ${what}`);
}

function gradeOf(seen: Observation): string | undefined {
  return seen.state === 'absent' ? seen.grade : undefined;
}

/** The answer to a removal, asked again when the call itself fails. */
function answerTo(engine: Engine, ref: ProviderRef) {
  return waitUntil(() => engine.remove(ref, { force: true }), `the removal of the ${ref.kind} is answered`);
}

function sameItem(one: ProviderRef, other: ProviderRef): boolean {
  return one.kind === other.kind && one.id === other.id && one.generation === other.generation;
}

function unknownRef(kind: ItemKind): ProviderRef {
  return { kind, id: made(randomUUID(), isProviderId), generation: creationMark() };
}

function creationMark(): Generation {
  return made(randomBytes(16).toString('hex'), isGeneration);
}
