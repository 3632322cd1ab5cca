import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalBytes, type JsonObject } from './canonicalJson.js';
import { hashLeaf } from './merkle.js';
import { checkRestore } from './restoreContent.js';

const at = '2026-01-31T08:00:00.000Z';
const common = {
  version: 1,
  project_id: 'project',
  desktop_id: 'desktop',
  volume_id: 'volume',
  snapshot_id: 'snapshot',
  job_id: 'job',
  volume: { provider_id: 'a', generation: 1 },
  snapshot: { provider_id: 'b', generation: 1, created_at: '2026-01-30T08:00:00.000Z' },
};

/** What comes of statements that a service with the key might write. */
function check(change: JsonObject = {}, requested: JsonObject = {}) {
  const acceptance = canonicalBytes({
    type: 'restore',
    ...common,
    at,
    engine: 'local',
    actor: { user_id: 'ops' },
    key_id: 'key',
    ...requested,
  });
  const receipt = canonicalBytes({
    type: 'restore-receipt',
    ...common,
    engine: { name: 'local', simulated: false },
    accepted: { at, entry: hashLeaf(acceptance).toString('hex') },
    key: { id: 'key', destroyed_at: null },
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
    assert.deepEqual([check().outcome, check().keyId, check().askedBy], ['restored', 'key', 'ops']);
    assert.equal(check({ key: null }, { key_id: null }).keyId, '');
    const content = 'as-before-or-as-in-the-snapshot';
    const failed = check({ outcome: 'failed', content, error_code: 'DPL.0502' });
    assert.deepEqual([failed.outcome, failed.errorCode], ['failed', 'DPL.0502']);
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
      [{ key: { id: 'key', destroyed_at: at } }, /destroys no key/],
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
