import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from '@deskplane/server/system/runCommand.js';
import { startTestService } from '@deskplane/server/testing/startTestService.js';
import { makeTemporaryDirectory } from '@deskplane/server/testing/temporaryDirectory.js';

const script = fileURLToPath(new URL('../../../scripts/console/openApi.mjs', import.meta.url));

it('the OpenAPI document that is written without a database is the one that a service shows', async () => {
  const directory = await makeTemporaryDirectory();
  const service = await startTestService();
  try {
    const file = join(directory.path, 'openapi.json');
    await runOrThrow(process.execPath, [script, file]);
    const shown = await service.call('GET', '//openapi.json');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), shown.body);
  } finally {
    await service.remove();
    await directory.remove();
  }
});
