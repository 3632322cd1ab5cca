import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatherCalls } from './gatherCalls.js';

describe('gathering calls', () => {
  it('answers each call with its own result, also when they share a run', async () => {
    const runs: number[][] = [];
    const double = gatherCalls(
      async (calls: readonly number[]) => {
        runs.push([...calls]);
        return calls.map((call) => call * 2);
      },
      { max: 3, lanes: 1 },
    );
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(double)), [2, 4, 6, 8, 10]);
    assert.deepEqual(runs, [
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('lets calls that come during a run share the next one', async () => {
    const runs: number[] = [];
    let finish: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (finish = resolve));
    const call = gatherCalls(
      async (calls: readonly number[]) => {
        runs.push(calls.length);
        if (runs.length === 1) await first;
        return calls;
      },
      { max: 10, lanes: 1 },
    );
    const one = call(1);
    await new Promise(setImmediate);
    const others = [call(2), call(3)];
    finish();
    assert.deepEqual(await Promise.all([one, ...others]), [1, 2, 3]);
    assert.deepEqual(runs, [1, 2]);
  });

  it('lets a call that cannot succeed fail alone (L5)', async () => {
    const call = gatherCalls(
      async (calls: readonly string[]) => {
        if (calls.includes('bad')) throw new Error('this one is bad');
        return calls;
      },
      { max: 10, lanes: 1 },
    );
    const results = await Promise.allSettled(['one', 'bad', 'two'].map(call));
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
      ['one', 'Error: this one is bad', 'two'],
    );
  });

  it('tries the calls of a failed run side by side, so that an absence is not waited for once for each', async () => {
    let atOnce = 0;
    let max = 0;
    const call = gatherCalls(
      async (calls: readonly number[]) => {
        atOnce += 1;
        max = Math.max(max, atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
        if (calls.length > 1) throw new Error('away');
        return calls;
      },
      { max: 10, lanes: 1 },
    );
    assert.deepEqual(await Promise.all([1, 2, 3].map(call)), [1, 2, 3]);
    assert.equal(max, 3);
  });

  it('goes on after a failed run', async () => {
    let failures = 1;
    const call = gatherCalls(
      async (calls: readonly string[]) => {
        failures -= 1;
        if (failures >= 0) throw new Error('not now');
        return calls;
      },
      { max: 10, lanes: 1 },
    );
    await assert.rejects(call('first'), /not now/);
    assert.equal(await call('second'), 'second');
  });
});
