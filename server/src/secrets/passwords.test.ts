import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { ApiError } from '../errors/errors.js';
import { createPasswords } from './passwords.js';

describe('passwords', () => {
  it('are hashed with argon2id and a salt of their own', async () => {
    const passwords = await createPasswords(realAmbient);
    const [one, two] = await Promise.all([passwords.hash('päss'), passwords.hash('päss')]);
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.notEqual(one, two);
    assert.equal(await passwords.verify(one, 'päss'), true);
    assert.equal(await passwords.verify(one, 'pass'), false);
    assert.equal(await passwords.verify(undefined, 'päss'), false);
  });

  it('are checked in turn, and refused rather than queued without end', async () => {
    const passwords = await createPasswords(realAmbient);
    const hash = await passwords.hash('right');
    const results = await Promise.allSettled(
      Array.from({ length: 210 }, (_, index) => passwords.verify(hash, index % 2 === 0 ? 'right' : 'wrong')),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    assert.equal(refused.length, 8);
    for (const { reason } of refused) assert.ok(reason instanceof ApiError && reason.code === 'DPL.0503');
    const answers = results.slice(0, 202).map((result) => result.status === 'fulfilled' && result.value);
    assert.deepEqual(
      answers,
      Array.from({ length: 202 }, (_, index) => index % 2 === 0),
    );
    assert.equal(await passwords.verify(hash, 'right'), true);
  });

  it('of one source fill no more than a part of the queue, so that others are checked all the same', async () => {
    const passwords = await createPasswords(realAmbient);
    const hash = await passwords.hash('right');
    const guesses = Array.from({ length: 60 }, () => passwords.verify(hash, 'wrong', '192.0.2.1'));
    const owner = passwords.verify(hash, 'right', '192.0.2.2');
    const results = await Promise.allSettled(guesses);
    // Two at once, fifty waiting.
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 8);
    assert.equal(await owner, true);
  });
});
