import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { type MailServer, smtpRefusal, startMailServer } from '@deskplane/server/testing/mailServer.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let mailServer: MailServer;
let service: TestService;
let deskplane: Deskplane;
let takesNobody = true;

before(async () => {
  mailServer = await startMailServer({
    smtp: {
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, answer) =>
        answer(takesNobody ? smtpRefusal(550, '5.1.1 no such user') : undefined),
    },
  });
  service = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mailServer.port}` });
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
  await mailServer?.close();
});

const listed = async (...words: string[]) => {
  const { stdout, code, stderr } = await deskplane.run('mail', 'list', '--json', ...words);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).mails;
};

describe('deskplane mail', () => {
  it('test shows what the mail server answers, and ends with 1 when that is a refusal', async () => {
    const refused = await deskplane.run('mail', 'test', 'ann@example.com');
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
    assert.match(refused.stderr, /Permanently rejected: .*550 5\.1\.1 no such user/);
    takesNobody = false;
    const sent = await deskplane.runInChinese('mail', 'test', 'ann@example.com');
    assert.equal(sent.code, 0, sent.stderr);
    assert.match(sent.stdout, /已发送。邮件服务器应答：250 /);
    assert.equal(mailServer.received.at(-1)?.email.subject, 'Deskplane 测试邮件');
    const wrong = await deskplane.run('mail', 'test', 'ann');
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /<address> must be one email address/);
  });

  it('test, list and receipt say so where a mail is only kept as a file', async () => {
    const other = await startTestService();
    const without = await prepareDeskplane(other.credentials);
    try {
      const kept = await without.run('mail', 'test', 'ann@example.com');
      assert.equal(kept.code, 0, kept.stderr);
      assert.match(kept.stdout, /kept as a file: no mail server is set .*\.eml$/m);
      const [id] = await createDesktops(other, {
        desktops: [{ user_name: 'ann', user_email: 'ann@example.com', computer_name: 'ann-pc' }],
      });
      await other.call('DELETE', `/desktops/${id}`);
      await showUntilGone(other, id);
      const [mail] = await waitUntil(async () => {
        const { mails } = (await other.call('GET', '/mails?state=kept')).body;
        return mails.length > 0 && mails;
      }, 'the mail to be kept');
      assert.deepEqual((await other.call('GET', '/mails?state=sent')).body.mails, []);
      assert.match((await without.run('mail', 'list')).stdout, /ann@example\.com +kept as a file +/);
      assert.match((await without.runInChinese('mail', 'list')).stdout, /ann@example\.com +已保存为文件 +/);
      const again = await without.run('mail', 'resend', mail.mail_id);
      assert.match(again.stderr, /was not queued: .*kept as a file already/);
      const file = join(without.directory, 'receipt.json');
      await waitUntil(async () => {
        const receipt = await without.run('receipt', 'get', id);
        await writeFile(file, receipt.stdout);
        return receipt.code === 0 && JSON.parse(receipt.stdout).addenda.length > 0;
      }, 'the receipt to tell of the mail');
      const { stdout, stderr } = await without.run('receipt', 'verify', file);
      assert.match(
        (stdout + stderr).replaceAll(/\s+/g, ' '),
        /mail to \S+: kept as a file, there was no mail server/,
      );
    } finally {
      await without.remove();
      await other.remove();
    }
  });

  it('list shows what could not be delivered and why; resend puts it back, as the same mail', async () => {
    takesNobody = true;
    const [id] = await createDesktops(service, {
      desktops: [{ user_name: 'ann', user_email: 'ann@example.com', computer_name: 'ann-pc' }],
    });
    await service.call('DELETE', `/desktops/${id}`);
    await showUntilGone(service, id);
    const [mail] = await waitUntil(async () => {
      const mails = await listed('--state', 'undeliverable');
      return mails.length > 0 && mails;
    }, 'the mail to be undeliverable');
    const table = (await deskplane.run('mail', 'list')).stdout;
    assert.match(table, /^DESKTOP +ABOUT +TO +STATE +QUEUED +ATTEMPTS +NEXT +ID +LAST ERROR\n/);
    assert.match(
      table,
      /ann-pc +deleted +ann@example\.com +undeliverable +\S+ \S+ +1 +- +[0-9a-f]{40} +.*550 5\.1\.1 no such user/,
    );
    assert.ok(table.includes(mail.mail_id));
    // At 60 columns the list turns into a block, as others do, and no word is cut.
    const narrow = await deskplane.runAtTerminal('', 'mail', 'list');
    const lines = narrow.stdout.split(/\r?\n/);
    assert.ok(lines.includes(`ID          ${mail.mail_id}`), narrow.stdout);
    assert.deepEqual(
      lines.filter((line) => line.length > 60),
      [],
    );
    takesNobody = false;
    const resent = await deskplane.run('mail', 'resend', '--all');
    assert.deepEqual([resent.code, resent.stdout], [0, `${mail.mail_id} is queued again.\n`]);
    const [sent] = await waitUntil(async () => {
      const mails = await listed('--state', 'sent');
      return mails.length > 0 && mails;
    }, 'the mail to be sent');
    assert.equal(sent.mail_id, mail.mail_id);
    assert.equal(mailServer.received.at(-1)?.email.messageId, `<${mail.mail_id}@deskplane>`);
  });

  it('resend says what it cannot do', async () => {
    const [{ mail_id: sent }] = await listed();
    for (const [words, code, said] of [
      [[], 2, /give the IDs of the mails to resend, or pass --all/],
      [['ann'], 3, /there is no mail "ann"/],
      [[sent], 1, /was not queued: .*handed over to the mail server already/],
      [['--all'], 0, /No mail is undeliverable/],
    ] as const) {
      const result = await deskplane.run('mail', 'resend', ...words);
      assert.equal(result.code, code, result.stderr);
      assert.match(result.stderr, said);
    }
  });
});
