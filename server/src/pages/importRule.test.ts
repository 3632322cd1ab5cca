import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOrThrow } from '../system/runCommand.js';

const script = new URL('../../../scripts/imports/findFaults.mjs', import.meta.url).href;

/** What the lint rule says of imports, given as pairs of files. */
async function faultsOf(rule: 'findUpwardImports' | 'findCircles', pairs: readonly string[][]) {
  const imports = pairs.map(([from, to]) => ({ from, to }));
  const code = `
    import { ${rule} } from ${JSON.stringify(script)};
    process.stdout.write(JSON.stringify(${rule}(${JSON.stringify(imports)})));`;
  const stdout = await runOrThrow(process.execPath, ['--input-type=module', '--eval', code]);
  return JSON.parse(stdout) as unknown;
}

describe('the rule of imports', () => {
  it('names an arrow that runs up, and lets one pass that runs down', async () => {
    const up = ['server/src/errors/errors.ts', 'server/src/http/server.ts'];
    assert.deepEqual(await faultsOf('findUpwardImports', [up, up.toReversed()]), [
      'server/src/errors/errors.ts -> server/src/http/server.ts: server/src/http stands above server/src/errors',
    ]);
  });

  it('names a circle of files from one to the other and back', async () => {
    assert.deepEqual(
      await faultsOf('findCircles', [
        ['a.ts', 'b.ts'],
        ['b.ts', 'c.ts'],
        ['c.ts', 'a.ts'],
        ['a.ts', 'd.ts'],
      ]),
      ['a.ts -> b.ts -> c.ts -> a.ts'],
    );
  });
});
