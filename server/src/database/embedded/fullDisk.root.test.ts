import assert from 'node:assert/strict';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runOrThrow } from '../../system/runCommand.js';
import { currentUser, ensureSystemUser } from '../../system/systemUsers.js';
import { makeTemporaryDirectory } from '../../testing/temporaryDirectory.js';
import { startEmbeddedPostgres } from './startEmbeddedPostgres.js';

describe('the embedded PostgreSQL on a small disk', () => {
  it('says that the disk is full', async (test) => {
    const temporary = await makeTemporaryDirectory();
    const directory = temporary.path;
    const disk = join(directory, 'disk');
    await mkdir(disk);
    await runOrThrow('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0711', 'tmpfs', disk]);
    test.after(async () => {
      await runOrThrow('umount', [disk]);
      await temporary.remove();
    });
    await chmod(disk, 0o711);
    const start = startEmbeddedPostgres({
      directory: join(disk, 'postgres'),
      runtimeDirectory: join(directory, 'run'),
      logFile: join(directory, 'postgres.log'),
      serverUser: await ensureSystemUser('deskplane-db'),
      clientUser: currentUser(),
      binaryCache: join(directory, 'programs'),
    });
    await assert.rejects(start, /The disk is full/);
  });
});
