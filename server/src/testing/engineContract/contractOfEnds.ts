import assert from 'node:assert/strict';
import { it } from 'node:test';
import { itemKinds, type ProviderRef } from '../../engines/contract.js';
import {
  createSurely,
  look,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../engineItems.js';
import { waitUntil } from '../waitUntil.js';
import {
  answerTo,
  creationMark,
  type EngineUnderTest,
  removeDesktop,
  sameItem,
  unknownRef,
} from './engineUnderTest.js';

/** How items go, whose they are, and what is known of them until then. */
export function describeEnds(subject: EngineUnderTest): void {
  it('makes a server that becomes active and removes it for good (S1)', async () => {
    const desktop = await makeDesktop(subject.engine);
    const seen = await removeSurely(subject.engine, desktop.server);
    assert.equal(seen.state, 'absent');
    assert.equal((await look(subject.engine, desktop.server)).state, 'absent');
    assert.equal(await answerTo(subject.engine, desktop.server), 'absent');
    assert.deepEqual(await subject.engine.findByName('server', desktop.serverSpec.name), []);
    await removeSurely(subject.engine, desktop.volume);
    await removeSurely(subject.engine, desktop.port);
  });

  it('leaves an item of another generation alone and says it is not ours (S3)', async () => {
    const ref = await createSurely(subject.engine, specsOfDesktop(subject.engine).volume());
    const namesake: ProviderRef = { ...ref, generation: creationMark() };
    assert.equal(await answerTo(subject.engine, namesake), 'not-ours');
    assert.equal((await look(subject.engine, namesake)).state, 'replaced');
    await untilStatus(subject.engine, ref, 'available');
    await removeSurely(subject.engine, ref);
  });

  for (const kind of itemKinds) {
    it(`observes a ${kind} that never was as absent and answers its removal so`, async () => {
      const ref = unknownRef(kind);
      assert.equal((await look(subject.engine, ref)).state, 'absent');
      assert.equal(await answerTo(subject.engine, ref), 'absent');
    });
  }

  it('accepts a second removal while the first is under way', async () => {
    const ref = await createSurely(subject.engine, specsOfDesktop(subject.engine).volume());
    const answers = await Promise.all([answerTo(subject.engine, ref), answerTo(subject.engine, ref)]);
    for (const answer of answers) assert.ok(answer === 'accepted' || answer === 'absent');
    await removeSurely(subject.engine, ref);
  });

  it('lists every item with its name until it is gone (S14)', async () => {
    const desktop = await makeDesktop(subject.engine);
    const listed = await waitUntil(
      async () => (await subject.engine.list('server')).find((each) => sameItem(each, desktop.server)),
      'the server is listed',
    );
    assert.equal(listed.name, desktop.serverSpec.name);
    assert.ok(Math.abs(listed.createdAt.getTime() - Date.now()) < 3_600_000);
    await removeDesktop(subject.engine, desktop);
    for (const ref of [desktop.server, desktop.volume, desktop.port]) {
      await waitUntil(
        async () => !(await subject.engine.list(ref.kind)).some((each) => sameItem(each, ref)),
        `the ${ref.kind} leaves the list`,
      );
    }
  });

  it('keeps the port and the disk when their server goes', async () => {
    const desktop = await makeDesktop(subject.engine);
    await removeSurely(subject.engine, desktop.server, true);
    await untilStatus(subject.engine, desktop.port, 'available');
    await untilStatus(subject.engine, desktop.volume, 'available');
    await removeSurely(subject.engine, desktop.port);
    await removeSurely(subject.engine, desktop.volume);
  });

  it('knows everything again after a restart, and can remove it', async (test) => {
    if (subject.restart === undefined) {
      test.diagnostic('this subject.engine has no restart');
      return;
    }
    const desktop = await makeDesktop(subject.engine);
    await subject.restart();
    await untilStatus(subject.engine, desktop.server, 'active');
    assert.deepEqual(await subject.engine.findByName('server', desktop.serverSpec.name), [desktop.server]);
    await removeDesktop(subject.engine, desktop);
    assert.equal((await look(subject.engine, desktop.server)).state, 'absent');
  });
}
