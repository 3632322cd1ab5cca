import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Observation } from '../../engines/contract.js';
import type { KeyId } from '../../ids.js';
import { isKeyId, made } from '../../testing/madeIds.js';
import { decideStep, type ItemProgress } from './decideStep.js';

const key = made('5c'.repeat(16), isKeyId);
const erased = (id: KeyId): Observation => ({
  state: 'absent',
  grade: 'crypto-erased',
  key: { id, destroyedAt: new Date('2026-01-01T08:00:00Z') },
});
const untouched: ItemProgress = { intent: 'delete', sinceAsked: null, seenAbsent: 0, keyId: null };
const askedAgo = (milliseconds: number): ItemProgress => ({
  ...untouched,
  sinceAsked: milliseconds,
});
const present: Observation = { state: 'present', status: 'active' };

const anyProgress = fc.record({
  intent: fc.constant('delete' as const),
  sinceAsked: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  seenAbsent: fc.nat(10),
  keyId: fc.constantFrom(null, key),
});

describe('decideStep', () => {
  it('asks an item that is there and was never asked to go', () => {
    assert.equal(decideStep(untouched, present).do, 'ask');
  });

  it('gives an item that was asked some time before it asks again', () => {
    assert.equal(decideStep(askedAgo(1_000), present).do, 'wait');
  });

  it('S7: asks again, for ever, an item that does not go', () => {
    fc.assert(
      fc.property(fc.double({ min: 30_000, noNaN: true }), (milliseconds) => {
        assert.equal(decideStep(askedAgo(milliseconds), present).do, 'ask');
      }),
    );
  });

  it('A12: asks again when the clock was set back to before the last time', () => {
    assert.equal(decideStep(askedAgo(-3_600_000), present).do, 'ask');
  });

  it('S6: looks twice at an engine that says it is quick, only sooner', () => {
    const absent: Observation = { state: 'absent', grade: 'api-absent' };
    assert.deepEqual(decideStep(untouched, absent, 0), {
      do: 'look-again',
      seenAbsent: 1,
      inMilliseconds: 0,
    });
    assert.deepEqual(decideStep(untouched, present, 20), { do: 'ask', inMilliseconds: 20 });
    const waiting = decideStep(askedAgo(1_000), present, 20);
    assert.deepEqual(waiting, { do: 'wait', inMilliseconds: 100, reason: null });
  });

  it('S6: believes an API that may lag only when it says twice in a row that the item is gone', () => {
    const absent: Observation = { state: 'absent', grade: 'api-absent' };
    const first = decideStep(untouched, absent);
    assert.deepEqual(first, { do: 'look-again', seenAbsent: 1, inMilliseconds: 100 });
    assert.deepEqual(decideStep({ ...untouched, seenAbsent: 1 }, absent), {
      do: 'end',
      ended: 'absent',
      grade: 'api-absent',
    });
  });

  it('believes the host itself at once', () => {
    const step = decideStep(untouched, { state: 'absent', grade: 'host-confirmed' });
    assert.deepEqual(step, { do: 'end', ended: 'absent', grade: 'host-confirmed' });
  });

  it('believes at once that a disk is gone with the key that is on record, and tells of the key', () => {
    assert.deepEqual(decideStep({ ...untouched, keyId: key }, erased(key)), {
      do: 'end',
      ended: 'absent',
      grade: 'crypto-erased',
      key: { id: key, destroyedAt: new Date('2026-01-01T08:00:00Z') },
    });
  });

  it('S5: believes nothing of an engine that destroyed another key than the one on record', () => {
    const other = made('a0'.repeat(16), isKeyId);
    fc.assert(
      fc.property(anyProgress, (progress) => {
        const step = decideStep({ ...progress, keyId: key }, erased(other));
        assert.equal(step.do, 'wait');
        assert.match(
          step.reason ?? '',
          /^the engine says that the key a0.* was destroyed, but .* is on record/,
        );
      }),
    );
  });

  it('L2: lets a disk end of which no key is on record, and tells of none', () => {
    const step = decideStep(untouched, erased(key));
    assert.deepEqual(step, { do: 'end', ended: 'absent', grade: 'host-confirmed' });
  });

  it('lets an encrypted disk end that is gone, also when nobody saw its key destroyed', () => {
    const step = decideStep({ ...untouched, keyId: key }, { state: 'absent', grade: 'host-confirmed' });
    assert.deepEqual(step, { do: 'end', ended: 'absent', grade: 'host-confirmed' });
  });

  it('S3: takes an item of another generation for the absence of ours, and asks nothing of it', () => {
    const step = decideStep(
      { ...askedAgo(60_000), seenAbsent: 1 },
      { state: 'replaced', grade: 'api-absent' },
    );
    assert.equal(step.do, 'end');
  });

  it('S2: never asks what was there before to go, and lets it end when nothing uses it', () => {
    fc.assert(
      fc.property(
        anyProgress,
        fc.constantFrom('active', 'available', 'in-use', 'deleting'),
        (progress, status) => {
          const step = decideStep({ ...progress, intent: 'detach' }, { state: 'present', status });
          if (status === 'available')
            assert.deepEqual(step, { do: 'end', ended: 'detached', grade: 'seen-unused' });
          else assert.equal(step.do, 'wait');
        },
      ),
    );
  });

  it('S5: never ends, and never asks, on an answer that proves nothing', () => {
    fc.assert(
      fc.property(anyProgress, fc.string(), (progress, reason) => {
        assert.equal(decideStep(progress, { state: 'unknown', reason }).do, 'wait');
      }),
    );
  });

  it('S5: never ends an item that is seen', () => {
    fc.assert(
      fc.property(anyProgress, (progress) => {
        assert.ok(['ask', 'wait'].includes(decideStep(progress, present).do));
      }),
    );
  });

  it('always comes back within 5 seconds', () => {
    fc.assert(
      fc.property(
        anyProgress,
        fc.constantFrom<Observation>(present, { state: 'unknown', reason: '' }),
        (progress, seen) => {
          const step = decideStep(progress, seen);
          assert.ok(step.do === 'end' || (step.inMilliseconds > 0 && step.inMilliseconds <= 5_000));
        },
      ),
    );
  });
});
