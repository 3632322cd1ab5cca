import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { describeWriteFailure, StartError } from './errorCode.js';
import { makeOwnDirectory } from './heldDirectory.js';

describe('a write that failed', () => {
  let temporary: TemporaryDirectory;
  before(async () => {
    temporary = await makeTemporaryDirectory();
    await writeFile(join(temporary.path, 'file'), '');
  });
  after(() => temporary?.remove());

  const told = async (path: string, write: () => Promise<unknown>): Promise<string> => {
    const error = await write().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const described = describeWriteFailure(path, error, 'TMPDIR');
    assert.ok(described instanceof StartError, String(described));
    return described.message;
  };

  it('names the path and the setting that says where it lies, whatever is wrong with that', async () => {
    const file = join(temporary.path, 'file');
    for (const [path, why] of [
      ['/nonexistent', /is not there and cannot be made/],
      ['/proc', /is not there and cannot be made|cannot write/],
      [file, /is a file; a directory is needed/],
      [join('/', 'x'.repeat(300)), /no path that can be used \(ENAMETOOLONG\)/],
    ] as const)
      for (const write of [() => mkdtemp(join(path, 'a-')), () => mkdir(join(path, 'a'))]) {
        const words = await told(path, write);
        assert.match(words, why);
        assert.ok(words.includes(path) && words.includes('Set TMPDIR'), words);
      }
  });

  it('is told of a place that is not there, too, before anything is made in it', async () => {
    const path = join(temporary.path, 'nowhere');
    assert.match(await told(path, () => makeOwnDirectory(join(path, 'own'), {})), /is not there/);
  });

  it('is not said of a file that could not be read', async () => {
    const error: unknown = await readFile('/nonexistent').catch((reason: unknown) => reason);
    assert.equal(describeWriteFailure('/nonexistent', error), error);
  });
});
