import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyPersonReport } from '@deskplane/verify/verifyPersonReport.js';
import { writeReportVectors } from '../testing/reportVectors.js';

const directory = new URL('../../../docs/receipts/reports/', import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, directory));
const index = JSON.parse(read('index.json').toString('utf8'));
const keys = readKeySet(JSON.parse(read('keys.json').toString('utf8')));

describe('the test vectors of reports about a person', () => {
  for (const { file, valid, failed, reason } of index.vectors) {
    it(`have ${file} ${valid === true ? 'valid' : `refused: ${reason}`}`, () => {
      const verdict = verifyPersonReport(read(file), { keys });
      assert.equal(verdict.valid, valid, JSON.stringify(verdict));
      if (verdict.valid) return;
      assert.equal(verdict.failed, failed, verdict.reason);
      assert.ok(verdict.reason.includes(reason), verdict.reason);
    });
  }

  it('are those that the project makes, no more and no fewer', () => {
    const made = writeReportVectors();
    assert.deepEqual(readdirSync(directory).toSorted(), [...made.keys()].toSorted());
    for (const [name, content] of made)
      assert.ok(read(name).equals(content), `${name} is another one: node scripts/makeReceiptVectors.mjs`);
  });
});
