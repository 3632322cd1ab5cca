import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
import { writeRestoreVectors } from '../../testing/restoreVectors.js';

const directory = new URL('../../../../docs/receipts/restores/', import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, directory));
const index = JSON.parse(read('index.json').toString('utf8'));
const keys = readKeySet(JSON.parse(read('keys.json').toString('utf8')));

describe('the test vectors of receipts of restores', () => {
  for (const { file, ...expected } of index.vectors) {
    it(`have ${file} ${expected.valid === true ? 'valid' : `refused: ${expected.reason}`}`, () => {
      const verdict = verifyRestore(read(file), { keys });
      if (verdict.valid) {
        const { engine, outcome } = verdict.restore;
        assert.equal(engine.simulated, engine.name === 'simulated');
        assert.deepEqual({ valid: true, engine: engine.name, outcome }, expected);
        return;
      }
      assert.deepEqual([false, verdict.failed], [expected.valid, expected.failed], verdict.reason);
      assert.ok(verdict.reason.includes(expected.reason), verdict.reason);
    });
  }

  it('are those that the project makes, no more and no fewer', () => {
    const made = writeRestoreVectors(read('local.json'));
    assert.deepEqual(readdirSync(directory).toSorted(), [...made.keys()].toSorted());
    for (const [name, content] of made)
      assert.ok(read(name).equals(content), `${name} is another one: node scripts/makeReceiptVectors.mjs`);
  });
});
