import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backoff } from './backoff.js';

describe('backoff', () => {
  it('doubles from the first wait up to the longest and stays there', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 50, 5000].map((attempts) => backoff(attempts, 0, 100, 1000)),
      [100, 200, 400, 800, 1000, 1000, 1000],
    );
  });

  it('adds up to a quarter, so that a crowd comes back one by one', () => {
    assert.equal(backoff(1, 0.999, 100, 1000), 125);
    assert.equal(backoff(3, 0.5, 100, 1000), 450);
  });
});
