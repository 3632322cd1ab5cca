import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLayerCheck } from './layerRules.js';
import { Refusal } from './refusal.js';
import { readTarEntries, type TarEnd, type TarEntry } from './tarEntries.js';

const long = 'n'.repeat(180);

describe('the entries of a tar archive', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dp-tar-'));
    await mkdir(join(dir, 'in', long), { recursive: true });
    await writeFile(join(dir, 'in/file'), Buffer.alloc(1500));
    await writeFile(join(dir, 'in', long, '名称'), 'content');
    await symlink('/etc/shadow', join(dir, 'in/link'));
    await link(join(dir, 'in/file'), join(dir, 'in/other'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const tar = (format: string) =>
    execFileSync('tar', ['--sort=name', `--format=${format}`, '-C', join(dir, 'in'), '-c', '.']);

  for (const format of ['gnu', 'pax']) {
    for (const size of [1, 511, 512, 65_536]) {
      it(`are read from GNU tar's ${format} form, in chunks of ${size} bytes`, async () => {
        const entries = await readAll(tar(format), size);
        assert.deepEqual(
          entries.map(({ name, kind, size: bytes, linkName }) => [name, kind, bytes, linkName]),
          [
            ['./', 'directory', 0, ''],
            ['./file', 'file', 1500, ''],
            ['./link', 'symbolic link', 0, '/etc/shadow'],
            [`./${long}/`, 'directory', 0, ''],
            [`./${long}/名称`, 'file', 7, ''],
            ['./other', 'hard link', 0, './file'],
          ],
        );
      });
    }
  }

  it('that were damaged anywhere are refused or read, and never anything else', async () => {
    const whole = tar('pax');
    for (let at = 0; at < whole.length; at += 13) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      await readAll(damaged, 4096).catch((error: unknown) =>
        assert.ok(error instanceof Refusal, String(error)),
      );
    }
  });

  it('may end without an end mark only where that is allowed, and never within a header or a content', async () => {
    const whole = tar('pax');
    const complete = (await readAll(whole, 512)).length;
    const bare = whole.subarray(0, whole.findLastIndex((byte) => byte !== 0) + 1);
    // The last header ends with zeros.
    const end = Math.ceil(bare.length / 512) * 512;
    await assert.rejects(readAll(whole.subarray(0, end), 512), /it has no end mark/);
    assert.equal((await readAll(whole.subarray(0, end), 512, { endsAnywhere: true })).length, complete);
    for (let length = 1; length < 512; length += 73)
      await assert.rejects(readAll(whole.subarray(0, end + length), 512, { endsAnywhere: true }), Refusal);
    const file = whole.indexOf(Buffer.from('content'));
    await assert.rejects(
      readAll(whole.subarray(0, file + 6), 512, { endsAnywhere: true }),
      /ends early, within/,
    );
    const cut = await readAll(whole.subarray(0, file + 7), 512, { endsAnywhere: true });
    assert.equal(cut.at(-1)?.size, 7);
  });

  it('are counted over all layers, and too many or too large ones are refused by name', () => {
    const contents = { bytes: 0, files: 0 };
    const limits = { maxBytes: 100, maxFiles: 3 };
    const entry = (name: string, size: number): TarEntry => ({ name, kind: 'file', size, linkName: '' });
    createLayerCheck(limits, contents).check(entry('a', 60));
    const second = createLayerCheck(limits, contents);
    second.check(entry('a', 40));
    assert.throws(() => second.check(entry('b', 1)), /more than 100 bytes, at "b"/);
    assert.throws(
      () => createLayerCheck(limits, { bytes: 0, files: 3 }).check(entry('c', 0)),
      /more than 3 files, at "c"/,
    );
  });
});

async function readAll(archive: Buffer, chunkSize: number, end?: TarEnd): Promise<TarEntry[]> {
  const chunks = async function* () {
    for (let at = 0; at < archive.length; at += chunkSize) yield archive.subarray(at, at + chunkSize);
  };
  const entries: TarEntry[] = [];
  for await (const entry of readTarEntries(chunks(), end)) entries.push(entry);
  return entries;
}
