import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { type Verdict, verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { writeVectors } from '../testing/receiptVectors.js';

const directory = new URL('../../../docs/receipts/vectors/', import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, directory));
const index = JSON.parse(read('index.json').toString('utf8'));
const keys = readKeySet(JSON.parse(read('keys.json').toString('utf8')));

function inShort(verdict: Verdict) {
  if (!verdict.valid) return { valid: false, failed: verdict.failed, reason: verdict.reason };
  const { name, simulated } = verdict.receipt.engine;
  return { valid: true, engine: name, simulated };
}

describe('the test vectors of the receipt format', () => {
  for (const { file, ...expected } of index.vectors) {
    it(`has ${file} ${expected.valid === true ? 'valid' : `refused: ${expected.reason}`}`, () => {
      const found = inShort(verifyReceipt(read(file), { keys }));
      if (found.valid) assert.deepEqual(found, expected);
      else {
        assert.equal(found.failed, expected.failed, found.reason);
        assert.ok(found.reason?.includes(expected.reason), found.reason);
      }
    });
  }

  it('are those that the project makes, no more and no fewer', () => {
    const made = writeVectors(read('local.json'));
    assert.deepEqual(readdirSync(directory).toSorted(), [...made.keys()].toSorted());
    for (const [name, content] of made)
      assert.ok(read(name).equals(content), `${name} is another one: node scripts/makeReceiptVectors.mjs`);
  });
});
