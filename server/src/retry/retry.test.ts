import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { retry } from './retry.js';

/** Fails with each text, then answers with each number, in turn. */
function script(...steps: (string | number)[]) {
  const made: number[] = [];
  const run = async (attempt: number): Promise<number> => {
    made.push(attempt);
    const step = steps[attempt - 1];
    if (typeof step === 'number') return step;
    throw new Error(step);
  };
  return { made, run };
}
const isTransient = (error: unknown): boolean => error instanceof Error && error.message === 'busy';

describe('retry', () => {
  it('makes one attempt when that is good', async () => {
    const { made, run } = script(7);
    assert.equal(await retry(run, { maxAttempts: 3 }), 7);
    assert.deepEqual(made, [1]);
  });

  it('tries again after a transient failure, and passes on any other one', async () => {
    assert.equal(await retry(script('busy', 'busy', 7).run, { maxAttempts: 3, isTransient }), 7);
    const { made, run } = script('busy', 'broken', 7);
    await assert.rejects(retry(run, { maxAttempts: 3, isTransient }), /broken/);
    assert.deepEqual(made, [1, 2]);
    await assert.rejects(retry(script('busy', 7).run, { maxAttempts: 3 }), /busy/);
  });

  it('throws the failure of the last attempt', async () => {
    const { made, run } = script('busy', 'busy', 'busy', 7);
    await assert.rejects(retry(run, { maxAttempts: 3, isTransient }), /busy/);
    assert.deepEqual(made, [1, 2, 3]);
  });

  it('tries again when it was overtaken, and gives the last result when it always is', async () => {
    const isOvertaken = (result: number): boolean => result < 5;
    assert.equal(await retry(script(1, 2, 7).run, { maxAttempts: 5, isOvertaken }), 7);
    assert.equal(await retry(script(1, 2, 3, 7).run, { maxAttempts: 3, isOvertaken }), 3);
  });

  it('pauses between two attempts, and not after the last', async () => {
    const pauses: number[] = [];
    const pause = async (attempt: number): Promise<void> => {
      pauses.push(attempt);
    };
    await assert.rejects(retry(script('busy', 'busy', 'busy').run, { maxAttempts: 3, isTransient, pause }));
    assert.deepEqual(pauses, [1, 2]);
  });
});
