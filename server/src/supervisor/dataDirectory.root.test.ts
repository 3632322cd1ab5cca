import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { runCommand } from '../system/runCommand.js';
import { ensureSystemUser } from '../system/systemUsers.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { prepareDataDirectory } from './dataDirectory.js';

describe('the data directory as root', () => {
  let temporary: TemporaryDirectory;

  before(async () => {
    temporary = await makeTemporaryDirectory();
  });

  after(() => temporary.remove());

  it('lies outside a clone that others may not enter, behind a link, and is found again', async (test) => {
    const cloneDir = join(temporary.path, 'clone');
    await mkdir(cloneDir);
    await chmod(cloneDir, 0o700);
    const notes: string[] = [];
    const request = {
      dataDir: join(cloneDir, '.deskplane'),
      cloneDir,
      serviceUser: await ensureSystemUser('deskplane'),
      ambient: realAmbient,
      note: (text: string) => notes.push(text),
    };
    const first = await prepareDataDirectory(request);
    test.after(() => rm(first.path, { recursive: true, force: true }));
    await first.lock.release();
    const second = await prepareDataDirectory(request);
    await second.lock.release();
    assert.match(first.path, /^\/var\/lib\/deskplane\/[0-9a-f]{12}$/);
    assert.equal(await readlink(request.dataDir), first.path);
    assert.equal(second.path, first.path);
    assert.equal(second.instanceId, first.instanceId);
    assert.equal(notes.length, 1);
  });

  it('lets the service add files but neither replace nor read the parts of others', async () => {
    const serviceUser = await ensureSystemUser('deskplane');
    const data = await prepareDataDirectory({
      dataDir: join(temporary.path, 'data'),
      cloneDir: '/nonexistent',
      serviceUser,
      ambient: realAmbient,
      note: () => undefined,
    });
    await data.lock.release();
    const asService = async (command: string, ...args: string[]): Promise<number> =>
      (await runCommand(command, args, { runAs: serviceUser })).code;
    assert.equal(await asService('touch', join(data.path, 'credentials.json')), 0);
    assert.equal(await asService('touch', join(data.path, 'mail', '1.eml')), 0);
    for (const part of ['engine', 'logs', 'supervisor']) {
      assert.notEqual(await asService('ls', join(data.path, part)), 0, part);
      assert.notEqual(await asService('mv', join(data.path, part), join(data.path, 'elsewhere')), 0, part);
      assert.equal((await lstat(join(data.path, part))).uid, 0, part);
    }
  });
});
