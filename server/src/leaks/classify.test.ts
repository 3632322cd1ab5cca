import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asId } from '../ids.js';
import { type BirthRecord, type Candidates, classify, type Verdict } from './classify.js';

const volume = { kind: 'volume', name: 'anything' } as const;
/** An engine that came with this installation, and one that others use as well. */
const own = { exclusive: true } as const;
const shared = { exclusive: false } as const;
const ofOurForm = { kind: 'volume', name: 'dp-0b6e8a7e-5a3c-4f0e-9d2b-1c4d5e6f7a8b' } as const;

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
  return textOf(classify(volume, { ...nothingKnown, ...candidates }, own));
}

const nothingKnown: Candidates = { named: undefined, born: [], namesakes: 1 };

function textOf(verdict: Verdict): string {
  return verdict.class === 'foreign' || verdict.class === 'ours-live'
    ? verdict.class
    : `${verdict.class}: ${verdict.reason}`;
}

/** An item that carries its own name and is the one that the record says. */
function bornAs(different: Partial<BirthRecord>): string {
  const birth = record(different);
  return verdictOf({ named: birth, born: [birth] });
}

describe('whose an item of the engine is', () => {
  it('S2: nobody of ours made what has no birth record', () => {
    assert.equal(verdictOf({}), 'foreign');
  });

  it('S2: leaves to a person what carries a name of our form in an engine of our own and is on no record', () => {
    assert.equal(textOf(classify(ofOurForm, nothingKnown, own)), 'unknown: not-on-record');
    assert.equal(textOf(classify(ofOurForm, nothingKnown, shared)), 'foreign', 'others name theirs freely');
    const lent = record({ ownership: 'preexisting', desktopGone: true });
    assert.equal(textOf(classify(ofOurForm, { ...nothingKnown, born: [lent] }, own)), 'foreign');
    for (const name of ['dp-1', `x${ofOurForm.name}`, ofOurForm.name.toUpperCase(), `${ofOurForm.name}-2`])
      assert.equal(textOf(classify({ kind: 'volume', name }, nothingKnown, own)), 'foreign', name);
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
