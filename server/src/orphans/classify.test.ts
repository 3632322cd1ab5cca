import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asId } from '../ids.js';
import { type Candidates, type CreationRecord, classify, type Verdict } from './classify.js';

const volume = { kind: 'volume', name: 'anything' } as const;
/** An engine that came with this installation, and one that others use as well. */
const own = { exclusive: true } as const;
const shared = { exclusive: false } as const;
const ofOurForm = { kind: 'volume', name: 'dp-0b6e8a7e-5a3c-4f0e-9d2b-1c4d5e6f7a8b' } as const;

function record(different: Partial<CreationRecord> = {}): CreationRecord {
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

const uncreated = { state: 'intended', providerId: null, generation: null } as const;

function verdictOf(candidates: Partial<Candidates>): string {
  return textOf(classify(volume, { ...nothingKnown, ...candidates }, own));
}

const nothingKnown: Candidates = { named: undefined, created: [], namesakes: 1 };

function textOf(verdict: Verdict): string {
  return verdict.class === 'foreign' || verdict.class === 'ours-live'
    ? verdict.class
    : `${verdict.class}: ${verdict.reason}`;
}

/** An item that carries its own name and is the one that the record says. */
function createdAs(different: Partial<CreationRecord>): string {
  const creation = record(different);
  return verdictOf({ named: creation, created: [creation] });
}

describe('whose an item of the engine is', () => {
  it('S2: nobody of ours made what has no birth record', () => {
    assert.equal(verdictOf({}), 'foreign');
  });

  it('S2: leaves to a person what carries a name of our form in an engine of our own and is on no record', () => {
    assert.equal(textOf(classify(ofOurForm, nothingKnown, own)), 'unknown: not-on-record');
    assert.equal(textOf(classify(ofOurForm, nothingKnown, shared)), 'foreign', 'others name theirs freely');
    const lent = record({ ownership: 'preexisting', desktopGone: true });
    assert.equal(textOf(classify(ofOurForm, { ...nothingKnown, created: [lent] }, own)), 'foreign');
    for (const name of ['dp-1', `x${ofOurForm.name}`, ofOurForm.name.toUpperCase(), `${ofOurForm.name}-2`])
      assert.equal(textOf(classify({ kind: 'volume', name }, nothingKnown, own)), 'foreign', name);
  });

  it('is live while the ledger has it, also during a deletion', () => {
    assert.equal(createdAs({}), 'ours-live');
  });

  it('is leaked once the ledger says absent, released or the desktop is gone', () => {
    assert.equal(createdAs({ state: 'absent' }), 'ours-orphaned: seen-absent');
    assert.equal(createdAs({ released: true }), 'ours-orphaned: released');
    assert.equal(createdAs({ desktopGone: true }), 'ours-orphaned: desktop-gone');
  });

  it('needs no name when id and generation are on record: it may have been renamed', () => {
    assert.equal(verdictOf({ created: [record({ state: 'absent' })] }), 'ours-orphaned: seen-absent');
  });

  it('D7: is known by its single-use name as long as the answer to its creation is outstanding', () => {
    assert.equal(verdictOf({ named: record(uncreated) }), 'ours-live');
    assert.equal(
      verdictOf({ named: record({ ...uncreated, state: 'absent' }) }),
      'ours-orphaned: seen-absent',
    );
    assert.equal(verdictOf({ named: record({ ...uncreated, released: true }) }), 'ours-orphaned: released');
  });

  it('S3: leaves to a person what carries our name and is not what we made', () => {
    assert.equal(verdictOf({ named: record() }), 'unknown: another-generation');
    assert.equal(verdictOf({ named: record({ state: 'absent' }) }), 'unknown: another-generation');
    assert.equal(verdictOf({ named: record({ ...uncreated, kind: 'port' }) }), 'unknown: another-kind');
    assert.equal(verdictOf({ named: record(uncreated), namesakes: 2 }), 'unknown: several-of-one-name');
    assert.equal(verdictOf({ named: record({ ...uncreated, asked: false }) }), 'unknown: never-asked-for');
  });

  it('leaves to a person what two records claim', () => {
    const other = record({ itemId: asId('item-2') });
    assert.equal(verdictOf({ named: other, created: [record()] }), 'unknown: records-disagree');
    assert.equal(verdictOf({ created: [record(), other] }), 'unknown: records-disagree');
  });

  it('S2: never takes for ours what was there before a desktop', () => {
    const lent = record({ ownership: 'preexisting' });
    assert.equal(verdictOf({ created: [lent] }), 'ours-live');
    assert.equal(verdictOf({ created: [{ ...lent, desktopGone: true }] }), 'foreign');
    assert.equal(verdictOf({ named: lent }), 'foreign');
  });
});
