import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { engineErrorReasons } from '../engines/contract.js';
import { engineCallNames } from '../engines/simulated/engineFaults.js';
import { faultEffects } from '../testDouble/fault.js';
import { comparePage } from '../testing/comparePage.js';
import { withEngineCalls } from './engineCallsTable.js';

describe('faults of the engine', () => {
  for (const language of ['en', 'zh'] as const) {
    const path = `docs/${language}/test-double.md`;
    it(`are written down in ${path} by call and kind; UPDATE_PAGES=1 with this test writes them anew`, () =>
      comparePage(path, withEngineCalls));

    it(`are named in ${path} with every effect and every reason`, async () => {
      const page = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
      for (const effect of faultEffects)
        assert.ok(page.includes(`| \`${effect.replaceAll('_', '-')}\` |`), effect);
      const row = page.split('\n').find((line) => line.includes('`--reason ')) ?? '';
      const [, listed = ''] = row.split('`--reason ');
      const named = `\`${listed}`.match(/`([a-z-]+)`/g) ?? [];
      assert.deepEqual(
        named,
        engineErrorReasons.map((reason) => `\`${reason}\``),
      );
      for (const call of engineCallNames) assert.ok(page.includes(`\`${call.replaceAll('_', '-')}\``), call);
    });
  }
});
