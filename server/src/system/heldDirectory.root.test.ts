import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { startEmbeddedPostgres } from '../database/embedded/startEmbeddedPostgres.js';
import { prepareDataDirectory } from '../supervisor/dataDirectory.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { StartError } from './errorCode.js';
import { holdDirectory, makeInside, settle } from './heldDirectory.js';
import { runCommand } from './runCommand.js';
import { ensureSystemUser, type OsUser } from './systemUsers.js';

/** What a compromised service, which may add to the data directory, can do to a start by root. */
describe('root in directories of less privileged users', () => {
  let temporary: TemporaryDirectory;
  let service: OsUser;
  let database: OsUser;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    service = await ensureSystemUser('deskplane');
    database = await ensureSystemUser('deskplane-db');
  });
  after(() => temporary.remove());

  /** A directory and a file of root's that must stay so. */
  async function makeTarget(name: string) {
    const path = join(temporary.path, name);
    await mkdir(path, { mode: 0o755 });
    await writeFile(join(path, 'file'), 'of root');
    return {
      path,
      assertUntouched: async () => {
        for (const each of [path, join(path, 'file')]) {
          const { uid, gid, mode } = await lstat(each);
          assert.deepEqual([uid, gid], [0, 0], each);
          assert.equal(mode & 0o7777, each === path ? 0o755 : 0o644, each);
        }
      },
    };
  }

  const prepare = async (dataDir: string): Promise<string> => {
    const data = await prepareDataDirectory({
      dataDir,
      cloneDir: '/nonexistent',
      serviceUser: service,
      ambient: realAmbient,
      note: () => undefined,
    });
    await data.lock.release();
    return data.path;
  };

  const asService = async (command: string, ...args: string[]): Promise<void> => {
    const { code, stderr } = await runCommand(command, args, { runAs: service });
    assert.equal(code, 0, stderr);
  };

  it('refuses a part of the data directory that the service has replaced by a link', async () => {
    const target = await makeTarget('target-of-mail');
    const data = await prepare(join(temporary.path, 'linked'));
    await asService('rmdir', join(data, 'mail'));
    await asService('ln', '-s', target.path, join(data, 'mail'));
    await assert.rejects(prepare(data), (error: Error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /mail is a link or not a directory\. Remove it/);
      return true;
    });
    await target.assertUntouched();
  });

  for (const part of ['supervisor', 'logs', 'engine', 'mail'])
    it(`refuses a link in place of a missing ${part}, and another user's directory`, async () => {
      const target = await makeTarget(`target-of-missing-${part}`);
      const data = await prepare(join(temporary.path, `missing-${part}`));
      await rename(join(data, part), join(data, 'elsewhere'));
      await asService('ln', '-s', target.path, join(data, part));
      await assert.rejects(prepare(data), /is a link or not a directory/);
      await target.assertUntouched();
      await asService('rm', join(data, part));
      const other = part === 'mail' ? database : service;
      await mkdir(join(data, part));
      await chown(join(data, part), other.uid, other.gid);
      await assert.rejects(
        prepare(data),
        new RegExp(`${part} belongs to another user \\(uid ${other.uid}\\)`),
      );
      assert.equal((await lstat(join(data, part))).uid, other.uid);
    });

  it('refuses a link, or the database of somebody else, in place of the embedded database and its lock', async () => {
    const target = await makeTarget('target-of-postgres');
    const data = await prepare(join(temporary.path, 'database'));
    const directory = join(data, 'postgres');
    const start = () =>
      startEmbeddedPostgres({
        directory,
        runtimeDirectory: join(temporary.path, 'run'),
        logFile: join(data, 'logs', 'postgres.log'),
        serverUser: database,
        clientUser: service,
        binaryCache: join(temporary.path, 'programs'),
      });
    await asService('ln', '-s', target.path, directory);
    await assert.rejects(start(), /postgres is a link or not a directory/);
    await asService('rm', directory);
    await asService('mkdir', directory);
    await assert.rejects(start(), /postgres belongs to another user/);
    await asService('rmdir', directory);
    await rename(`${directory}.lock`, `${directory}.lock.before`);
    await asService('ln', '-s', join(target.path, 'file'), `${directory}.lock`);
    await assert.rejects(start(), /postgres\.lock is a link or not a file/);
    await target.assertUntouched();
  });

  it('refuses a data directory below one of the service, which could be exchanged as a whole', async () => {
    const above = join(temporary.path, 'above');
    await mkdir(above);
    await chmod(above, 0o755);
    await chown(above, service.uid, service.gid);
    await assert.rejects(prepare(join(above, 'data')), /above\. That belongs to the user deskplane/);
  });

  it('changes what it opened, whatever takes the name between the look and the change', async () => {
    const target = await makeTarget('target-of-exchange');
    const outer = join(temporary.path, 'exchange');
    const part = join(outer, 'part');
    await mkdir(part, { recursive: true });
    const held = await holdDirectory(part);
    await rename(part, join(outer, 'taken-away'));
    await symlink(target.path, part);
    await settle(held, part, { mode: 0o750, owner: service });
    await held.close();
    await target.assertUntouched();
    const { uid, mode } = await lstat(join(outer, 'taken-away'));
    assert.deepEqual([uid, mode & 0o777], [service.uid, 0o750]);
  });

  it('makes a part in the directory that it holds, whatever takes that name', async () => {
    const target = await makeTarget('target-of-outer');
    const outer = join(temporary.path, 'outer');
    await mkdir(outer);
    const held = await holdDirectory(outer);
    await rename(outer, `${outer}-taken-away`);
    await symlink(target.path, outer);
    await makeInside(held, join(outer, 'part'), { mode: 0o700, owner: service });
    await held.close();
    await target.assertUntouched();
    await assert.rejects(lstat(join(target.path, 'part')), { code: 'ENOENT' });
    assert.equal((await lstat(join(`${outer}-taken-away`, 'part'))).uid, service.uid);
    await assert.rejects(holdDirectory(join(outer, 'part')), /outer is a link or not a directory/);
  });

  it('wins every race against a service that exchanges a part for a link all the time', async () => {
    const target = await makeTarget('target-of-race');
    const data = await prepare(join(temporary.path, 'race'));
    const racer = race(data, target.path, service);
    const [said] = await once(racer.stdout ?? racer, 'data');
    assert.equal(String(said), 'racing\n');
    const seen = { made: 0, refused: 0 };
    try {
      for (let round = 0; round < 2000 && (round < 200 || seen.made === 0 || seen.refused === 0); round += 1)
        await prepare(data).then(
          () => (seen.made += 1),
          (error: unknown) => {
            assert.match(String(error), /is a link or not a directory/);
            seen.refused += 1;
          },
        );
    } finally {
      racer.kill('SIGKILL');
      await once(racer, 'close');
    }
    await target.assertUntouched();
    assert.ok(seen.made > 0 && seen.refused > 0, JSON.stringify(seen));
  });
});

/** Puts a directory and a link in turn in place of "mail", as the service's user, as fast as it can. */
function race(data: string, target: string, { uid, gid }: OsUser): ChildProcess {
  const program = `
    const fs = require('node:fs');
    const [mail, kept, link] = ['mail', '.kept', '.link'].map((name) => process.argv[1] + '/' + name);
    // A start may have made the part anew in between: then a step fails, and the next one is tried.
    const attempt = (step) => {
      try {
        step();
      } catch {}
    };
    process.stdout.write('racing\\n');
    for (;;) {
      attempt(() => fs.renameSync(mail, kept));
      attempt(() => fs.symlinkSync(process.argv[2], mail));
      attempt(() => fs.renameSync(mail, link));
      attempt(() => fs.renameSync(kept, mail));
    }`;
  return spawn(process.execPath, ['-e', program, data, target], {
    uid,
    gid,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
