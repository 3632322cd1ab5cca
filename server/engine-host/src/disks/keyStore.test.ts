import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { HostFault } from '../machine/fault.js';
import { identify, type KeyStore, openKeyStore } from './keyStore.js';

let root: string;
let dir: string;
let masterKeyFile: string;
let store: KeyStore;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'dpk-'));
});
after(() => rm(root, { recursive: true }));
beforeEach(async () => {
  dir = join(root, randomUUID());
  await mkdir(dir);
  masterKeyFile = join(dir, '..', `${randomUUID()}.key`);
  await writeMasterKey();
  store = openKeyStore(dir, masterKeyFile);
});

const writeMasterKey = () => writeFile(masterKeyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
const pathOf = (diskId: string) => join(dir, `${diskId}.json`);
const saying = (words: RegExp) => (error: unknown) => error instanceof HostFault && words.test(error.message);

describe('the key store', () => {
  it('makes one key per disk and gives it again, also to a later engine host', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const made = await store.obtain(one);
    assert.equal(made.key.length, 32);
    assert.equal(made.keyId, identify(made.key));
    assert.deepEqual(await store.obtain(one), made);
    assert.deepEqual(await openKeyStore(dir, masterKeyFile).read(one), made);
    assert.notDeepEqual((await store.obtain(other)).key, made.key);
  });

  it('writes no key in the clear', async () => {
    const diskId = randomUUID();
    const { key } = await store.obtain(diskId);
    for (const name of await readdir(dir)) {
      const bytes = await readFile(join(dir, name));
      for (const form of ['hex', 'base64'] as const) assert.ok(!bytes.includes(key.toString(form)), name);
      assert.ok(!bytes.includes(key), name);
    }
  });

  it('names a key that does not open under this master key, and leaves it alone', async () => {
    const diskId = randomUUID();
    await store.obtain(diskId);
    const before_ = await readFile(pathOf(diskId));
    await writeMasterKey();
    for (const attempt of [store.read(diskId), store.obtain(diskId)]) {
      await assert.rejects(attempt, saying(/does not open under the master key/));
    }
    assert.deepEqual(await readFile(pathOf(diskId)), before_);
  });

  it('opens no key under the name of another disk', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await store.obtain(one);
    await rename(pathOf(one), pathOf(other));
    await assert.rejects(store.read(other), saying(/belongs to another disk/));
    const forged = (await readFile(pathOf(other), 'utf8')).replace(one, other);
    await writeFile(pathOf(other), forged);
    await assert.rejects(store.read(other), saying(/does not open under the master key/));
  });

  it('names a key file that is cut or garbled, and leaves it alone', async () => {
    const diskId = randomUUID();
    await store.obtain(diskId);
    const whole = await readFile(pathOf(diskId), 'utf8');
    for (const text of ['', whole.slice(0, 40), 'null', whole.replace('"version":1', '"version":2')]) {
      await writeFile(pathOf(diskId), text);
      await assert.rejects(store.obtain(diskId), saying(/cannot be understood/));
      assert.equal(await readFile(pathOf(diskId), 'utf8'), text);
    }
  });

  it('destroys a key in place, whatever state it is in, and what a crash left of its making', async () => {
    const diskId = randomUUID();
    await store.obtain(diskId);
    const whole = await readFile(pathOf(diskId), 'utf8');
    const sealed = /"sealed":"([^"]+)"/.exec(whole)?.[1] ?? whole;
    await link(pathOf(diskId), join(root, `${diskId}.seen`));
    await writeFile(`${pathOf(diskId)}.new`, whole);
    await store.destroy(diskId);
    assert.equal(await store.holds(diskId), false);
    assert.deepEqual(await readdir(dir), ['salt']);
    assert.ok(
      !(await readFile(join(root, `${diskId}.seen`))).includes(sealed),
      'the old bytes are overwritten',
    );
    await store.destroy(diskId);
    await writeFile(pathOf(diskId), randomBytes(300));
    assert.equal(await store.holds(diskId), true);
    await store.destroy(diskId);
    assert.equal(await store.holds(diskId), false);
  });
});
