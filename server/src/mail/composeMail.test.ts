import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { composeMail, type OutboxMail } from './composeMail.js';
import { storeDesktopDeleted } from './desktopDeletedMail.js';

const facts = {
  computerName: 'PC-0001',
  userName: 'lilei',
  goneAt: new Date('2026-03-05T08:30:12.345Z'),
  user: 'kept',
} as const;

const mail: OutboxMail = {
  id: 'abc123',
  template: 'desktopDeleted',
  language: 'en',
  recipient: 'li.lei@example.com',
  facts: storeDesktopDeleted(facts),
  queuedAt: new Date('2026-03-05T08:30:13.000Z'),
};

async function mime(changes: Partial<OutboxMail>): Promise<{ raw: string; email: Email }> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await transport.sendMail(
    composeMail({ ...mail, ...changes }, 'deskplane@desk.example'),
  );
  assert.ok(Buffer.isBuffer(message));
  return { raw: message.toString(), email: await PostalMime.parse(message) };
}

function header(email: Email, key: string): string | undefined {
  return email.headers.find((line) => line.key === key)?.value;
}

describe('the mail about a deleted desktop', () => {
  it('says in English what is gone, when, and that the user stays', async () => {
    const { email } = await mime({});
    assert.equal(email.subject, 'Your desktop PC-0001 has been deleted');
    assert.match(email.text ?? '', /Hello lilei,/);
    assert.match(email.text ?? '', /cloud desktop PC-0001 has been deleted.*5 March 2026, 08:30 UTC/);
    assert.match(email.text ?? '', /lilei stays as it is/);
    assert.match(email.html ?? '', /<html lang="en">[^]*5 March 2026, 08:30 UTC/);
    assert.equal(header(email, 'content-language'), 'en');
  });

  it('says first, in both languages, when the desktop was a simulated one and nothing real was deleted', async () => {
    const simulated = storeDesktopDeleted({ ...facts, simulated: true });
    const { email } = await mime({ facts: simulated });
    assert.match(email.text ?? '', /^SIMULATED: nothing real was deleted\.\n/);
    assert.match(email.html ?? '', /<p>SIMULATED: nothing real was deleted\.<\/p>\n<p>Hello/);
    const { email: chinese } = await mime({ language: 'zh', facts: simulated });
    assert.match(chinese.text ?? '', /^SIMULATED（模拟）：没有删除任何真实资源。\n/);
    const { email: real } = await mime({ facts: storeDesktopDeleted({ ...facts, simulated: false }) });
    assert.doesNotMatch(real.text ?? '', /SIMULATED/);
  });

  it('says in Chinese what is gone, when, and that the user was removed', async () => {
    const { raw, email } = await mime({
      language: 'zh',
      facts: storeDesktopDeleted({ ...facts, computerName: '设计部电脑', user: 'removed' }),
    });
    assert.equal(email.subject, '您的云桌面 设计部电脑 已删除');
    assert.match(email.text ?? '', /设计部电脑 及其磁盘已于 2026年3月5日 08:30（UTC）删除完毕/);
    assert.match(email.text ?? '', /桌面用户 lilei 已没有其他桌面，因此一并删除/);
    assert.match(email.html ?? '', /<html lang="zh-CN">/);
    const headers = raw.slice(0, raw.indexOf('\r\n\r\n'));
    assert.match(headers, /^[\x20-\x7e\r\n]*$/, 'headers are pure ASCII (RFC 2047)');
  });

  it('has one identity, one date and one marking as automatic, each time the same (D16)', async () => {
    for (const { email } of [await mime({}), await mime({})]) {
      assert.equal(email.messageId, '<abc123@deskplane>');
      assert.equal(email.date, '2026-03-05T08:30:13.000Z');
      assert.equal(header(email, 'auto-submitted'), 'auto-generated');
      assert.deepEqual(email.from, { name: 'Deskplane', address: 'deskplane@desk.example' });
      assert.deepEqual(email.to, [{ name: '', address: 'li.lei@example.com' }]);
    }
  });

  it('takes no header from names, whatever is in them', async () => {
    const evil = 'x\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>\u2028\u202e"&\'\u0000\ud800';
    const { raw, email } = await mime({
      facts: storeDesktopDeleted({ ...facts, computerName: evil, userName: evil }),
    });
    assert.equal(header(email, 'bcc'), undefined);
    assert.deepEqual(
      email.headers.map((line) => line.key),
      (await mime({})).email.headers.map((line) => line.key),
    );
    assert.doesNotMatch(raw, /^Bcc:/im);
    assert.equal(
      email.subject,
      `Your desktop x Bcc: victim@example.com <script>alert(1)</script> "&' has been deleted`,
    );
    assert.doesNotMatch(email.html ?? '', /<script/);
    assert.match(email.html ?? '', /&lt;script&gt;alert\(1\)&lt;\/script&gt; &quot;&amp;&#39;/);
  });

  it('takes none even from facts that were stored without cleaning', async () => {
    const stored = {
      computerName: 'x\r\nBcc: a@b.example',
      userName: 'y\nTo: a@b.example',
      goneAt: facts.goneAt.toISOString(),
      user: 'kept',
    };
    const { email } = await mime({ facts: stored });
    assert.equal(header(email, 'bcc'), undefined);
    assert.deepEqual(email.to, [{ name: '', address: 'li.lei@example.com' }]);
  });

  it('shortens names that are longer than any screen', async () => {
    const { email } = await mime({
      facts: storeDesktopDeleted({ ...facts, computerName: '长'.repeat(5_000) }),
    });
    assert.equal(email.subject, `Your desktop ${'长'.repeat(100)}… has been deleted`);
  });

  it('is not made of a row that this release cannot word', () => {
    assert.throws(
      () => composeMail({ ...mail, template: 'other' }, 'a@b.example'),
      /no mail template "other"/,
    );
    assert.throws(
      () => composeMail({ ...mail, facts: { user: 1 } }, 'a@b.example'),
      /do not fit the template/,
    );
  });
});
