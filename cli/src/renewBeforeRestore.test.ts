import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isHeld, takeFileLock } from '@deskplane/server/system/fileLock.js';
import { callByKey } from '@deskplane/server/testing/callByKey.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import {
  createTestDatabase,
  type TestDatabase,
  testMasterKeyFile,
} from '@deskplane/server/testing/testDatabase.js';
import { deskplanePath, run } from './testing/runDeskplane.js';

/** A backup, then new credentials while no service runs, then the backup again. */
describe('deskplane admin password --renew between a backup and its restore', () => {
  let directory: string;
  let service: TestService;
  let target: TestDatabase;
  let retired: TestService['credentials'];
  const at = (name: string) => join(directory, name);

  /** What the command prints, to whichever of its two outputs. */
  async function deskplane({ url }: TestDatabase, ...words: string[]): Promise<string> {
    const environment = {
      DATABASE_URL: url,
      DESKPLANE_DATA_DIR: directory,
      DESKPLANE_MASTER_KEY_FILE: testMasterKeyFile(url),
      DESKPLANE_REGION: 'test-1',
    };
    const { code, stdout, stderr } = await run(process.execPath, [deskplanePath, ...words], { environment });
    assert.equal(code, 0, stderr);
    return stdout + stderr;
  }

  async function readCredentials(): Promise<TestService['credentials']> {
    return JSON.parse(await readFile(at('credentials.json'), 'utf8'));
  }

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'deskplane-renew-'));
    service = await startTestService();
    retired = service.credentials;
    await writeFile(at('credentials.json'), JSON.stringify(retired), { mode: 0o600 });
    await deskplane(service.database, 'backup', at('before.gz'));
    await service.stop();
    await deskplane(service.database, 'admin', 'password', '--renew', '--yes');
    await deskplane(service.database, 'backup', at('after.gz'));
    target = await createTestDatabase();
    await copyFile(testMasterKeyFile(service.database.url), testMasterKeyFile(target.url));
  });
  after(async () => {
    await service?.remove();
    await target?.drop();
    await rm(directory, { recursive: true, force: true });
  });

  it('S9: has what it ended in the file of tombstones before it says that it is done', async () => {
    const lines = (await readFile(at('tombstones.jsonl'), 'utf8')).trimEnd().split('\n');
    const ended = lines.map((line) => JSON.parse(line));
    assert.ok(ended.some(({ kind, subject }) => kind === 'access-key' && subject === retired.access_key));
    assert.ok(ended.some(({ kind }) => kind === 'password'));
    assert.equal((await stat(at('tombstones.jsonl'))).mode & 0o777, 0o600);
  });

  it('leaves the file to the service where one runs on the data directory', async () => {
    await mkdir(at('supervisor'));
    const lock = await takeFileLock(at('supervisor/lock'));
    assert.ok(!isHeld(lock));
    const content = await readFile(at('tombstones.jsonl'), 'utf8');
    await deskplane(service.database, 'admin', 'password', '--renew', '--yes');
    assert.equal(await readFile(at('tombstones.jsonl'), 'utf8'), content);
    await lock.release();
  });

  it('S9: leaves the old key refused after the restore, which says what to run for new credentials', async () => {
    const said = await deskplane(target, 'restore', at('before.gz'));
    assert.match(said, /Repeated deletions and revocations: .*1 access key/);
    assert.match(
      said,
      /This database rejects the key or the password in \S*credentials\.json\. Renew the credentials: \S*deskplane admin password --renew\n/,
    );
    assert.match(said, /knows nothing that was created later\. .*check for orphans: \S*deskplane orphans\n/);
    await deskplane(target, 'admin', 'password', '--renew', '--yes');
    const credentials = await readCredentials();
    const restored = await startTestService({ database: target, credentials });
    try {
      const path = `/v2/${credentials.project_id}/desktops`;
      const statusOf = async ({ access_key: access, secret_key: secret }: TestService['credentials']) =>
        (await callByKey(restored, { access, secret })('GET', path)).status;
      assert.equal(await statusOf(credentials), 200);
      assert.equal(await statusOf(retired), 401);
    } finally {
      await restored.stop();
    }
  });

  it('says nothing of credentials that work, and names the way where the file is lost', async () => {
    const words = ['restore', at('after.gz')];
    const fresh = await createTestDatabase();
    const again = await createTestDatabase();
    try {
      await rm(at('credentials.json'));
      await rm(at('tombstones.jsonl'));
      assert.match(
        await deskplane(fresh, ...words, '--without-tombstones'),
        /There is no \S+credentials\.json\. Renew the credentials: /,
      );
      await copyFile(testMasterKeyFile(service.database.url), testMasterKeyFile(fresh.url));
      await deskplane(fresh, 'admin', 'password', '--renew', '--yes');
      await deskplane(fresh, 'backup', at('latest.gz'));
      assert.doesNotMatch(await deskplane(again, 'restore', at('latest.gz')), /--renew/);
    } finally {
      await fresh.drop();
      await again.drop();
    }
  });
});
