import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { bytesToSign } from '@deskplane/verify/envelope.js';
import { hashLeaf, isConsistent, rootFromInclusion } from '@deskplane/verify/merkle.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { openTreeHead } from '@deskplane/verify/treeHead.js';
import { sql } from 'kysely';
import { asId, type IamUserId } from '../ids.js';
import { openTestLog, type TestLog } from '../testing/openTestLog.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { appendEntry } from './appendEntry.js';
import { prepareEntry } from './logEntry.js';
import { packJson } from './packJson.js';
import { proveConsistency, proveInclusion, readEntries, readHead } from './readLog.js';
import { rotateSigningKey } from './rotateSigningKey.js';
import { DamagedLog, sealLog } from './sealLog.js';
import { listPublicKeys, openSigningKeys } from './signingKeys.js';

let database: TestDatabase;
let log: TestLog;
beforeEach(async () => {
  database = await createTestDatabase();
  log = await openTestLog(database.database);
});
afterEach(async () => {
  await log.remove();
  await database.drop();
});

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `entry ${from + index}`);
const head = async () => {
  const newest = await readHead(log.database);
  assert.ok(newest !== undefined);
  return newest;
};
const indexes = async () => {
  const { rows } = await sql<{ index: string }>`
    select place.index from log_entries cross join lateral log_place(sequence) place order by 1`.execute(
    log.database,
  );
  return rows.map(({ index }) => Number(index));
};
const published = async () => readKeySet({ keys: await listPublicKeys(log.database) });

describe('sealing the log', () => {
  it('gives every entry a place, in order, and signs a head that each leads to', async () => {
    await log.append(...numbered(0, 5));
    await log.append(...numbered(5, 8));
    assert.equal(await sealLog(log), 13);
    const { size, root, envelope } = await head();
    assert.equal(size, 13);
    const opened = openTreeHead(envelope, await published());
    assert.ok('head' in opened);
    assert.deepEqual(opened.head.root, root);
    const entries = await readEntries(log.database, log.projectId, log.desktopId, size);
    assert.deepEqual(
      entries.map((entry) => entry.payload.toString()),
      numbered(0, 13).map((text) => JSON.stringify({ text })),
    );
    for (const { index, payload } of entries) {
      const path = await proveInclusion(log.database, index, size);
      assert.deepEqual(rootFromInclusion(hashLeaf(payload), index, size, path), root);
    }
  });

  it('shows between any two heads that nothing was changed or taken away', async () => {
    const heads = [];
    for (const count of [1, 2, 3, 1, 6, 4]) {
      await log.append(...numbered(heads.length * 100, count));
      await sealLog(log);
      heads.push(await head());
    }
    for (const older of heads) {
      for (const newer of heads.filter(({ size }) => size >= older.size)) {
        assert.ok(isConsistent(older, newer, await proveConsistency(log.database, older.size, newer.size)));
      }
    }
  });

  it('makes one sequence without gaps however many seal and append at once', async () => {
    let appended = 0;
    const writer = async (name: string) => {
      for (let round = 0; round < 25; round += 1) {
        const texts = Array.from({ length: 1 + (round % 4) }, (_, index) => `${name} ${round} ${index}`);
        await log.append(...texts);
        appended += texts.length;
      }
    };
    let writing = true;
    const sealer = async () => {
      while (writing) await sealLog(log);
    };
    const sealers = [sealer(), sealer(), sealer()];
    await Promise.all([writer('one'), writer('two')]).finally(() => {
      writing = false;
    });
    await Promise.all(sealers);
    while ((await sealLog(log)) !== 0);
    assert.deepEqual(await indexes(), [...Array(appended).keys()]);
    assert.equal((await head()).size, appended);
    const heads = await log.database
      .selectFrom('log_heads')
      .select(['size', 'root'])
      .orderBy('size')
      .execute();
    const newest = await head();
    for (const row of heads) {
      const size = Number(row.size);
      const path = await proveConsistency(log.database, size, newest.size);
      assert.ok(isConsistent({ size, root: row.root }, newest, path));
    }
  });

  it('waits for no transaction and loses none: what is committed late comes later', async () => {
    const slow = await log.database.startTransaction().execute();
    await appendEntry(slow, { ...log, kind: 'release', content: { text: 'slow' } });
    await log.append('fast');
    assert.equal(await sealLog(log), 1);
    await slow.commit().execute();
    assert.equal(await sealLog(log), 1);
    const texts = await readEntries(log.database, log.projectId, log.desktopId, 2);
    assert.deepEqual(
      texts.map((entry) => entry.payload.toString()),
      ['{"text":"fast"}', '{"text":"slow"}'],
    );
  });

  it('waits for no number either: whose transaction is newer than that of a later one comes when it is committed', async () => {
    const older = await log.database.startTransaction().execute();
    await sql`select pg_current_xact_id()`.execute(older);
    const newer = await log.database.startTransaction().execute();
    const rolledBack = await log.database.startTransaction().execute();
    await appendEntry(newer, { ...log, kind: 'release', content: { text: 'first' } });
    await appendEntry(rolledBack, { ...log, kind: 'release', content: { text: 'never' } });
    await appendEntry(older, { ...log, kind: 'release', content: { text: 'third' } });
    await older.commit().execute();
    assert.equal(await sealLog(log), 1);
    await rolledBack.rollback().execute();
    await log.append('fourth');
    assert.equal(await sealLog(log), 1);
    await newer.commit().execute();
    assert.equal(await sealLog(log), 1);
    await log.append('fifth');
    assert.equal(await sealLog(log), 1);
    const entries = await readEntries(log.database, log.projectId, log.desktopId, 4);
    assert.deepEqual(
      entries.map(({ payload }) => JSON.parse(payload.toString()).text),
      ['third', 'fourth', 'first', 'fifth'],
    );
    await waitUntil(async () => {
      await log.append('more');
      await sealLog(log);
      const [last] = await log.database
        .selectFrom('log_heads')
        .select('gaps')
        .orderBy('size', 'desc')
        .limit(1)
        .execute();
      return last?.gaps === null;
    }, 'numbers that will never come to be forgotten, once every transaction of then is over, also of other databases');
  });

  it('leaves no trace of a transaction that was rolled back', async () => {
    await assert.rejects(
      log.database.transaction().execute(async (transaction) => {
        await appendEntry(transaction, { ...log, kind: 'release', content: { text: 'never' } });
        throw new Error('no');
      }),
    );
    assert.equal(await sealLog(log), 0);
    assert.equal(await readHead(log.database), undefined);
  });

  it('S8: sealing that breaks off before it is done leaves everything to the next', async () => {
    await log.append('one', 'two');
    const keys = { current: () => Promise.reject(new Error('broken off')) };
    await assert.rejects(sealLog({ ...log, keys }), /broken off/);
    assert.deepEqual(await indexes(), []);
    assert.equal(await sealLog(log), 2);
    assert.deepEqual(await indexes(), [0, 1]);
  });

  it('seals a backlog that is larger than one round', async () => {
    await sql`
      insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
      select sha256('\\x00'::bytea || convert_to(n::text, 'UTF8')), 'release', 'p', gen_random_uuid(), convert_to(n::text, 'UTF8')
      from generate_series(1, 4500) n`.execute(log.database);
    let sealed = 0;
    for (let round = await sealLog(log); round !== 0; round = await sealLog(log)) sealed += round ?? 0;
    assert.equal(sealed, 4500);
    assert.equal((await head()).size, 4500);
  });
});

describe('keys of the log', () => {
  it('signs with the new key after a rotation; what the old one signed stays valid', async () => {
    await log.append('old');
    await sealLog(log);
    const before = await head();
    const order = { projectId: log.projectId, askedBy: asId<IamUserId>('operator'), requestId: 'request' };
    const { current: newKey } = await rotateSigningKey(log, order);
    await log.append('new');
    await sealLog(log);
    const after = await head();
    const keys = await published();
    assert.equal(keys.size, 2);
    assert.equal(after.envelope.signatures[0]?.keyid, newKey);
    for (const { envelope } of [before, after]) assert.ok('head' in openTreeHead(envelope, keys));
  });

  it('is agreed on by replicas that start at once', async () => {
    await log.database.deleteFrom('signing_keys').execute();
    const signers = await Promise.all(
      Array.from({ length: 4 }, async () => (await openSigningKeys(log)).current(log.database)),
    );
    assert.equal(new Set(signers.map((signer) => signer.keyId)).size, 1);
    assert.equal((await listPublicKeys(log.database)).length, 1);
  });

  it('is not readable in the database', async () => {
    const signer = await log.keys.current(log.database);
    const signature = await signer.sign('type', Buffer.from('text'));
    assert.equal(signature.length, 64);
    assert.ok(bytesToSign('type', Buffer.from('text')).toString().startsWith('DSSEv1 4 type 4 text'));
    const [row] = await log.database.selectFrom('signing_keys').select('sealed_private_key').execute();
    assert.ok(row !== undefined && row.sealed_private_key !== null && row.sealed_private_key.length > 64);
    await assert.rejects(log.dataKeys.open(row.sealed_private_key, 'signing-key:other'));
  });
});

describe('a log that somebody changes', () => {
  const tampering = (text: string) =>
    // What only the owner of the tables can do, who is the service: the log has to show it all the same.
    sql
      .raw(`begin; ${switchTriggers('disable')} ${text}; ${switchTriggers('enable')} commit;`)
      .execute(log.database);
  const switchTriggers = (how: 'disable' | 'enable'): string =>
    ['log_entries', 'log_tiles', 'log_heads']
      .map((table) => `alter table ${table} ${how} trigger user;`)
      .join(' ');

  for (const statement of [
    `update log_entries set payload = '\\x00'`,
    'delete from log_entries',
    'truncate log_entries cascade',
    'delete from log_tiles',
    'update log_tiles set first = first + 1',
    'truncate log_tiles',
    'delete from log_heads',
  ]) {
    it(`S17: refuses "${statement}"`, async () => {
      await log.append('one', 'two', 'three');
      await sealLog(log);
      await assert.rejects(sql.raw(statement).execute(log.database), /append-only/);
    });
  }

  it('takes no entry whose hash is not its own', async () => {
    await assert.rejects(
      sql`insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
        values (sha256('x'), 'receipt', 'p', gen_random_uuid(), 'y')`.execute(log.database),
      /check constraint/,
    );
  });

  it('gives no place to a packed entry that is not what its hash says', async () => {
    const { payload, leafHash } = prepareEntry({ type: 'deletion-receipt', version: 2 });
    const write = (bytes: Buffer) =>
      sql`insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
        values (${leafHash}, 'receipt', ${log.projectId}, ${log.desktopId}, ${bytes})`.execute(log.database);
    await write(payload);
    assert.equal(await sealLog(log), 1);
    const [entry] = await readEntries(log.database, log.projectId, log.desktopId, 1);
    assert.equal(entry?.payload.toString(), '{"type":"deletion-receipt","version":2}');
    await write(packJson({ type: 'deletion-receipt', version: 3 }));
    await assert.rejects(sealLog(log), DamagedLog);
    await tampering('delete from log_entries where sequence = 2');
    await write(payload.subarray(0, -1));
    await assert.rejects(sealLog(log), DamagedLog);
  });

  it('is not signed any further when its last entries were cut off', async () => {
    await log.append('one', 'two', 'three');
    await sealLog(log);
    await tampering(
      `update log_tiles set sequences = sequences[1:2], leaf_hashes = substring(leaf_hashes from 1 for 64),
         signed = signed[1:2], signatures = substring(signatures from 1 for 128)`,
    );
    await log.append('four');
    await assert.rejects(sealLog(log), DamagedLog);
  });

  it('is not signed any further when a node was changed', async () => {
    await log.append('one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight');
    await sealLog(log);
    await tampering(`update log_tiles set nodes = sha256('x')`);
    await log.append('nine');
    await assert.rejects(sealLog(log), DamagedLog);
  });

  it('shows against an older head when entries and heads were cut off together', async () => {
    await log.append('one', 'two', 'three');
    await sealLog(log);
    const older = await head();
    await tampering(
      `update log_tiles set sequences = sequences[1:1], leaf_hashes = substring(leaf_hashes from 1 for 32),
         signed = signed[1:1], signatures = substring(signatures from 1 for 64); delete from log_heads;`,
    );
    // Whoever cut it also has to sign a head that fits; even with the key that leaves an old head without a successor.
    await tampering(
      `insert into log_heads (size, root, envelope, signed_at, next)
         select 1, leaf_hashes, '{}', now(), 4 from log_tiles`,
    );
    await log.append('four', 'five', 'six');
    await sealLog(log);
    const newer = await head();
    assert.equal(newer.size, 4);
    assert.ok(!isConsistent(older, newer, await proveConsistency(log.database, older.size, newer.size)));
  });
});
