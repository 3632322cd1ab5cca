import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { waitUntil } from '../system/waitUntil.js';
import { watchChild } from './childProcess.js';
import { keepRunning } from './keepRunning.js';

const fast = { firstPauseMs: 1, maxPauseMs: 4, name: 'A sleeper' };

describe('keepRunning', () => {
  it('starts a child again when it dies, also after a start that failed, and not after a stop', async () => {
    const reports: string[] = [];
    const children: ChildProcess[] = [];
    let starts = 0;
    const part = await keepRunning({
      ...fast,
      report: (text) => reports.push(text),
      start: async () => {
        starts += 1;
        if (starts === 2) throw new Error('not this time');
        const child = spawn('sleep', ['600']);
        children.push(child);
        const watched = watchChild(child);
        return { exited: watched.exited, stop: () => watched.stop(5_000) };
      },
    });
    children[0]?.kill('SIGKILL');
    assert.ok(await waitUntil(() => children.length === 2, 10_000));
    assert.ok(await waitUntil(() => reports.length === 3, 10_000));
    assert.deepEqual(reports, [
      'A sleeper ended unexpectedly (SIGKILL); it is started again',
      'A sleeper cannot be started: not this time',
      'A sleeper is running again',
    ]);
    await part.stop();
    assert.equal(children[1]?.signalCode, 'SIGTERM');
    assert.equal(starts, 3);
  });

  it('passes on why the first start failed', async () => {
    const start = () => Promise.reject(new Error('no such thing'));
    await assert.rejects(keepRunning({ ...fast, report: () => undefined, start }), /no such thing/);
  });
});
