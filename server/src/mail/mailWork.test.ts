import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { ProjectId } from '../ids.js';
import { smtpRefusal, startMailServer } from '../testing/mailServer.js';
import {
  addProject,
  allSentIn,
  failedWithIn,
  outboxOf,
  queueMail,
  runOutbox,
  senderTo,
  someOrder,
  stopAll,
} from '../testing/outbox.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { mailId } from './queueMail.js';
import { openSmtpSender } from './smtpSender.js';
import { readSmtpUrl } from './smtpSettings.js';

describe('the outbox', () => {
  let connections: TestDatabase;
  let projectId: ProjectId;
  before(async () => {
    connections = await createTestDatabase();
    projectId = await addProject(connections.database);
  });
  after(() => connections.drop());
  beforeEach(() => connections.database.deleteFrom('mails').execute());

  const allSent = () => allSentIn(connections);
  const failedWith = (words: RegExp) => failedWithIn(connections, words);
  const dueInSeconds = async (): Promise<number> => {
    const row = await connections.database
      .selectFrom('mails')
      .select(sql<number>`extract(epoch from due_at - now())::float8`.as('seconds'))
      .executeTakeFirstOrThrow();
    return row.seconds;
  };

  it('delivers both languages over SMTP, and records each as sent', async () => {
    const server = await startMailServer();
    const outbox = await runOutbox(connections, senderTo(server));
    const english = someOrder(projectId);
    const chinese = someOrder(projectId, {
      language: 'zh',
      recipient: 'han.meimei@example.com',
      facts: { ...english.facts, computerName: '设计部电脑', user: 'removed' },
    });
    await queueMail(connections.database, english, new Date());
    await queueMail(connections.database, chinese, new Date());
    await allSent();
    await stopAll(outbox, server);
    const byId = new Map(server.received.map((mail) => [mail.email.messageId, mail]));
    const first = byId.get(`<${mailId(english)}@deskplane>`);
    const second = byId.get(`<${mailId(chinese)}@deskplane>`);
    assert.equal(server.received.length, 2);
    assert.deepEqual(first?.recipients, ['li.lei@example.com']);
    assert.equal(first?.sender, 'desks@corp.example');
    assert.equal(first?.email.subject, 'Your desktop PC-0001 has been deleted');
    assert.deepEqual(second?.recipients, ['han.meimei@example.com']);
    assert.equal(second?.email.subject, '您的云桌面 设计部电脑 已删除');
    for (const row of await outboxOf(connections.database)) {
      assert.deepEqual([row.due_at, row.worker, row.last_error, row.attempts], [null, null, null, 1]);
    }
  });

  it('waits out a server that is down, then delivers exactly once', async () => {
    const gone = await startMailServer();
    await gone.close();
    const outbox = await runOutbox(connections, senderTo(gone));
    await queueMail(connections.database, someOrder(projectId), new Date());
    await failedWith(/ECONNREFUSED/);
    const server = await startMailServer({ port: gone.port });
    await allSent();
    await stopAll(outbox, server);
    assert.equal(server.received.length, 1);
    const [row] = await outboxOf(connections.database);
    assert.equal(row?.last_error, null);
    assert.ok((row?.attempts ?? 0) >= 2);
  });

  it('waits longer after each failure, up to an hour', async () => {
    const gone = await startMailServer();
    await gone.close();
    await queueMail(connections.database, someOrder(projectId), new Date());
    await connections.database.updateTable('mails').set({ attempts: 30 }).execute();
    const outbox = await runOutbox(connections, senderTo(gone));
    await failedWith(/ECONNREFUSED/);
    const wait = await dueInSeconds();
    assert.ok(wait > 3_300 && wait <= 3_600, `due in ${wait} s`);
    await outbox.stop();
  });

  it('asks again soon where the server is only busy', async () => {
    const server = await startMailServer({
      beforeAnswer: () => Promise.reject(smtpRefusal(451, 'try again later')),
    });
    const outbox = await runOutbox(connections, senderTo(server));
    await queueMail(connections.database, someOrder(projectId), new Date());
    await failedWith(/451 try again later/);
    assert.ok((await dueInSeconds()) < 600);
    await stopAll(outbox, server);
  });

  it('gives up on a delivery that never finishes, while the others go on (L5)', async () => {
    const server = await startMailServer({
      beforeAnswer: async (mail) => {
        if (mail.recipients.includes('stuck@example.com')) await new Promise(() => undefined);
      },
    });
    const settings = readSmtpUrl(`smtp://127.0.0.1:${server.port}`, 'desk');
    const outbox = await runOutbox(connections, openSmtpSender(settings, { deadlineMs: 2_000 }));
    const stuck = someOrder(projectId, { recipient: 'stuck@example.com' });
    await queueMail(connections.database, stuck, new Date());
    await queueMail(connections.database, someOrder(projectId), new Date());
    await waitUntil(async () => {
      const rows = await outboxOf(connections.database);
      const byRecipient = new Map(rows.map((row) => [row.recipient, row]));
      const error = byRecipient.get('stuck@example.com')?.last_error ?? '';
      return (
        byRecipient.get('li.lei@example.com')?.sent_at !== null && /did not finish within 2 s/.test(error)
      );
    }, 'one mail is sent, the other to be tried again');
    await stopAll(outbox, server);
  });

  it('waits for a server that is slow but does finish, and delivers once', async () => {
    const gate = new EventEmitter();
    const server = await startMailServer({
      beforeAnswer: async () => {
        await once(gate, 'open');
      },
    });
    const outbox = await runOutbox(connections, senderTo(server));
    const second = await runOutbox(connections, senderTo(server));
    await queueMail(connections.database, someOrder(projectId), new Date());
    await waitUntil(() => server.received.length === 1, 'the server has the mail');
    const [row] = await outboxOf(connections.database);
    assert.equal(row?.sent_at, null);
    gate.emit('open');
    await allSent();
    await second.stop();
    await stopAll(outbox, server);
    assert.equal(server.received.length, 1);
  });

  it('never tells the password, not even when the server repeats it', async () => {
    const password = 'Gehe!m 7/x';
    const server = await startMailServer({
      smtp: {
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        authMethods: ['PLAIN'],
        onAuth: (login, _session, answer) =>
          answer(
            smtpRefusal(
              535,
              `who is ${login.username} with ${login.password} ${btoa(`\0${login.username}\0${login.password}`)}`,
            ),
          ),
      },
    });
    const logged: string[] = [];
    const outbox = await runOutbox(
      connections,
      senderTo(server, `mailer:${encodeURIComponent(password)}@`),
      logged,
    );
    await queueMail(connections.database, someOrder(projectId), new Date());
    await failedWith(/535 who is mailer with \*\*\* \*\*\*/);
    assert.ok((await dueInSeconds()) < 600, 'a wrong log-in is ours to mend: asked again soon');
    await stopAll(outbox, server);
    const told = logged.join('');
    assert.match(told, /mail failed, to be tried again/);
    for (const form of [password, encodeURIComponent(password), btoa(`\0mailer\0${password}`)]) {
      assert.ok(!told.includes(form));
    }
  });

  it('delivers each mail once with two workers at it (S12)', async () => {
    const server = await startMailServer();
    const outboxes = [
      await runOutbox(connections, senderTo(server)),
      await runOutbox(connections, senderTo(server)),
    ];
    for (let count = 0; count < 40; count += 1) {
      await queueMail(connections.database, someOrder(projectId), new Date());
    }
    await allSent();
    for (const outbox of outboxes) await outbox.stop();
    await server.close();
    assert.equal(server.received.length, 40);
    assert.equal(new Set(server.received.map((mail) => mail.email.messageId)).size, 40);
  });

  it('keeps a mail that it cannot word, says why, and goes on with the others (L5)', async () => {
    const server = await startMailServer();
    await queueMail(connections.database, someOrder(projectId), new Date());
    await connections.database.updateTable('mails').set({ template: 'fromTheFuture' }).execute();
    await queueMail(connections.database, someOrder(projectId), new Date());
    const outbox = await runOutbox(connections, senderTo(server));
    await waitUntil(async () => {
      const rows = await outboxOf(connections.database);
      return rows.some((row) => row.sent_at !== null) && rows.some((row) => row.last_error !== null);
    }, 'one mail is sent and one is kept');
    await stopAll(outbox, server);
    const kept = (await outboxOf(connections.database)).find((row) => row.sent_at === null);
    assert.match(kept?.last_error ?? '', /no mail template "fromTheFuture"/);
    assert.notEqual(kept?.due_at, null);
  });
});
