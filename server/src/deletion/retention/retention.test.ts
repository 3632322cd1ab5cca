import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { exactBytes } from '../../audit/logEntry.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import {
  awaitSettled,
  compactAll,
  countLeft,
  deleteAndSettle,
  keptDays,
  moveBack,
  setEndAside,
  tablesWith,
} from '../../testing/oldDeletions.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const show = async (id: string) => (await service.call('GET', `/deletions/${id}`)).body;

/** A deletion whose retention is over, and what the API said of it while it was whole. */
async function oldDeletion(wish: Record<string, unknown>, query = '', mails = 0) {
  const [id] = await createDesktops(service, wish);
  const whole = await deleteAndSettle(service, id, { query, mails });
  await moveBack(service, [id]);
  return { id, whole };
}

describe('a deletion whose retention is over', () => {
  it('leaves its receipt, its tombstone and the log, and nothing personal but who deleted it', async () => {
    const { id, whole } = await oldDeletion(
      {
        desktops: [{ user_name: 'vendula', user_email: 'vendula@example.org', computer_name: 'vendula-pc' }],
        data_volumes: [{ type: 'SSD', size: 20 }],
        tags: [{ key: 'team', value: 'red' }],
      },
      'delete_users=true',
      1,
    );
    assert.ok(Object.keys(await countLeft(service, id)).length >= 6);
    assert.equal(await compactAll(service), 1);
    assert.deepEqual(await countLeft(service, id), {});
    const { pool } = service.database;
    const { rows } = await pool.query(
      `select single_use_name as name, provider_id, generation from past_items where desktop_id = $1 order by item_id`,
      [id],
    );
    const { rows: receipts } = await pool.query(
      `select payload from log_entries where kind = 'receipt' and desktop_id = $1`,
      [id],
    );
    const said: Record<string, string>[] = JSON.parse(exactBytes(receipts[0].payload).toString()).items;
    assert.equal(rows.length, 4);
    assert.deepEqual(
      rows,
      said
        .toSorted((one, other) => ((one['item_id'] ?? '') < (other['item_id'] ?? '') ? -1 : 1))
        .map(({ name, provider_id, generation }) => ({ name, provider_id, generation })),
    );
    assert.deepEqual(await tablesWith(service.database.pool, 'vendula'), []);
    const { rows: opened } = await pool.query(
      'select distinct subject from personal_values where desktop_id = $1',
      [id],
    );
    assert.deepEqual(opened, [{ subject: 'actor' }]);
    assert.ok(JSON.stringify(whole.receipt.openings).includes('vendula'));
  });

  it('A3: is shown by the ID of its desktop as before, but for names, sizes, addresses and failed attempts, with the same valid receipt', async () => {
    const { id, whole } = await oldDeletion({ desktops: [{ user_name: 'oldrich' }] }, 'is_force_delete=true');
    assert.equal(await compactAll(service), 1);
    const kept = await show(id);
    const forgotten = { size: null, volume_type: null, device: null, ip_address: null, snapshot_name: null };
    const plain = ({ receipt, users, items, ...rest }: typeof whole) => ({
      ...rest,
      receipt: [receipt.receipt.envelope, receipt.acceptance.payload, receipt.addenda.length],
      computer_name: '',
      users: users.map((user: { user_name: string }) => ({ ...user, user_name: '' })),
      items: items.map((item: object) => ({ ...item, ...forgotten })),
    });
    assert.ok(
      kept.items.every((item: object) =>
        Object.keys(forgotten).every((name) => Reflect.get(item, name) === null),
      ),
    );
    assert.equal(kept.computer_name, '');
    // The receipt has the time at which it was written, whatever we have done to the ledger's since.
    assert.deepEqual(plain(kept), plain(whole));
    const keys = readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);
    const verdict = verifyReceipt(canonicalBytes(kept.receipt), { keys });
    assert.ok(verdict.valid, JSON.stringify(verdict));
  });

  it('A3, S16: is a 404 for who shows or deletes the desktop, by policies on its tags too, and cannot be deleted again', async () => {
    const { id } = await oldDeletion({ tags: [{ key: 'team', value: 'red' }] });
    assert.equal(await compactAll(service), 1);
    const users = await createPolicyUsers(service);
    const ofTeam = (team: string) => ({
      identity: [
        {
          Effect: 'Allow',
          Action: ['workspace:desktops:*', 'vpc:ports:*'],
          Condition: { StringEquals: { 'g:ResourceTag/team': [team] } },
        },
        { Effect: 'Allow', Action: ['vpc:*:*', 'eip:*:*', 'nat:*:*'] },
      ],
    });
    const red = await users.add('red', ofTeam('red'));
    const blue = await users.add('blue', ofTeam('blue'));
    const path = `/v2/${service.credentials.project_id}`;
    for (const [who, status, shown] of [
      [users.root, 404, 200],
      [red.call, 404, 200],
      [blue.call, 403, 403],
    ] as const) {
      assert.equal((await who('GET', `${path}/desktops/${id}`)).status, status);
      assert.equal((await who('DELETE', `${path}/desktops/${id}`)).status, status);
      assert.equal((await who('GET', `${path}/desktops/${id}/deletion-plan`)).status, status);
      assert.equal((await who('GET', `${path}/deletions/${id}`)).status, shown);
    }
    const batch = await service.call('POST', '/desktops/batch-delete', { desktop_ids: [id] });
    const [job] = await readSubJobs(service, batch.body.job_id);
    assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0404']);
    assert.deepEqual(await countLeft(service, id), { sub_jobs: 1 });
  });

  it('is in no list any more, has nothing left to tell to who follows it, and no total falls', async () => {
    const totals = async (): Promise<string[]> =>
      (await service.call('GET', '//metrics')).text
        .split('\n')
        .filter((line) => /^deskplane_(deletions|mails)_\w+_total/.test(line));
    const { id } = await oldDeletion(
      { desktops: [{ user_name: 'lada', user_email: 'lada@example.org' }] },
      '',
      1,
    );
    const listed = async () =>
      (await service.call('GET', '/deletions?state=done')).body.deletions.map(
        (each: { desktop_id: string }) => each.desktop_id,
      );
    assert.ok((await listed()).includes(id));
    const fresh = await startTestService({ database: service.database });
    try {
      const told = await totals();
      assert.equal(told.length, 4);
      assert.equal(await compactAll(service), 1);
      const later = (await fresh.call('GET', '//metrics')).text;
      for (const line of told) assert.ok(later.includes(line), line);
    } finally {
      await fresh.stop();
    }
    assert.ok(!(await listed()).includes(id));
    const events = await service.call('GET', `/deletions/${id}/events`);
    assert.equal(events.status, 204, events.text);
  });

  it('takes a job along once all desktops of the job are let go, and not before, but for their names', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'together' });
    const [first, second] = ids;
    const name: string = (await service.call('GET', `/desktops/${first}`)).body.desktop.computer_name;
    assert.ok(second !== undefined);
    const { body } = await service.call('POST', '/desktops/batch-delete', {
      desktop_ids: [...ids, 'a130ab3a-72bf-4b71-baa9-af4987c8e338'],
    });
    for (const id of ids) await showUntilGone(service, id);
    await awaitSettled(service, ids);
    await moveBack(service, [first]);
    assert.equal(await compactAll(service), 1);
    const job = await service.call('GET', `/workspace-jobs/${body.job_id}`);
    assert.deepEqual([job.status, job.body.sub_jobs_total], [200, 3]);
    assert.deepEqual(await countLeft(service, first), { sub_jobs: 2 });
    assert.deepEqual(await tablesWith(service.database.pool, name.toLowerCase()), []);
    await moveBack(service, [second]);
    assert.equal(await compactAll(service), 1);
    assert.equal((await service.call('GET', `/workspace-jobs/${body.job_id}`)).status, 404);
    for (const id of ids) assert.deepEqual(await countLeft(service, id), {});
  });

  it('lets its users be erased, of whom nothing is left to forget', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'kvido' }] });
    const user = (await service.call('GET', '/users?user_name=kvido')).body.users[0].id;
    await deleteAndSettle(service, id, { query: 'delete_users=true' });
    await moveBack(service, [id]);
    assert.equal(await compactAll(service), 1);
    assert.deepEqual(await tablesWith(service.database.pool, 'kvido'), []);
    const answer = await service.call('POST', '/erasures', { user_id: user });
    assert.deepEqual([answer.status, answer.body.erased], [200, 0]);
    const stones = async () =>
      (
        await service.database.pool.query(`select from tombstones where kind = 'user' and subject = $1`, [
          user,
        ])
      ).rowCount;
    // A backup may still have something.
    assert.equal(await stones(), 1);
    assert.equal((await service.call('POST', '/erasures', { user_id: user })).status, 200);
    assert.equal(await stones(), 1);
  });
});

describe('a deletion that is kept whole', () => {
  const isWhole = async (id: string): Promise<void> => {
    assert.equal(await compactAll(service), 0);
    const left = await countLeft(service, id);
    assert.ok(
      left['deletion_orders'] === 1 && left['items'] === 3 && left['deletion_items'] === 3,
      JSON.stringify(left),
    );
    assert.equal((await show(id)).desktop_id, id);
  };

  it('is one whose retention is not over', async () => {
    const [id] = await createDesktops(service, {});
    await deleteAndSettle(service, id);
    await moveBack(service, [id], keptDays - 1);
    await isWhole(id);
  });

  it('is one that has not ended, however old', async () => {
    const { id } = await oldDeletion({});
    const { pool } = service.database;
    const endIt = await setEndAside(pool, id);
    for (const since of [null, new Date()]) {
      await pool.query('update deletion_orders set failed_since = $2 where desktop_id = $1', [id, since]);
      assert.equal(await compactAll(service), 0);
      assert.equal((await show(id)).state, since === null ? 'running' : 'failed');
    }
    await endIt();
    assert.equal(await compactAll(service), 1);
  });

  it('is one about which a mail is still to be sent', async () => {
    const { id } = await oldDeletion(
      { desktops: [{ user_name: 'eda', user_email: 'eda@example.org' }] },
      '',
      1,
    );
    const { pool } = service.database;
    await pool.query(
      `update mails set sent_at = null, due_at = now() + interval '1 hour' where desktop_id = $1`,
      [id],
    );
    await isWhole(id);
    await pool.query('update mails set sent_at = now(), due_at = null where desktop_id = $1', [id]);
    assert.equal(await compactAll(service), 1);
  });

  it('is one about which a mail is just being put back into the queue (S12)', async () => {
    const { id } = await oldDeletion(
      { desktops: [{ user_name: 'fany', user_email: 'fany@example.org' }] },
      '',
      1,
    );
    const { pool } = service.database;
    const { rows } = await pool.query<{ id: string }>(
      'update mails set sent_at = null, undeliverable_at = now() where desktop_id = $1 returning id',
      [id],
    );
    const client = await pool.connect();
    await client.query('begin');
    await client.query('select from mails where desktop_id = $1 for update', [id]);
    const put = service.call('POST', `/mails/${rows[0]?.id}/resend`);
    const waits = async (query: string): Promise<boolean> => {
      const { rowCount } = await pool.query(
        `select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and strpos(query, $1) > 0`,
        [query],
      );
      return rowCount !== 0;
    };
    await waitUntil(() => waits('from "mails"'), 'the call to wait for the mail');
    let compacted: number | undefined;
    const compacting = compactAll(service).then((count) => (compacted = count));
    await waitUntil(
      async () => compacted !== undefined || (await waits('compact_deletions')),
      'the retention to come as far',
    );
    await client.query('commit');
    client.release();
    assert.equal((await put).status, 200);
    assert.equal(await compacting, 0);
    await awaitSettled(service, [id]);
    const sent = await pool.query('select sent_at from mails where desktop_id = $1', [id]);
    assert.ok(sent.rows[0]?.sent_at instanceof Date);
    assert.equal(await compactAll(service), 1);
  });
});
