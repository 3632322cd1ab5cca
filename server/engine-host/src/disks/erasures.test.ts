import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openErasures } from './erasures.js';

const dayMs = 86_400_000;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dpe-'));
});
afterEach(() => rm(dir, { recursive: true }));

const newRef = () => ({
  kind: 'volume' as const,
  id: randomUUID(),
  generation: randomBytes(16).toString('hex'),
});
const keyId = 'ab'.repeat(16);

describe('what is known of destroyed keys', () => {
  it('claims nothing before the key is destroyed, and then its identifier and the time, for good', async () => {
    const erasures = await openErasures(dir);
    const ref = newRef();
    await erasures.intend(ref, keyId);
    assert.equal(erasures.of(ref), undefined);
    assert.equal((await openErasures(dir)).of(ref), undefined);
    const before = new Date().toISOString();
    await erasures.complete(ref);
    const known = erasures.of(ref);
    assert.equal(known?.keyId, keyId);
    assert.ok(known.destroyedAt >= before && known.destroyedAt <= new Date().toISOString());
    const again = await openErasures(dir);
    await again.intend(ref, 'cd'.repeat(16));
    await again.complete(ref);
    assert.deepEqual(again.of(ref), known);
  });

  it('claims nothing for a key that nobody set out to destroy', async () => {
    const erasures = await openErasures(dir);
    const ref = newRef();
    await erasures.complete(ref);
    assert.equal(erasures.of(ref), undefined);
    assert.deepEqual(await readdir(dir), []);
  });

  it('takes no other item for the one', async () => {
    const erasures = await openErasures(dir);
    const ref = newRef();
    await erasures.intend(ref, keyId);
    await erasures.complete(ref);
    for (const other of [{ ...ref, id: randomUUID() }, { ...ref, kind: 'snapshot' as const }, newRef()]) {
      assert.equal(erasures.of(other), undefined);
    }
  });

  it('forgets after 400 days, but never what is still to be done', async () => {
    const at = (ageDays: number) => new Date(Date.now() - ageDays * dayMs).toISOString();
    const write = async (destroyedAt: string | null) => {
      const entry = { ...newRef(), keyId, destroyedAt };
      await writeFile(join(dir, `${entry.generation}.json`), JSON.stringify(entry));
      return entry;
    };
    const [old, young, open] = [await write(at(401)), await write(at(399)), await write(null)];
    await writeFile(join(dir, 'draft.new'), '{');
    const erasures = await openErasures(dir);
    assert.equal(erasures.of(old), undefined);
    assert.ok(erasures.of(young));
    assert.deepEqual(
      (await readdir(dir)).toSorted(),
      [`${young.generation}.json`, `${open.generation}.json`].toSorted(),
    );
  });

  it('names a file that cannot be understood', async () => {
    await writeFile(join(dir, `${'0'.repeat(32)}.json`), '{"kind":"volume"}');
    await assert.rejects(openErasures(dir), /the erasure .*0000\.json cannot be understood/);
  });
});
