import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import { type MailServer, type MailServerOptions, startMailServer } from '../testing/mailServer.js';
import type { OutboxMail } from './composeMail.js';
import { storeDesktopDeleted } from './desktopDeletedMail.js';
import type { SendOutcome } from './sender.js';
import { openSmtpSender } from './smtpSender.js';
import { readSmtpUrl } from './smtpSettings.js';

const mail: OutboxMail = {
  id: 'abc123',
  template: 'desktopDeleted',
  language: 'en',
  recipient: 'li.lei@example.com',
  facts: storeDesktopDeleted({ computerName: 'PC', userName: 'lilei', goneAt: new Date(0), user: 'kept' }),
  queuedAt: new Date(0),
};

async function sendTo(
  url: (server: MailServer) => string,
  options: MailServerOptions = {},
  message = mail,
): Promise<{ outcome: SendOutcome; server: MailServer }> {
  const server = await startMailServer(options);
  const sender = openSmtpSender(readSmtpUrl(url(server), 'desk'));
  const outcome = await sender.send(message);
  sender.close();
  await server.close();
  return { outcome, server };
}

/** A server whose certificate nobody signed, and that notes who logs in. */
function tlsServer(logins: string[]): MailServerOptions {
  return {
    smtp: {
      secure: true,
      disabledCommands: [],
      logger: false,
      onAuth: (login, _session, answer) => {
        logins.push(`${login.username}:${login.password}`);
        answer(null, { user: login.username });
      },
    },
  };
}

/** Keeps the commands that a server is given, as they came. */
function noteCommands(asked: string[]): NonNullable<SMTPServerOptions['logger']> {
  const note = (...said: unknown[]): void => {
    asked.push(...said.map((word) => String(word).trim()));
  };
  const quiet = (): void => undefined;
  return { level: quiet, trace: quiet, debug: note, info: quiet, warn: quiet, error: quiet, fatal: quiet };
}

describe('sending by SMTP', () => {
  it('speaks TLS and logs in with what the URL says', async () => {
    const logins: string[] = [];
    const { outcome, server } = await sendTo(
      ({ port }) => `smtps://m%40x:p%2Fw@127.0.0.1:${port}?tls.rejectUnauthorized=false`,
      tlsServer(logins),
    );
    assert.equal(outcome.result, 'sent');
    assert.deepEqual(logins, ['m@x:p/w']);
    assert.equal(server.received.length, 1);
  });

  it('shows neither password nor mail to a server whose certificate does not hold', async () => {
    const logins: string[] = [];
    const { outcome, server } = await sendTo(
      ({ port }) => `smtps://m:p@127.0.0.1:${port}`,
      tlsServer(logins),
    );
    assert.ok(outcome.result === 'failed');
    assert.match(outcome.reason, /certificate/i);
    assert.deepEqual([logins, server.received], [[], []]);
  });

  it('shows neither to a server that offers no STARTTLS where it is required', async () => {
    const { outcome, server } = await sendTo(({ port }) => `smtp://m:p@127.0.0.1:${port}?requireTLS=true`);
    assert.ok(outcome.result === 'failed');
    assert.match(outcome.reason, /STARTTLS/);
    assert.equal(server.received.length, 0);
  });

  it('tells a refused sender apart from a refused recipient: the first is ours to mend', async () => {
    const options: MailServerOptions = {
      smtp: {
        disabledCommands: ['STARTTLS', 'AUTH'],
        onMailFrom: (_address, _session, answer) => answer(new Error('not from you')),
      },
    };
    const { outcome } = await sendTo(({ port }) => `smtp://127.0.0.1:${port}`, options);
    assert.ok(outcome.result === 'failed');
    assert.match(outcome.reason, /550 not from you/);
  });

  it('writes the domain in ASCII for a server that knows no other (RFC 5891)', async () => {
    const asked: string[] = [];
    const { outcome, server } = await sendTo(
      ({ port }) => `smtp://127.0.0.1:${port}`,
      {
        smtp: {
          disabledCommands: ['STARTTLS', 'AUTH'],
          hideSMTPUTF8: true,
          // What it hands on later it has turned into Unicode itself.
          logger: noteCommands(asked),
        },
      },
      { ...mail, recipient: 'ann@例子.公司' },
    );
    assert.equal(outcome.result, 'sent');
    assert.match(server.received[0]?.raw.toString() ?? '', /^To: ann@xn--fsqu00a\.xn--55qx5d\r$/m);
    assert.ok(asked.includes('RCPT TO:<ann@xn--fsqu00a.xn--55qx5d>'), asked.join('\n'));
  });

  it('reaches an address in Chinese', async () => {
    const { outcome, server } = await sendTo(
      ({ port }) => `smtp://127.0.0.1:${port}`,
      {},
      { ...mail, recipient: '用户@例子.公司' },
    );
    assert.equal(outcome.result, 'sent');
    assert.equal(server.received.length, 1);
    assert.match(server.received[0]?.recipients[0] ?? '', /^用户@/);
  });
});
