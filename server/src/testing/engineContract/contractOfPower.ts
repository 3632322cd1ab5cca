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
import { type EngineUnderTest, removeDesktop, surely, unknownRef } from './engineUnderTest.js';

/** Servers that are switched on and off, frozen and woken. */
export function describePower(subject: EngineUnderTest): void {
  it('stops and starts a server, softly and hard, keeping its disk and port', async () => {
    const desktop = await makeDesktop(subject.engine);
    for (const mode of ['soft', 'hard'] as const) {
      await subject.engine.power(desktop.server, 'stop', mode);
      await untilStatus(subject.engine, desktop.server, 'shutoff');
      assert.equal((await look(subject.engine, desktop.volume)).state, 'present');
      assert.equal((await look(subject.engine, desktop.port)).state, 'present');
      await subject.engine.power(desktop.server, 'start', mode);
      await untilStatus(subject.engine, desktop.server, 'active');
    }
    await subject.engine.power(desktop.server, 'reboot', 'hard');
    await untilStatus(subject.engine, desktop.server, 'active');
    await removeDesktop(subject.engine, desktop);
  });

  it('freezes a running server where it stands, and lets it go on', async () => {
    const desktop = await makeDesktop(subject.engine);
    await surely('hibernates', () => subject.engine.power(desktop.server, 'hibernate', 'soft'));
    await untilStatus(subject.engine, desktop.server, 'hibernated');
    await surely('wakes', () => subject.engine.power(desktop.server, 'wake', 'soft'));
    await untilStatus(subject.engine, desktop.server, 'active');
    await removeDesktop(subject.engine, desktop);
  });

  it('removes a server that is frozen', async () => {
    const desktop = await makeDesktop(subject.engine);
    await surely('hibernates', () => subject.engine.power(desktop.server, 'hibernate', 'soft'));
    await untilStatus(subject.engine, desktop.server, 'hibernated');
    await removeDesktop(subject.engine, desktop);
  });

  it('S8: freezes and wakes a server once, however often it is asked, and a start wakes it as well', async () => {
    const desktop = await makeDesktop(subject.engine);
    for (const [action, status] of [
      ['wake', 'active'],
      ['hibernate', 'hibernated'],
      ['hibernate', 'hibernated'],
      ['start', 'active'],
    ] as const) {
      await surely(`does ${action}`, () => subject.engine.power(desktop.server, action, 'soft'));
      await untilStatus(subject.engine, desktop.server, status);
    }
    await removeDesktop(subject.engine, desktop);
  });

  it('freezes no server that is off', async () => {
    const desktop = await makeDesktop(subject.engine);
    await surely('stops', () => subject.engine.power(desktop.server, 'stop', 'hard'));
    await untilStatus(subject.engine, desktop.server, 'shutoff');
    await assert.rejects(subject.engine.power(desktop.server, 'hibernate', 'soft'), EngineError);
    await untilStatus(subject.engine, desktop.server, 'shutoff');
    await removeDesktop(subject.engine, desktop);
  });

  it('gives a server that is off other cores and memory, and no other', async () => {
    const desktop = await makeDesktop(subject.engine);
    const size = { vcpus: 2, memoryMiB: 2048 };
    await assert.rejects(subject.engine.resizeServer(desktop.server, size), EngineError);
    await surely('stops', () => subject.engine.power(desktop.server, 'stop', 'hard'));
    await untilStatus(subject.engine, desktop.server, 'shutoff');
    for (const _ of ['at first', 'again'])
      await surely('resizes', () => subject.engine.resizeServer(desktop.server, size));
    await surely('starts', () => subject.engine.power(desktop.server, 'start', 'soft'));
    await untilStatus(subject.engine, desktop.server, 'active');
    await assert.rejects(subject.engine.resizeServer(unknownRef('server'), size), EngineError);
    await removeDesktop(subject.engine, desktop);
  });

  it('puts a server that is off on another port, and the port that it had can go', async () => {
    const specs = specsOfDesktop(subject.engine);
    const desktop = await makeDesktop(subject.engine, specs);
    const other = await createSurely(subject.engine, specs.port());
    await assert.rejects(subject.engine.connectServer(desktop.server, [other]), EngineError);
    await surely('stops', () => subject.engine.power(desktop.server, 'stop', 'hard'));
    await untilStatus(subject.engine, desktop.server, 'shutoff');
    await assert.rejects(
      subject.engine.connectServer(desktop.server, [unknownRef('port')]),
      EngineError,
      'a port that is not there',
    );
    for (const _ of ['at first', 'again'])
      await surely('connects', () => subject.engine.connectServer(desktop.server, [other]));
    await assert.rejects(subject.engine.remove(other, { force: true }), EngineError, 'it is in use');
    await removeSurely(subject.engine, desktop.port);
    await surely('starts', () => subject.engine.power(desktop.server, 'start', 'soft'));
    await untilStatus(subject.engine, desktop.server, 'active');
    await removeDesktop(subject.engine, { ...desktop, port: other });
  });

  it('refuses to power a server that is not there', async () => {
    await assert.rejects(subject.engine.power(unknownRef('server'), 'start', 'soft'), {
      name: 'EngineError',
    });
  });
}
