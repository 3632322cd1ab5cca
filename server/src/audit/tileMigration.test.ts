import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashLeaf, isConsistent, rootFromInclusion } from '@deskplane/verify/merkle.js';
import type pg from 'pg';
import { migrate } from '../database/migrate.js';
import { migrateUpTo } from '../testing/earlierSchema.js';
import { openTestLog, type TestLog } from '../testing/openTestLog.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { proveConsistency, proveInclusion, readEntries, readHead } from './readLog.js';
import { sealLog } from './sealLog.js';
import { foldNodes, growTree } from './treeShape.js';

const sealed = 700;
const queued = 3;
/** Receipts are signed; the key changes in the middle of what becomes a tile. */
const isReceipt = (index: number): boolean => index % 2 === 0;
const keyOf = (index: number): string => (index < 300 ? 'old' : 'new');
const signatureOf = (index: number): Buffer => Buffer.alloc(64, index % 251);
const payloadOf = (index: number): Buffer => Buffer.from(`{"text":"entry ${index}"}`);
const leaves = Array.from({ length: sealed }, (_, index) => hashLeaf(payloadOf(index)));
const grown = growTree([], 0, leaves);
const root = foldNodes(grown.edge);

describe('a log that was kept leaf by leaf', () => {
  let database: TestDatabase;
  let log: TestLog;
  before(async () => {
    database = await createTestDatabase();
    log = await openTestLog(database.database);
    await makeOldLog(database.pool, log);
    await migrate(database.pool);
  });
  after(async () => {
    await log.remove();
    await database.drop();
  });
  const read = () => readEntries(log.database, log.projectId, log.desktopId, Number.MAX_SAFE_INTEGER);

  it('has the same places, signatures, hashes and proofs in tiles', async () => {
    assert.equal((await readHead(log.database))?.size, sealed);
    const entries = await read();
    assert.deepEqual(
      entries.map(({ index, payload, signature }) => [index, payload, signature]),
      Array.from({ length: sealed }, (_, index) => [
        index,
        payloadOf(index),
        isReceipt(index) ? { keyId: keyOf(index), bytes: signatureOf(index) } : undefined,
      ]),
    );
    for (const index of [0, 7, 255, 256, 299, 300, 511, 512, sealed - 1]) {
      const path = await proveInclusion(log.database, index, sealed);
      assert.deepEqual(rootFromInclusion(hashLeaf(payloadOf(index)), index, sealed, path), root);
    }
  });

  it('grows on from there, by what was queued', async () => {
    assert.equal(await sealLog(log), queued);
    const head = await readHead(log.database);
    assert.ok(head !== undefined);
    assert.deepEqual(
      (await read()).slice(sealed).map(({ payload }) => payload),
      Array.from({ length: queued }, (_, place) => payloadOf(sealed + place)),
    );
    const path = await proveConsistency(log.database, sealed, head.size);
    assert.ok(isConsistent({ size: sealed, root }, head, path));
  });
});

/** As the tables were before, filled as the service did. */
async function makeOldLog(pool: pg.Pool, { desktopId, projectId }: TestLog): Promise<void> {
  await pool.query('create table kept_keys as select * from signing_keys');
  await pool.query('create schema old');
  await pool.query('alter table kept_keys set schema old');
  await migrateUpTo(pool, '0030');
  await pool.query(`insert into log_identity (id, created_at) values (gen_random_uuid(), now());
    insert into signing_keys select * from old.kept_keys; drop schema old cascade`);
  const payloads = Array.from({ length: sealed + queued }, (_, index) => payloadOf(index));
  await pool.query(
    `insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
     select sha256('\\x00'::bytea || payload), case when (n - 1) % 2 = 0 then 'receipt' else 'release' end, $1, $2, payload
     from unnest($3::bytea[]) with ordinality as entry (payload, n)`,
    [projectId, desktopId, payloads],
  );
  await pool.query(
    `insert into log_leaves (index, leaf_hash, key_id, signature)
     select n - 1, hash, case when signature is not null then key end, signature
     from unnest($1::bytea[], $2::text[], $3::bytea[]) with ordinality as leaf (hash, key, signature, n)`,
    [
      leaves,
      leaves.map((_, index) => keyOf(index)),
      leaves.map((_, index) => (isReceipt(index) ? signatureOf(index) : null)),
    ],
  );
  const nodes = grown.nodes.filter(({ level }) => level >= 3);
  await pool.query('insert into log_nodes select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])', [
    nodes.map(({ level }) => level),
    nodes.map(({ position }) => position),
    nodes.map(({ hash }) => hash),
  ]);
  await pool.query(`insert into log_heads (size, root, envelope, signed_at) values ($1, $2, '{}', now())`, [
    sealed,
    root,
  ]);
  for (const payload of payloads.slice(sealed))
    await pool.query('insert into log_queue (leaf_hash) values ($1)', [hashLeaf(payload)]);
}
