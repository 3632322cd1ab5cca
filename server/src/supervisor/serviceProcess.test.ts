import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { StartError } from '../system/errorCode.js';
import { processExists } from '../system/processTable.js';
import { makeTemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';
import type { StartMessage } from './messages.js';
import { startService } from './serviceProcess.js';

describe('a service that is loaded before its database is there', () => {
  it('S8: ends, and is no longer there, when the database cannot start', async () => {
    const directory = await makeTemporaryDirectory();
    try {
      const program = join(directory.path, 'program.mjs');
      const pidFile = join(directory.path, 'pid');
      await writeFile(
        program,
        `import { writeFileSync } from 'node:fs';
        process.on('SIGTERM', () => {});
        process.once('message', () => {});
        writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`,
      );
      let refuse: (error: Error) => void = () => undefined;
      const start = new Promise<StartMessage>((_, reject) => (refuse = reject));
      const parts = {
        program,
        cloneDir: directory.path,
        codePlace: directory.path,
        start: () => start,
        runAs: undefined,
        logFile: join(directory.path, 'service.log'),
        progress: () => undefined,
      };
      const started = startService(parts, new AbortController().signal);
      const ended = assert.rejects(started, /no database/);
      const pid = await waitUntil(
        async () => Number(await readFile(pidFile, 'utf8')) || undefined,
        'the program',
      );
      refuse(new StartError('There is no database.'));
      await ended;
      assert.equal(await processExists(pid), false);
    } finally {
      await directory.remove();
    }
  });

  it('ends when what it waits for had failed before it began', async () => {
    const directory = await makeTemporaryDirectory();
    try {
      const program = join(directory.path, 'program.mjs');
      await writeFile(program, 'process.once("message", () => {});');
      const parts = {
        program,
        cloneDir: directory.path,
        codePlace: directory.path,
        start: () => Promise.reject(new StartError('There is no database.')),
        runAs: undefined,
        logFile: join(directory.path, 'service.log'),
        progress: () => undefined,
      };
      await assert.rejects(startService(parts, new AbortController().signal), /no database/);
    } finally {
      await directory.remove();
    }
  });
});
