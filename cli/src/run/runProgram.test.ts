import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from '@deskplane/server/testing/temporaryDirectory.js';
import { runProgram } from './runProgram.js';

const nobody = { to: () => undefined };

describe('a program that is run for another command', () => {
  let temporary: TemporaryDirectory;
  before(async () => {
    temporary = await makeTemporaryDirectory();
  });
  after(() => temporary?.remove());

  it('is told by its exit code, or by the signal that ended it as shells do', async () => {
    const { PATH } = process.env;
    assert.deepEqual(await runProgram(['sh', '-c', 'exit 7'], { PATH }, nobody), { code: 7 });
    assert.deepEqual(await runProgram(['sh', '-c', 'kill -9 $$'], { PATH }, nobody), { code: 137 });
  });

  it('gets its words as they are, and the environment that it is given', async () => {
    const words = ['sh', '-c', 'test "$1" = "a  b*" && test "$MINE" = "c d"', 'sh', 'a  b*'];
    const { PATH } = process.env;
    assert.deepEqual(await runProgram(words, { PATH, MINE: 'c d' }, nobody), { code: 0 });
  });

  it('is not run where there is none, or none that may be run', async () => {
    const text = join(temporary.path, 'text');
    await writeFile(text, 'no program', { mode: 0o644 });
    assert.deepEqual(await runProgram(['/nonexistent/program'], {}, nobody), { why: 'missing' });
    assert.deepEqual(await runProgram([text], {}, nobody), { why: 'forbidden' });
  });
});
