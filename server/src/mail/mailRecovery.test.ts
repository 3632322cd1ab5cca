import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { realAmbient } from '../ambient.js';
import { asId, type ProjectId, type WorkerId } from '../ids.js';
import { startMailServer } from '../testing/mailServer.js';
import { addProject, outboxOf, queueMail, runOutbox, someOrder } from '../testing/outbox.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { openMailSender } from './openMailSender.js';
import { claimMails, recordEnd, recordFailure } from './queries.js';
import { mailId } from './queueMail.js';

const workerProcess = fileURLToPath(new URL('../testing/mailWorkerProcess.js', import.meta.url));

describe('an outbox whose worker dies', () => {
  let connections: TestDatabase;
  let projectId: ProjectId;
  before(async () => {
    connections = await createTestDatabase();
    projectId = await addProject(connections.database);
  });
  after(() => connections.drop());

  it('between the 250 and the record: sends the same mail again under the same Message-ID (D16)', async () => {
    // The row is locked before the server says 250, so that the worker can have the answer but not record it.
    const locker = new Client({ connectionString: connections.url });
    await locker.connect();
    let deliveries = 0;
    const server = await startMailServer({
      beforeAnswer: async () => {
        deliveries += 1;
        if (deliveries > 1) return;
        await locker.query('begin');
        await locker.query('select 1 from mails for update');
      },
    });
    const smtpUrl = `smtp://127.0.0.1:${server.port}`;
    const order = someOrder(projectId);
    await queueMail(connections.database, order, new Date());

    const victim = spawn(process.execPath, [workerProcess, connections.url, smtpUrl], { stdio: 'inherit' });
    const exited = once(victim, 'exit');
    const backend = await waitUntil(async () => {
      const { rows } = await connections.pool.query<{ pid: number }>(
        `select pid from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query like 'update "mails"%'`,
      );
      return rows[0]?.pid;
    }, 'the worker tries to record the mail as sent');
    victim.kill('SIGKILL');
    await exited;
    // What the dead process had asked for must not be carried out behind its back.
    await connections.pool.query('select pg_terminate_backend($1)', [backend]);
    await waitUntil(async () => {
      const { rowCount } = await connections.pool.query('select 1 from pg_stat_activity where pid = $1', [
        backend,
      ]);
      return rowCount === 0;
    }, 'the statement of the dead worker is gone');
    await locker.query('rollback');
    await locker.end();
    assert.equal((await outboxOf(connections.database))[0]?.sent_at, null);

    const sender = openMailSender({
      smtpUrl,
      dataDir: '/nonexistent',
      hostname: 'desk',
      ambient: realAmbient,
    });
    const outbox = await runOutbox(connections, sender);
    await waitUntil(
      async () => (await outboxOf(connections.database))[0]?.sent_at !== null,
      'another worker delivers the mail, well before the claim of the dead one runs out',
    );
    await outbox.stop();
    await server.close();
    const identity = `<${mailId(order)}@deskplane>`;
    assert.deepEqual(
      server.received.map((mail) => mail.email.messageId),
      [identity, identity],
    );
    assert.equal(server.received[0]?.email.text, server.received[1]?.email.text);
    assert.equal(server.received[0]?.email.date, server.received[1]?.email.date);
  });

  it('lets its writes run into nothing once another has taken over', async () => {
    const { database, pool } = connections;
    await database.deleteFrom('mails').execute();
    await queueMail(database, someOrder(projectId), new Date());
    const [dead, alive] = [await addWorker(connections), await addWorker(connections)];
    const [first] = await claimMails(database, dead, 10);
    assert.ok(first);
    assert.deepEqual(await claimMails(database, alive, 10), [], 'hidden while its worker lives');

    await pool.query('delete from workers where id = $1', [dead]);
    assert.deepEqual(
      await claimMails(database, alive, 10),
      [],
      'hidden while the claim is too fresh to judge',
    );
    await pool.query(`update mails set due_at = due_at - interval '2 seconds'`);
    assert.deepEqual(await claimMails(database, dead, 10), [], 'the dead worker may take nothing');
    const [second] = await claimMails(database, alive, 10);
    assert.ok(second);

    assert.equal(await recordFailure(database, first, 'too late', 1_000), false);
    const sent = { result: 'sent' } as const;
    const refused = { result: 'undeliverable', cause: 'refused', reason: 'no', status: '550' } as const;
    for (const end of [sent, refused]) assert.equal(await recordEnd(database, first, end), false);
    const [kept] = await outboxOf(database);
    assert.deepEqual([kept?.sent_at, kept?.undeliverable_at], [null, null]);
    assert.equal(await recordEnd(database, second, sent), true);
    assert.deepEqual(await claimMails(database, alive, 10), []);
  });

  it('leaves a mail that waits for its next attempt alone', async () => {
    const { database, pool } = connections;
    await database.deleteFrom('mails').execute();
    await queueMail(database, someOrder(projectId), new Date());
    const worker = await addWorker(connections);
    const [mail] = await claimMails(database, worker, 10);
    assert.ok(mail);
    await recordFailure(database, mail, 'refused', 3_600_000);
    assert.deepEqual(await claimMails(database, await addWorker(connections), 10), []);
    await pool.query(`update mails set due_at = now()`);
    assert.equal((await claimMails(database, worker, 10)).length, 1);
  });
});

async function addWorker(connections: TestDatabase): Promise<WorkerId> {
  const id = asId<WorkerId>(realAmbient.uuid());
  await connections.pool.query(
    `insert into workers (id, lease_until) values ($1, now() + interval '1 hour')`,
    [id],
  );
  return id;
}
