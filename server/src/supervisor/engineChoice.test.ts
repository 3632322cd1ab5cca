import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hostDesktopNeeds, localEngineNeeds } from '../engines/local/localEngineNeeds.js';
import { makeTemporaryDirectory } from '../testing/temporaryDirectory.js';
import { missingDesktopPackages, missingPackages } from './engineChoice.js';

describe('the Debian packages of the local engine', () => {
  it('are found missing one by one, those of a whole desktop apart from those that it cannot run without', async () => {
    const temporary = await makeTemporaryDirectory();
    const { path } = temporary;
    try {
      assert.deepEqual(
        await missingPackages([path]),
        localEngineNeeds.map((need) => need.package),
      );
      assert.deepEqual(await missingDesktopPackages([path]), ['tint2', 'x11-xserver-utils']);
      await writeFile(join(path, 'tint2'), '');
      await chmod(join(path, 'tint2'), 0o755);
      assert.deepEqual(await missingDesktopPackages([path]), ['x11-xserver-utils']);
    } finally {
      await temporary.remove();
    }
  });

  it('have every program that the session of the host asks for', async () => {
    // As text: the engine host is a program of its own, and no part of the service.
    const source = new URL('../../engine-host/src/sandbox/guestPrograms.ts', import.meta.url);
    const text = await readFile(source, 'utf8');
    const asked = [...text.matchAll(/\bcommand -v ([\w-]+)/g)].map(([, program]) => program);
    assert.ok(asked.includes('tint2'));
    const known = new Set([...localEngineNeeds, ...hostDesktopNeeds].map(({ program }): string => program));
    for (const program of asked) assert.ok(known.has(program ?? ''), program);
  });
});
