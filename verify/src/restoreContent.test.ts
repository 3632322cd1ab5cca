import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalBytes, type JsonObject } from './canonicalJson.js';
import { hashLeaf } from './merkle.js';
import { checkRestore } from './restoreContent.js';

const at = '2026-01-31T08:00:00.000Z';
const key = '0123456789abcdef0123456789abcdef';
const common = {
  version: 1,
  project_id: 'project',
  desktop_id: 'desktop',
  volume_id: 'volume',
  snapshot_id: 'snapshot',
  job_id: 'job',
  volume: { provider_id: 'a', generation: '1' },
  snapshot: { provider_id: 'b', generation: '1', created_at: '2026-01-30T08:00:00.000Z' },
};

/** What comes of statements that a service with the key might write. */
function check(change: JsonObject = {}, requested: JsonObject = {}) {
  const acceptance = canonicalBytes({
    type: 'restore',
    ...common,
    at,
    engine: 'local',
    actor: { user_id: 'ops' },
    key_id: key,
    ...requested,
  });
  const receipt = canonicalBytes({
    type: 'restore-receipt',
    ...common,
    engine: { name: 'local', simulated: false },
    accepted: { at, entry: hashLeaf(acceptance).toString('hex') },
    key: { id: key, destroyed_at: null },
    outcome: 'restored',
    content: 'as-in-the-snapshot',
    error_code: null,
    seen: 'answer-of-the-engine',
    ended_at: '2026-01-31T08:00:01.000Z',
    ...change,
  });
  return checkRestore(receipt, acceptance);
}

describe('what a receipt of a restore says', () => {
  it('is taken as it is where it fits the request', () => {
    assert.deepEqual([check().outcome, check().keyId, check().askedBy], ['restored', key, 'ops']);
    assert.equal(check({ key: null }, { key_id: null }).keyId, '');
    const content = 'as-before-or-as-in-the-snapshot';
    const failed = check({ outcome: 'failed', content, error_code: 'DPL.0502' });
    assert.deepEqual([failed.outcome, failed.errorCode], ['failed', 'DPL.0502']);
  });

  it('is refused where both are silent about what it is about, or about when', () => {
    const both = (change: JsonObject) => () => check(change, change);
    for (const name of ['project_id', 'desktop_id', 'volume_id', 'snapshot_id', 'job_id'])
      for (const nothing of [null, '', 7])
        assert.throws(both({ [name]: nothing }), { message: `${name} is not text` });
    for (const name of ['provider_id', 'generation'])
      for (const part of ['volume', 'snapshot'] as const)
        assert.throws(both({ [part]: { ...common[part], [name]: null } }), {
          message: `${part}.${name} is not text`,
        });
    assert.throws(both({ volume: null }), { message: /^volume is missing/ });
    assert.throws(() => check({}, { actor: {} }), { message: 'actor.user_id is not text' });
    const snapshot = { ...common.snapshot, created_at: null };
    assert.throws(both({ snapshot }), { message: 'snapshot.created_at is missing' });
    assert.throws(() => check({ ended_at: null }), { message: 'ended_at is missing' });
    assert.throws(both({ key: null, key_id: 'no' }), { message: /key differs/ });
    assert.throws(() => check({ key: { id: 'no', destroyed_at: null } }, { key_id: 'no' }), {
      message: /32 hexadecimal digits/,
    });
    assert.throws(() => check({ error_code: '' }), { message: /do not fit/ });
  });

  it('is refused where it fits another request, or says more than an engine can answer', () => {
    const wrong: readonly (readonly [JsonObject, RegExp])[] = [
      [{ type: 'deletion-receipt' }, /not about a restore/],
      [{ version: 2 }, /version 2 of restores is unknown/],
      ...['project_id', 'desktop_id', 'volume_id', 'snapshot_id', 'job_id', 'volume'].map(
        (name) => [{ [name]: 'other' }, new RegExp(`^${name} differs`)] as const,
      ),
      [{ accepted: { at, entry: '00' } }, /another acceptance/],
      [{ engine: { name: 'simulated', simulated: true } }, /not the one that accepted/],
      [{ engine: { name: 'local', simulated: true } }, /not the one that accepted/],
      [{ key: null }, /key differs/],
      [{ key: { id: key, destroyed_at: at } }, /destroys no key/],
      [{ outcome: 'perhaps' }, /outcome "perhaps"/],
      [{ outcome: 'failed' }, /do not fit/],
      [{ error_code: 'DPL.0502' }, /do not fit/],
      [{ content: 'as-before-or-as-in-the-snapshot' }, /do not fit/],
      [{ seen: 'on-the-disk' }, /answer of the engine only/],
      [{ ended_at: '2026-01-30T09:00:00.000Z' }, /impossible/],
    ];
    for (const [change, message] of wrong)
      assert.throws(() => check(change), { message }, JSON.stringify(change));
    assert.throws(() => check({}, { at: '2026-01-31T08:00:00.500Z' }), { message: /accepted\.at differs/ });
  });
});
