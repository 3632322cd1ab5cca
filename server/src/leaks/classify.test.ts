import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asId } from '../ids.js';
import { type BirthRecord, type Candidates, classify } from './classify.js';

const volume = { kind: 'volume' } as const;

function record(different: Partial<BirthRecord> = {}): BirthRecord {
  return {
    itemId: asId('item-1'),
    projectId: asId('project'),
    desktopId: asId('desktop'),
    kind: 'volume',
    name: asId('dp-1'),
    state: 'present',
    ownership: 'created',
    providerId: asId('provider-1'),
    generation: asId('generation-1'),
    asked: true,
    released: false,
    desktopGone: false,
    ...different,
  };
}

const unborn = { state: 'intended', providerId: null, generation: null } as const;

function verdictOf(candidates: Partial<Candidates>): string {
  const verdict = classify(volume, { named: undefined, born: [], namesakes: 1, ...candidates });
  return verdict.class === 'foreign' || verdict.class === 'ours-live'
    ? verdict.class
    : `${verdict.class}: ${verdict.reason}`;
}

/** An item that carries its own name and is the one that the record says. */
function bornAs(different: Partial<BirthRecord>): string {
  const own = record(different);
  return verdictOf({ named: own, born: [own] });
}

describe('whose an item of the engine is', () => {
  it('S2: nobody of ours made what has no birth record', () => {
    assert.equal(verdictOf({}), 'foreign');
  });

  it('is live while the ledger has it, also during a deletion', () => {
    assert.equal(bornAs({}), 'ours-live');
  });

  it('is leaked once the ledger says absent, released or the desktop is gone', () => {
    assert.equal(bornAs({ state: 'absent' }), 'ours-leaked: seen-absent');
    assert.equal(bornAs({ released: true }), 'ours-leaked: released');
    assert.equal(bornAs({ desktopGone: true }), 'ours-leaked: desktop-gone');
  });

  it('needs no name when id and generation are on record: it may have been renamed', () => {
    assert.equal(verdictOf({ born: [record({ state: 'absent' })] }), 'ours-leaked: seen-absent');
  });

  it('D7: is known by its single-use name as long as the answer to its creation is outstanding', () => {
    assert.equal(verdictOf({ named: record(unborn) }), 'ours-live');
    assert.equal(verdictOf({ named: record({ ...unborn, state: 'absent' }) }), 'ours-leaked: seen-absent');
    assert.equal(verdictOf({ named: record({ ...unborn, released: true }) }), 'ours-leaked: released');
  });

  it('S3: leaves to a person what carries our name and is not what we made', () => {
    assert.equal(verdictOf({ named: record() }), 'unknown: another-generation');
    assert.equal(verdictOf({ named: record({ state: 'absent' }) }), 'unknown: another-generation');
    assert.equal(verdictOf({ named: record({ ...unborn, kind: 'port' }) }), 'unknown: another-kind');
    assert.equal(verdictOf({ named: record(unborn), namesakes: 2 }), 'unknown: several-of-one-name');
    assert.equal(verdictOf({ named: record({ ...unborn, asked: false }) }), 'unknown: never-asked-for');
  });

  it('leaves to a person what two records claim', () => {
    const other = record({ itemId: asId('item-2') });
    assert.equal(verdictOf({ named: other, born: [record()] }), 'unknown: records-disagree');
    assert.equal(verdictOf({ born: [record(), other] }), 'unknown: records-disagree');
  });

  it('S2: never takes for ours what was there before a desktop', () => {
    const lent = record({ ownership: 'preexisting' });
    assert.equal(verdictOf({ born: [lent] }), 'ours-live');
    assert.equal(verdictOf({ born: [{ ...lent, desktopGone: true }] }), 'foreign');
    assert.equal(verdictOf({ named: lent }), 'foreign');
  });
});
