import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { replayTombstones } from '../backup/replayTombstones.js';
import { createDesktops, readSubJobs, showUntilGone } from '../testing/desktopCalls.js';
import { setEndAside } from '../testing/oldDeletions.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';
import { numberTombstones, readNumbered } from '../tombstones/numberTombstones.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const owned = (name: string) => ({
  desktops: [{ user_name: name, user_email: `${name}@example.org` }],
  data_volumes: [{ type: 'SSD', size: 20 }],
});

async function idOf(name: string): Promise<string> {
  const { body } = await service.call('GET', `/users?user_name=${name}`);
  return body.users[0].id;
}

/** @returns the receipt, which has the word that the mail was sent */
async function deleteWithUser(desktopId: string) {
  assert.equal((await service.call('DELETE', `/desktops/${desktopId}?delete_users=true`)).status, 204);
  await showUntilGone(service, desktopId);
  return waitUntil(async () => {
    const { receipt } = (await service.call('GET', `/deletions/${desktopId}`)).body;
    return receipt !== null && receipt !== undefined && receipt.addenda.length > 0 && receipt;
  }, 'the receipt with the addendum of the mail');
}

const erase = (who: object) => service.call('POST', '/erasures', who);
const keys = async () => readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);

/** Every row of every table that has the word in it, as text in any case or as bytes. */
async function rowsWith(word: string): Promise<string[]> {
  const { pool } = service.database;
  const tables = await pool.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname`,
  );
  const bytes = Buffer.from(word).toString('hex');
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ row: string }>(`select "${name}"::text as row from "${name}"`);
    const matching = rows.filter(
      ({ row }) => row.toLowerCase().includes(word) || row.toLowerCase().includes(bytes),
    );
    found.push(...matching.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

describe('erasing a person', () => {
  it('leaves no name or address anywhere in the database, and every receipt valid', async () => {
    const [first] = await createDesktops(service, owned('zdenka'));
    const [other] = await createDesktops(service, { desktop_name: 'shared' });
    const user = await idOf('zdenka');
    // Named after the desktop, and described by somebody who knows whose it is.
    const pictured = { desktop_ids: [first], disk_type: 'ALL', description: 'of zdenka' };
    const { job_id } = (await service.call('POST', '/snapshots/batch-create', pictured)).body;
    await waitUntil(
      async () => (await readSubJobs(service, job_id)).every(({ status }) => status === 'SUCCESS'),
      'the snapshot',
    );
    const attached = { desktop_id: other, user_name: 'zdenka', user_email: 'zdenka@example.org' };
    for (const [path, body] of [
      ['attach', { desktops: [attached] }],
      ['detach', { desktop_ids: [other] }],
    ] as const) {
      const answer = await service.call('POST', `/desktops/${path}`, body);
      assert.equal(answer.status, 200, answer.text);
    }
    await service.call('DELETE', `/desktops/${other}`);
    await showUntilGone(service, other);
    // A screen that he asked for at the desk and never opened.
    await service.database.pool.query(
      `insert into screen_tickets (secret_hash, kind, project_id, desktop_id, domain_id, user_id, user_name,
         desk_session_hash, expires_at)
       select '\\x00', 'token', $1, $2, '', $3, 'zdenka', '\\x01', now()`,
      [service.credentials.project_id, first, user],
    );
    const earlier = await deleteWithUser(first);
    assert.ok(JSON.stringify(earlier.openings).includes('zdenka'));
    assert.ok((await rowsWith('zdenka')).length > 5);

    const answer = await erase({ user_name: 'ZDENKA' });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.user_id, user);
    assert.ok(answer.body.erased > 5);
    assert.deepEqual(await rowsWith('zdenka'), []);

    const { body } = await service.call('GET', `/deletions/${first}`);
    assert.ok(!JSON.stringify(body).toLowerCase().includes('zdenka'));
    assert.deepEqual(body.receipt.receipt.envelope, earlier.receipt.envelope);
    for (const bundle of [earlier, body.receipt]) {
      const verdict = verifyReceipt(canonicalBytes(bundle), { keys: await keys() });
      assert.ok(verdict.valid, JSON.stringify(verdict));
    }
  });

  it('is in the log once, by ID, and repeating it changes nothing', async () => {
    const [id] = await createDesktops(service, owned('milos'));
    const user = await idOf('milos');
    await deleteWithUser(id);
    const answers = await Promise.all([1, 2, 3].map(() => erase({ user_id: user })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(answers.filter(({ body }) => body.erased > 0).length, 1);
    const { rows } = await service.database.pool.query(
      `select convert_from(payload, 'UTF8') as payload from log_entries where kind = 'erasure'`,
    );
    const mine = rows.map((row) => JSON.parse(row.payload)).filter((entry) => entry.user_id === user);
    assert.equal(mine.length, 1);
    assert.match(mine[0].asked_by, /^[0-9a-f]{32}$/);
    assert.equal((await erase({ user_name: 'milos' })).status, 404);
  });

  it('is refused while the user lives, is being deleted with a desktop, or is owed a mail', async () => {
    const [id] = await createDesktops(service, owned('petra'));
    const user = await idOf('petra');
    for (const who of [{ user_id: user }, { user_name: 'petra' }]) {
      const answer = await erase(who);
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.4092']);
      assert.match(answer.body.error_msg, /delete the user first/);
    }
    await deleteWithUser(id);
    const { pool } = service.database;
    await pool.query('update mails set sent_at = null where user_id = $1', [user]);
    const owed = await erase({ user_id: user });
    assert.equal(owed.status, 409);
    assert.match(owed.body.error_msg, /a mail about a deleted desktop of the user is not sent yet/);
    const chinese = await service.call('POST', '/erasures', { user_id: user }, { 'x-language': 'zh-cn' });
    assert.match(chinese.body.error_msg, /待发送/);
    assert.ok((await rowsWith('petra')).length > 0);
    await pool.query('update mails set sent_at = now() where user_id = $1', [user]);
    const endIt = await setEndAside(pool, id);
    assert.match((await erase({ user_id: user })).body.error_msg, /still being deleted/);
    await endIt();
    assert.equal((await erase({ user_id: user })).status, 200);
    assert.deepEqual(await rowsWith('petra'), []);
  });

  it('takes one of several who were called alike, and leaves the living namesake alone', async () => {
    const ids: string[] = [];
    for (const _ of ['first', 'second']) {
      const [id] = await createDesktops(service, owned('ivan'));
      ids.push(await idOf('ivan'));
      await deleteWithUser(id);
    }
    const unclear = await erase({ user_name: 'ivan' });
    assert.equal(unclear.status, 409);
    for (const id of ids) assert.ok(unclear.body.error_msg.includes(id));
    const [living] = await createDesktops(service, owned('ivan'));
    for (const id of ids) assert.ok((await erase({ user_id: id })).body.erased > 0);
    const { body } = await service.call('GET', `/desktops/${living}`);
    assert.ok(JSON.stringify(body).includes('ivan@example.org') || JSON.stringify(body).includes('"ivan"'));
    for (const row of await rowsWith('ivan'))
      assert.ok(/^(desktop_users|desktops|sub_jobs|items|simulated_items): /.test(row), row);
    const { rows } = await service.database.pool.query(
      `select count(*)::int as left from sub_jobs where user_name = 'ivan'`,
    );
    assert.equal(rows[0].left, 1);
  });

  it('does not know whom the project never had, and says what it needs', async () => {
    for (const who of [{ user_id: 'f'.repeat(32) }, { user_name: 'nobody' }])
      assert.equal((await erase(who)).status, 404);
    for (const who of [{}, { user_id: 'a', user_name: 'b' }, { user_name: 'a\u0000' }, { user_id: '../x' }])
      assert.equal((await erase(who)).status, 400);
    assert.equal((await erase({ user_id: await aForeignUser() })).status, 404);
  });

  it('happens again to a backup that was put back', async () => {
    const [id] = await createDesktops(service, owned('radka'));
    const user = await idOf('radka');
    await deleteWithUser(id);
    assert.equal((await erase({ user_id: user })).status, 200);
    const { pool } = service.database;
    while ((await numberTombstones(pool)) > 0);
    const stones = await readNumbered(pool, 0);
    // As the database was before.
    await pool.query(`delete from tombstones where kind = 'user' and subject = $1`, [user]);
    await pool.query(
      `update deletion_users set user_name = 'radka', user_email = 'radka@example.org' where user_id = $1`,
      [user],
    );
    await pool.query(`update sub_jobs set user_name = 'radka' where user_id = $1`, [user]);
    const client = await pool.connect();
    try {
      await client.query('begin');
      const replayed = await replayTombstones({ client, lockedPasswordHash: '' }, stones);
      await client.query('commit');
      assert.equal(replayed.get('user'), 1);
    } finally {
      client.release();
    }
    assert.deepEqual(await rowsWith('radka'), []);
  });
});

/** The ID of a user whom another project had. */
async function aForeignUser(): Promise<string> {
  const { pool } = service.database;
  await pool.query(
    `insert into projects (id, domain_id, name) select 'other', id, 'other' from domains limit 1`,
  );
  await pool.query(
    `insert into desktop_users (id, project_id, user_name, created_at) values ('foreign1', 'other', 'x', now())`,
  );
  await pool.query(`delete from desktop_users where id = 'foreign1'`);
  return 'foreign1';
}
