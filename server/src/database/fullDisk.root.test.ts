import assert from 'node:assert/strict';
import { chmod, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { errorCode } from '../system/errorCode.js';
import { runOrThrow } from '../system/runCommand.js';
import { currentUser, ensureSystemUser } from '../system/systemUsers.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { testMasterKeyFile } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { connect } from './connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/startEmbeddedPostgres.js';
import { migrate } from './migrate.js';

describe('a database whose disk is full', () => {
  let temporary: TemporaryDirectory;
  let disk: string;
  let server: EmbeddedPostgres | undefined;
  let service: TestService | undefined;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    disk = join(temporary.path, 'disk');
    await mkdir(disk);
    await runOrThrow('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=0711', 'tmpfs', disk]);
    await chmod(disk, 0o711);
    server = await startEmbeddedPostgres({
      directory: join(disk, 'postgres'),
      runtimeDirectory: join(temporary.path, 'run'),
      logFile: join(temporary.path, 'postgres.log'),
      serverUser: await ensureSystemUser('deskplane-db'),
      clientUser: currentUser(),
      binaryCache: '/var/lib/deskplane/runtime',
    });
    const { url } = server;
    const connections = connect({ url, connections: 8 });
    await migrate(connections.pool);
    const drop = async (): Promise<void> => {
      await connections.close();
      await rm(testMasterKeyFile(url), { force: true });
    };
    service = await startTestService({ simulated: { delayMs: 5 }, database: { ...connections, url, drop } });
  });
  after(async () => {
    await rm(join(disk, 'ballast'), { force: true });
    await service?.remove();
    await server?.stop();
    await runOrThrow('umount', [disk]);
    await temporary.remove();
  });

  it('A1: is a 503 with Retry-After and not ready, and all is well when there is room again', async () => {
    const running = service;
    assert.ok(running !== undefined);
    const call = (method: string, path: string) => running.call(method, path);
    const ready = () => call('GET', '//readyz');
    const ids = await createDesktops(running, { size: 60 });
    const { bavail, bsize } = await statfs(disk);
    const ballast = join(disk, 'ballast');
    // Less is left than a page, or nothing where the database itself has taken some meanwhile.
    await writeFile(ballast, Buffer.alloc(bavail * bsize - 4_096)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOSPC') throw error;
    });
    await waitUntil(async () => (await ready()).status === 503, 'not to be ready');
    assert.match((await ready()).text, /the disk of the database is full/);
    // What has room in a page that is there goes on; what has none is refused.
    const refused = await waitUntil(async () => {
      for (const id of ids) {
        const answer = await call('DELETE', `/desktops/${id}`);
        if (answer.status !== 204 && answer.status !== 404) return answer;
      }
      return undefined;
    }, 'a deletion that has no room');
    assert.equal(refused.status, 503, refused.text);
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.match(refused.text, /the disk of the database is full/);

    await rm(ballast);
    await waitUntil(async () => (await ready()).status === 200, 'to be ready again');
    for (const id of ids) {
      const answer = await call('DELETE', `/desktops/${id}`);
      assert.ok([204, 404].includes(answer.status), answer.text);
    }
  });
});
