import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from '@deskplane/server/testing/temporaryDirectory.js';
import { whyNotRun } from './findProgram.js';

describe('a program that is looked for', () => {
  let temporary: TemporaryDirectory;
  const place = (name: string): string => join(temporary.path, name);

  before(async () => {
    temporary = await makeTemporaryDirectory();
    await mkdir(place('bin'));
    await symlink('loop', place('loop'));
    await writeFile(place('file'), '');
    await write('bin/good', '#!/bin/sh\n');
    await write('bin/spaced', '#! \t/bin/sh -e\n');
    await write('bin/plain', 'echo no first line that names anything\n');
    await write('bin/orphan', '#!/nonexistent/interpreter -x\n');
    await write('bin/windows', '#!/bin/sh\r\n');
  });
  after(() => temporary?.remove());

  const write = (name: string, text: string): Promise<void> => writeFile(place(name), text, { mode: 0o755 });

  it('is found behind what in PATH cannot be looked into: no directory, a loop of links, a name too long', () => {
    const bad = ['/nonexistent', place('file'), place('loop'), `/${'x'.repeat(300)}`];
    const path = [...bad, place('bin')].join(':');
    assert.equal(whyNotRun('good', path, '/'), undefined);
    assert.deepEqual(whyNotRun('nosuchprogram', path, '/'), { why: 'missing' });
    for (const directory of bad)
      assert.deepEqual(whyNotRun(join(directory, 'x'), path, '/'), { why: 'missing' }, directory);
    for (const program of ['', 'x'.repeat(300)])
      assert.deepEqual(whyNotRun(program, path, '/'), { why: 'missing' }, program);
  });

  it('is there without its interpreter where a script names one that is not there', () => {
    for (const program of ['good', 'spaced', 'plain'])
      assert.equal(whyNotRun(`./${program}`, '', place('bin')), undefined, program);
    const orphan = { why: 'interpreter', interpreter: '/nonexistent/interpreter' };
    assert.deepEqual(whyNotRun('bin/orphan', '', temporary.path), orphan);
    assert.deepEqual(whyNotRun('orphan', `/nonexistent:${place('bin')}`, '/'), orphan);
    assert.deepEqual(whyNotRun('./windows', '', place('bin')), {
      why: 'interpreter',
      interpreter: '/bin/sh\r',
    });
  });

  it('is found behind a script of its name that cannot be run', async () => {
    await mkdir(place('first'));
    await write('first/good', '#!/nonexistent/interpreter\n');
    assert.equal(whyNotRun('good', `${place('first')}:${place('bin')}`, '/'), undefined);
  });

  it('is found behind a directory that this user may not enter, and forbidden in it by its path', async () => {
    const closed = place('closed');
    await mkdir(closed);
    await write('closed/hidden', '#!/bin/sh\n');
    await chmod(closed, 0o600);
    await chmod(place('bin'), 0o755);
    const path = `${closed}:${place('bin')}`;
    const asked = [
      ['good', path],
      ['hidden', path],
      [join(closed, 'hidden'), path],
    ];
    const script = `
      const { whyNotRun } = await import(${JSON.stringify(new URL('findProgram.js', import.meta.url).href)});
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
      console.log(JSON.stringify(${JSON.stringify(asked)}.map(([program, path]) => whyNotRun(program, path, '/')?.why ?? 'runs')));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    assert.equal(stdout.trim(), '["runs","missing","forbidden"]', stderr);
  });
});
