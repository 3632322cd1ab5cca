import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeDirectories, makePassable } from './makeDirectories.js';

let scratch: string;
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'deskplane-directories-'));
});
after(() => rm(scratch, { recursive: true, force: true }));

describe('makeDirectories', () => {
  it('makes what is missing, for its owner only, and is content when it is there', async () => {
    const path = join(scratch, 'one/two/three');
    await makeDirectories(path);
    await makeDirectories(path);
    assert.equal((await stat(path)).mode & 0o777, 0o700);
  });

  it('refuses a path through a file', async () => {
    await writeFile(join(scratch, 'file'), '');
    await assert.rejects(makeDirectories(join(scratch, 'file/below')));
    await assert.rejects(makeDirectories(join(scratch, 'file')));
  });

  it('regression: fails, instead of trying for ever, below a file system that takes no directories', async () => {
    await assert.rejects(makeDirectories('/proc/nope/deeper'), { code: 'ENOENT' });
  });
});

describe('makePassable', () => {
  it('lets others pass through a directory, also one that was made without', async () => {
    const path = join(scratch, 'own');
    await makePassable(path);
    assert.equal((await stat(path)).mode & 0o777, 0o755);
    await chmod(path, 0o700);
    await makePassable(path);
    assert.equal((await stat(path)).mode & 0o777, 0o755);
  });
});
