import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

it('loads the packages of many small modules from the few files that the build made of them', () => {
  const compiled = dirname(import.meta.dirname);
  for (const specifier of ['kysely', 'kysely/helpers/postgres', 'typebox', 'typebox/value']) {
    const found = dirname(fileURLToPath(import.meta.resolve(specifier)));
    assert.equal(dirname(found), join(compiled, 'node_modules'), specifier);
  }
});
