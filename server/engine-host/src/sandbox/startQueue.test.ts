import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStartQueue } from './startQueue.js';

/** A start that ends when it is told to. */
function heldStart() {
  let finish: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const end = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return { start: () => end, finish: () => finish(), fail: (error: Error) => fail(error) };
}

describe('the queue of starts', () => {
  it('lets as many run as it is wide, and the others in their order, whether those before succeed or fail', async () => {
    const queue = createStartQueue(2);
    const begun: number[] = [];
    const starts = [0, 1, 2, 3].map(heldStart);
    const ends = starts.map((each, index) =>
      queue.run(
        () => true,
        () => {
          begun.push(index);
          return each.start();
        },
      ),
    );
    await Promise.resolve();
    assert.deepEqual(begun, [0, 1]);
    starts[1]?.fail(new Error('no screen'));
    await assert.rejects(ends[1] ?? Promise.resolve(), /no screen/);
    assert.deepEqual(begun, [0, 1, 2]);
    starts[0]?.finish();
    await ends[0];
    assert.deepEqual(begun, [0, 1, 2, 3]);
    starts[2]?.finish();
    starts[3]?.finish();
    await Promise.all([ends[2], ends[3]]);
  });

  it('gives up one that waits as soon as it is not wanted any more', async () => {
    const queue = createStartQueue(1);
    const first = heldStart();
    const running = queue.run(() => true, first.start);
    let wanted = true;
    const waiting = queue.run(
      () => wanted,
      () => assert.fail('it must not start'),
    );
    wanted = false;
    queue.recheck();
    await assert.rejects(waiting, /not to start any more/);
    first.finish();
    await running;
  });
});
