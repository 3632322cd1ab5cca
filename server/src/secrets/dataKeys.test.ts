import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { openDataKeys } from './dataKeys.js';
import { createMasterKey, readMasterKey } from './masterKey.js';

const ambient = realAmbient;
let directory: string;
let store: TestDatabase;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deskplane-keys-'));
  store = await createTestDatabase();
});
after(async () => {
  await store.drop();
  await rm(directory, { recursive: true });
});

describe('master key', () => {
  it('is 32 bytes in a file of 0600, and the same for everyone who makes it at once', async () => {
    const path = join(directory, 'made.key');
    assert.equal(await readMasterKey(path), undefined);
    const keys = await Promise.all(Array.from({ length: 8 }, () => createMasterKey(path, ambient)));
    assert.equal(new Set(keys.map((key) => key.toString('hex'))).size, 1);
    assert.equal(keys[0]?.length, 32);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.match(await readFile(path, 'utf8'), /^[A-Za-z0-9+/]{43}=\n$/);
  });

  it('says what is wrong with a file that holds none or that others may read', async () => {
    const path = join(directory, 'wrong.key');
    for (const text of [
      '',
      'secret',
      Buffer.alloc(31).toString('base64'),
      `${Buffer.alloc(32).toString('base64')}!`,
    ]) {
      await writeFile(path, text, { mode: 0o600 });
      await assert.rejects(readMasterKey(path), /must be exactly 32 bytes in base64/);
    }
    await writeFile(path, Buffer.alloc(32, 7).toString('base64'));
    await chmod(path, 0o644);
    await assert.rejects(readMasterKey(path), /chmod 600/);
  });
});

describe('data keys', () => {
  it('open what they sealed, also after a restart and in another process', async () => {
    const parts = { database: store.database, ambient, masterKeyFile: join(directory, 'master.key') };
    const [one, two] = await Promise.all([openDataKeys(parts), openDataKeys(parts)]);
    const sealed = one.seal(Buffer.from('secret'), 'a');
    assert.equal(sealed.includes('secret'), false);
    assert.equal((await two.open(sealed, 'a')).toString(), 'secret');
    assert.equal((await two.open(one.seal(Buffer.alloc(0), 'a'), 'a')).length, 0);
    const restarted = await openDataKeys(parts);
    assert.equal((await restarted.open(sealed, 'a')).toString(), 'secret');
  });

  it('refuse a secret that was moved, changed in any byte, or cut', async () => {
    const parts = { database: store.database, ambient, masterKeyFile: join(directory, 'master.key') };
    const keys = await openDataKeys(parts);
    const sealed = keys.seal(Buffer.from('secret'), 'a');
    await assert.rejects(keys.open(sealed, 'b'), /cannot be opened/);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await assert.rejects(keys.open(changed, 'a'), /cannot be opened/);
      await assert.rejects(keys.open(sealed.subarray(0, index), 'a'), /cannot be opened/);
    }
  });

  it('do not start with another master key than the one that the database was made with', async () => {
    const path = join(directory, 'master.key');
    const original = await readFile(path);
    await unlink(path);
    await assert.rejects(
      openDataKeys({ database: store.database, ambient, masterKeyFile: path }),
      /is missing/,
    );
    assert.equal(await readMasterKey(path), undefined);
    await createMasterKey(path, ambient);
    await assert.rejects(
      openDataKeys({ database: store.database, ambient, masterKeyFile: path }),
      /does not open the secrets in this database/,
    );
    await writeFile(path, original);
    await openDataKeys({ database: store.database, ambient, masterKeyFile: path });
  });
});
