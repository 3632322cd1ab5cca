import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import type { DesktopId, ProjectId } from '../ids.js';
import { smtpRefusal, startMailServer } from '../testing/mailServer.js';
import {
  addProject,
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

describe('the end of a mail that is not delivered: the outbox', () => {
  let connections: TestDatabase;
  let projectId: ProjectId;
  before(async () => {
    connections = await createTestDatabase();
    projectId = await addProject(connections.database);
  });
  after(() => connections.drop());
  beforeEach(() => connections.database.deleteFrom('mails').execute());

  const failedWith = (words: RegExp) => failedWithIn(connections, words);
  const ended = (): Promise<unknown> =>
    waitUntil(
      async () => (await outboxOf(connections.database)).every((row) => row.undeliverable_at !== null),
      'every mail is recorded as undeliverable',
    );
  /** What was added to the log of the desktop's mail. */
  const addendumOf = async (desktopId: DesktopId): Promise<Record<string, unknown>> => {
    const { rows } = await connections.pool.query<{ payload: Buffer }>(
      `select payload from log_entries where kind = 'addendum' and desktop_id = $1`,
      [desktopId],
    );
    assert.equal(rows.length, 1);
    return JSON.parse(rows[0]?.payload.toString() ?? '');
  };

  it('ends a mail whose recipient is refused for good as undeliverable, with the reason, and says so beside the receipt', async () => {
    const server = await startMailServer({
      smtp: {
        disabledCommands: ['STARTTLS', 'AUTH'],
        onRcptTo: (_address, _session, answer) =>
          answer(smtpRefusal(550, '5.1.1 <li.lei@example.com> no such mailbox here')),
      },
    });
    const outbox = await runOutbox(connections, senderTo(server));
    const order = someOrder(projectId);
    await queueMail(connections.database, order, new Date());
    await ended();
    await stopAll(outbox, server);
    const [row] = await outboxOf(connections.database);
    assert.match(row?.last_error ?? '', /550 5\.1\.1 <li\.lei@example\.com> no such mailbox here/);
    assert.deepEqual([row?.sent_at, row?.due_at, row?.worker, row?.attempts], [null, null, null, 1]);
    assert.ok(row?.undeliverable_at instanceof Date);
    const said = await addendumOf(order.desktopId);
    assert.deepEqual(
      [said['type'], said['cause'], said['smtp_status'], said['mail_id'], said['attempts']],
      ['mail-undeliverable', 'refused', '550 5.1.1', mailId(order), 1],
    );
    assert.ok(!JSON.stringify(said).includes('li.lei'), 'the log holds no address');
  });

  it('ends a mail to an address that the server cannot be told, without showing it the mail', async () => {
    const server = await startMailServer({
      smtp: { disabledCommands: ['STARTTLS', 'AUTH'], hideSMTPUTF8: true },
    });
    const outbox = await runOutbox(connections, senderTo(server));
    const order = someOrder(projectId, { recipient: '用户@例子.公司' });
    await queueMail(connections.database, order, new Date());
    await ended();
    await stopAll(outbox, server);
    const [row] = await outboxOf(connections.database);
    assert.match(row?.last_error ?? '', /does not offer SMTPUTF8/);
    assert.equal((await addendumOf(order.desktopId))['cause'], 'unsendable');
    assert.deepEqual(server.received, []);
  });

  it('ends a mail that an older rule let into the queue, to an address that none can be sent to', async () => {
    const server = await startMailServer();
    const order = someOrder(projectId);
    await queueMail(connections.database, order, new Date());
    await connections.database.updateTable('mails').set({ recipient: 'u@example.com.' }).execute();
    const outbox = await runOutbox(connections, senderTo(server));
    await ended();
    await stopAll(outbox, server);
    assert.equal((await addendumOf(order.desktopId))['cause'], 'unsendable');
    assert.deepEqual(server.received, []);
  });

  it('gives a mail up after five days of failures, and not before, nor for time in which it was not tried', async () => {
    const server = await startMailServer({
      beforeAnswer: () => Promise.reject(smtpRefusal(451, '4.3.0 try again later')),
    });
    const order = someOrder(projectId);
    await queueMail(connections.database, order, new Date());
    const triedFor = (interval: string, attempts: number): Promise<unknown> =>
      connections.pool.query(
        `update mails set tried_since = now() - $1::interval, attempts = $2, due_at = now(), last_error = null`,
        [interval, attempts],
      );
    await triedFor('4 days 23 hours', 130);
    const outbox = await runOutbox(connections, senderTo(server));
    // After a clock has jumped, or the service was down, five days have passed in which nothing was tried (A12).
    for (const next of [() => triedFor('30 days', 3), () => triedFor('5 days 1 second', 130)]) {
      await failedWith(/451 4\.3\.0 try again later/);
      assert.equal((await outboxOf(connections.database))[0]?.undeliverable_at, null);
      await next();
    }
    await ended();
    await stopAll(outbox, server);
    const said = await addendumOf(order.desktopId);
    assert.deepEqual([said['cause'], said['smtp_status']], ['given-up', '451 4.3.0']);
  });

  it('ends no mail for what a server would say to any: at the greeting, the log-in, of the sender, of relaying', async () => {
    const open = { disabledCommands: ['STARTTLS', 'AUTH'] };
    const refusing = (code: number, words: string): Error => smtpRefusal(code, words);
    for (const [smtp, said, userInfo] of [
      [
        { ...open, onConnect: (_session, answer) => answer(refusing(554, 'no service here')) },
        /554 no service here/,
      ],
      [
        {
          disabledCommands: ['STARTTLS'],
          allowInsecureAuth: true,
          onAuth: (_login, _session, answer) => answer(refusing(535, '5.7.8 who are you')),
        },
        /535 5\.7\.8/,
        'm:p@',
      ],
      [
        { ...open, onMailFrom: (_address, _session, answer) => answer(refusing(550, '5.1.8 bad sender')) },
        /550 5\.1\.8/,
      ],
      [
        { ...open, onRcptTo: (_address, _session, answer) => answer(refusing(530, 'log in first')) },
        /530 log in first/,
      ],
      [
        { ...open, onRcptTo: (_address, _session, answer) => answer(refusing(554, '5.7.1 relaying denied')) },
        /554 5\.7\.1/,
      ],
    ] as readonly (readonly [SMTPServerOptions, RegExp, string?])[]) {
      await connections.database.deleteFrom('mails').execute();
      const server = await startMailServer({ smtp });
      const outbox = await runOutbox(connections, senderTo(server, userInfo));
      await queueMail(connections.database, someOrder(projectId), new Date());
      await failedWith(said);
      const [row] = await outboxOf(connections.database);
      assert.equal(row?.undeliverable_at, null, String(said));
      assert.notEqual(row?.due_at, null);
      await stopAll(outbox, server);
    }
  });
});
