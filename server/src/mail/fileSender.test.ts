import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { realAmbient } from '../ambient.js';
import type { OutboxMail } from './composeMail.js';
import { storeDesktopDeleted } from './desktopDeletedMail.js';
import { openMailSender } from './openMailSender.js';

const mail: OutboxMail = {
  id: 'abc123',
  template: 'desktopDeleted',
  language: 'zh',
  recipient: 'li.lei@example.com',
  facts: storeDesktopDeleted({ computerName: '电脑', userName: 'lilei', goneAt: new Date(0), user: 'kept' }),
  queuedAt: new Date('2026-03-05T08:30:13.456Z'),
};

describe('without an SMTP server', () => {
  let dataDir: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'deskplane-mail-'));
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  it('a mail is kept whole as a private .eml file, once however often it is sent', async () => {
    const sender = openMailSender({ smtpUrl: undefined, dataDir, hostname: 'desk', ambient: realAmbient });
    assert.equal((await sender.send(mail)).result, 'kept');
    assert.equal((await sender.send(mail)).result, 'kept');
    assert.deepEqual(await readdir(join(dataDir, 'mail')), ['20260305T083013Z-abc123.eml']);
    const path = join(dataDir, 'mail', '20260305T083013Z-abc123.eml');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(dataDir, 'mail'))).mode & 0o777, 0o700);
    const email = await PostalMime.parse(await readFile(path));
    assert.equal(email.subject, '您的云桌面 电脑 已删除');
    assert.equal(email.messageId, '<abc123@deskplane>');
    assert.deepEqual(email.from, { name: 'Deskplane', address: 'deskplane@desk' });
  });

  it('a directory that was open is closed to others', async () => {
    await chmod(join(dataDir, 'mail'), 0o755);
    const sender = openMailSender({ smtpUrl: undefined, dataDir, hostname: 'desk', ambient: realAmbient });
    assert.equal((await sender.send(mail)).result, 'kept');
    assert.equal((await stat(join(dataDir, 'mail'))).mode & 0o777, 0o700);
  });

  it('a mail that cannot be written is told as failed, for a later attempt', async () => {
    const blocked = join(dataDir, 'file');
    await writeFile(blocked, '');
    const sender = openMailSender({
      smtpUrl: undefined,
      dataDir: blocked,
      hostname: 'desk',
      ambient: realAmbient,
    });
    const outcome = await sender.send(mail);
    assert.ok(outcome.result === 'failed');
    assert.match(outcome.reason, /could not be kept: .*ENOTDIR/);
  });
});
