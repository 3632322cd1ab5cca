import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HostFault } from '../machine/fault.js';
import { openUidClaims, rangeSize, slotCount } from './uidClaims.js';
import { openUids } from './uids.js';

const day = 86_400_000;

describe('the user ids of an engine host', () => {
  let dir: string;
  let now: number;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dpu-'));
    now = Date.parse('2026-01-01T00:00:00Z');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const open = async (name: string) => {
    const stateDir = join(dir, name);
    await mkdir(stateDir, { recursive: true });
    return openUids({ claimsDir: join(dir, 'claims'), stateDir, now: () => now });
  };
  const none: ReadonlySet<number> = new Set();

  it('are never given out twice, also after a crash at any moment', async () => {
    const given = new Set<number>();
    for (let crash = 0; crash < 20; crash += 1) {
      const uids = await open('one');
      for (let count = 0; count < 7; count += 1) given.add(await uids.take(none));
    }
    assert.equal(given.size, 140);
    assert.ok(Math.max(...given) - Math.min(...given) < rangeSize);
  });

  it('are known by a directory that nobody else reads, below one that others may pass through', async () => {
    await openUids({ claimsDir: join(dir, 'made/claims'), stateDir: dir, now: () => now });
    const modes = await Promise.all(
      ['made', 'made/claims'].map(async (name) => (await stat(join(dir, name))).mode),
    );
    assert.deepEqual(
      modes.map((mode) => mode & 0o777),
      [0o755, 0o700],
    );
  });

  it('are a million of its own for each of many that start at once', async () => {
    const stores = await Promise.all(Array.from({ length: 12 }, (_, index) => open(`host${index}`)));
    const first = await Promise.all(stores.map((uids) => uids.take(none)));
    const sorted = first.toSorted((one, other) => one - other);
    sorted.slice(1).forEach((uid, index) => assert.ok(uid - (sorted[index] ?? uid) >= rangeSize));
  });

  it('rest for 30 days, and are used again then, but for those still taken', async () => {
    const first = await open('one');
    const uid = await first.take(none);
    const claims = openUidClaims(join(dir, 'claims'));
    const [claim] = await claims.list();
    assert.ok(claim);
    const all = Object.fromEntries(
      Array.from({ length: 256 }, (_, chunk) => [String(chunk), new Date(now).toISOString()]),
    );
    await claims.save({ ...claim, next: rangeSize, uses: all });
    now += 30 * day;
    await assert.rejects(
      (await open('one')).take(none),
      (error) => error instanceof HostFault && error.reason === 'capacity',
    );
    now += 2 * day;
    assert.equal(await (await open('one')).take(new Set([uid])), uid + 1);
  });

  it('count from the last use of an id, not from its first', async () => {
    const uids = await open('one');
    const uid = await uids.take(none);
    now += 20 * day;
    await uids.noteUse(uid);
    const [claim] = await openUidClaims(join(dir, 'claims')).list();
    assert.equal(claim?.uses['0'], new Date(now).toISOString());
  });

  it('of an instance that is gone go to another, which carries on behind the last one given out', async () => {
    const uses = { '0': new Date(now).toISOString() };
    await mkdir(join(dir, 'claims'));
    for (let slot = 0; slot < slotCount; slot += 1) {
      const text = JSON.stringify({ stateDir: join(dir, 'gone'), next: 128, uses });
      await writeFile(join(dir, 'claims', `${slot}.1.json`), text);
    }
    const uid = await (await open('new')).take(none);
    assert.equal((uid - 1_880_000_000) % rangeSize, 128);
    assert.equal((await readdir(join(dir, 'claims'))).filter((name) => name.endsWith('.2.json')).length, 1);
  });
});
