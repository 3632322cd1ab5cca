import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maxUsersOfBatch, nextBatch, userAtFault } from './newUserBatches.js';

describe('the users of a list, call by call', () => {
  it('are as many as a call takes, and fewer where they have passwords', () => {
    const without = Array.from({ length: 1_000 }, () => false);
    assert.equal(nextBatch(without, Boolean).length, maxUsersOfBatch);
    assert.equal(nextBatch(without.slice(0, 3), Boolean).length, 3);
    assert.equal(nextBatch(Array<boolean>(100).fill(true), Boolean).length, 20);
    assert.deepEqual(nextBatch([], Boolean), []);
    const mixed = Array.from({ length: 100 }, (_, index) => index % 2 === 0);
    assert.equal(nextBatch(mixed, Boolean).length, 40);
  });

  it('are told by a refusal which of them is at fault', () => {
    assert.equal(userAtFault('body: users.17.user_name'), 17);
    assert.equal(userAtFault('body: users.0'), 0);
    for (const other of ['', 'body: users', 'group_id: users.1', 'body: users.x'])
      assert.equal(userAtFault(other), undefined, other);
  });
});
