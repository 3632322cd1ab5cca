import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { machineTime } from '../../system/machineTime.js';
import {
  createSurely,
  freshName,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../engineItems.js';
import { type EngineUnderTest, removeDesktop, sameItem } from './engineUnderTest.js';

/** What an engine offers and makes, and how what it made is found again. */
export function describeCreations(subject: EngineUnderTest): void {
  it('is ready and offers a zone and an image', async () => {
    assert.equal((await subject.engine.health()).ready, true);
    assert.ok(subject.engine.offer.availabilityZones.length > 0);
    assert.ok(subject.engine.offer.images.length > 0);
  });

  it('shows a created port and volume as present', async () => {
    const specs = specsOfDesktop(subject.engine);
    for (const spec of [specs.port(), specs.volume()]) {
      const ref = await createSurely(subject.engine, spec);
      assert.equal(ref.kind, spec.kind);
      await untilStatus(subject.engine, ref, 'available');
      await removeSurely(subject.engine, ref);
    }
  });

  it('finds an item by its single-use name, and nothing by a name never used (D7)', async () => {
    const spec = specsOfDesktop(subject.engine).volume();
    const ref = await createSurely(subject.engine, spec);
    assert.deepEqual(await subject.engine.findByName('volume', spec.name), [ref]);
    assert.deepEqual(await subject.engine.findByName('port', spec.name), []);
    assert.deepEqual(await subject.engine.findByName('volume', freshName()), []);
    await removeSurely(subject.engine, ref);
  });

  it('leads a repeated creation under one name to findable items that can all be removed (D7)', async () => {
    const spec = specsOfDesktop(subject.engine).port();
    const first = await createSurely(subject.engine, spec);
    const second = await subject.engine.create(spec).catch(() => first);
    const found = await subject.engine.findByName('port', spec.name);
    for (const ref of [first, second]) assert.ok(found.some((each) => sameItem(each, ref)));
    for (const ref of found) await removeSurely(subject.engine, ref);
    assert.deepEqual(await subject.engine.findByName('port', spec.name), []);
  });

  it('S9: does not begin with a creation whose time is over', async () => {
    const spec = specsOfDesktop(subject.engine).volume();
    // A fault may stand in for the refusal, never for a creation.
    await assert.rejects(subject.engine.create(spec, machineTime() - 1), EngineError);
    assert.deepEqual(await subject.engine.findByName('volume', spec.name), []);
  });

  it('makes several desktops at once, each with items of its own', async () => {
    const desktops = await Promise.all([1, 2, 3].map(() => makeDesktop(subject.engine)));
    const ids = desktops.flatMap((each) => [each.server.id, each.volume.id, each.port.id]);
    assert.equal(new Set(ids).size, ids.length);
    await Promise.all(desktops.map((each) => removeDesktop(subject.engine, each)));
  });
}
