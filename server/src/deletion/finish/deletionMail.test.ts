import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone, simulatedLinux } from '../../testing/desktopCalls.js';
import { type MailServer, startMailServer } from '../../testing/mailServer.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let mailServer: MailServer;
let service: TestService;
before(async () => {
  mailServer = await startMailServer();
  service = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mailServer.port}` });
});
after(async () => {
  await service.remove();
  await mailServer.close();
});

const mailsTo = (address: string) => mailServer.received.filter((mail) => mail.recipients.includes(address));
const aMailTo = (address: string) => waitUntil(() => mailsTo(address)[0], `a mail to ${address}`);
const owned = (name: string) => ({
  desktops: [{ user_name: name, user_email: `${name}@example.com`, computer_name: `${name}-pc` }],
});

describe('the mail after a deletion', () => {
  it('S12: reaches the desktop user once, after the desktop is gone, also when the user went along', async () => {
    const [id] = await createDesktops(service, owned('mia'));
    for (let call = 0; call < 3; call += 1) await service.call('DELETE', `/desktops/${id}?delete_users=true`);
    assert.deepEqual(mailsTo('mia@example.com'), []);
    await showUntilGone(service, id);
    const { email } = await aMailTo('mia@example.com');
    assert.match(email.subject ?? '', /mia-pc/);
    assert.match(email.text ?? '', /^SIMULATED: nothing real was deleted\.[^]*(removed|deleted)/i);
    assert.deepEqual((await service.call('GET', '/users?user_name=mia')).body.users, []);
    assert.equal(mailsTo('mia@example.com').length, 1);
  });

  it('speaks the language of the call that created the desktop', async () => {
    const answer = await service.call(
      'POST',
      '/desktops',
      {
        desktop_type: 'DEDICATED',
        product_id: 'workspace.x86.small',
        image_type: 'gold',
        image_id: simulatedLinux,
        root_volume: { type: 'SAS', size: 80 },
        email_notification: false,
        ...owned('wang'),
      },
      { 'x-language': 'zh-cn' },
    );
    assert.equal(answer.status, 200, answer.text);
    const job = async () =>
      (await service.call('GET', `/workspace-sub-jobs?job_id=${answer.body.job_id}`)).body.jobs[0];
    await waitUntil(async () => (await job()).status === 'SUCCESS', 'the desktop to run');
    await service.call('DELETE', `/desktops/${(await job()).entities.desktop_id}`);
    const { email } = await aMailTo('wang@example.com');
    assert.match(email.subject ?? '', /删除/);
    assert.match(email.text ?? '', /^SIMULATED（模拟）：没有删除任何真实资源。/);
  });

  it('is not sent when the call says email_notification=false', async () => {
    const [silent] = await createDesktops(service, owned('silent'));
    const [loud] = await createDesktops(service, owned('loud'));
    await service.call('DELETE', `/desktops/${silent}?email_notification=false`);
    await showUntilGone(service, silent);
    await service.call('DELETE', `/desktops/${loud}?email_notification=true`);
    await aMailTo('loud@example.com');
    assert.deepEqual(mailsTo('silent@example.com'), []);
    const queued = await service.database.database
      .selectFrom('mails')
      .select('recipient')
      .where('recipient', 'like', 'silent%')
      .execute();
    assert.deepEqual(queued, []);
  });

  it('is not sent when the tenant wants none, whatever the call says', async () => {
    assert.equal((await service.call('PUT', '/workspaces', { is_send_email: false })).status, 200);
    const [id] = await createDesktops(service, owned('quiet'));
    await service.call('DELETE', `/desktops/${id}?email_notification=true`);
    await showUntilGone(service, id);
    assert.equal((await service.call('PUT', '/workspaces', { is_send_email: true })).status, 200);
    const queued = await service.database.database
      .selectFrom('mails')
      .select('recipient')
      .where('recipient', 'like', 'quiet%')
      .execute();
    assert.deepEqual(queued, []);
  });

  it('S12, S15: is promised by the plan where it is sent, and nowhere else: addresses of before included', async () => {
    const refused = await service.call('POST', '/users', { user_name: 'u', user_email: 'u@example.com.' });
    assert.equal(refused.status, 400);
    assert.match(refused.body.error_msg, /user_email must be one email address/);
    for (const [name, stored, promised, outcome] of [
      ['dotty', 'dotty@example.com.', 'no-address', 'no-address'],
      ['blank', ' blank@example.com ', 'sent', 'queued'],
    ] as const) {
      const [id] = await createDesktops(service, owned(name));
      await service.database.pool.query('update desktop_users set user_email = $1 where user_name = $2', [
        stored,
        name,
      ]);
      const plan = await service.call('GET', `/desktops/${id}/deletion-plan`);
      assert.equal(plan.body.users[0].mail, promised);
      await service.call('DELETE', `/desktops/${id}`);
      await showUntilGone(service, id);
      const { receipt } = await waitUntil(async () => {
        const { body } = await service.call('GET', `/deletions/${id}`);
        return body.receipt_state === 'sealed' && body.receipt;
      }, 'the sealed receipt');
      const { users } = JSON.parse(Buffer.from(receipt.envelope.payload, 'base64').toString());
      assert.equal(users[0].mail, outcome);
    }
    await aMailTo('blank@example.com');
  });

  it('L5 (kasmtech/workspaces-issues#909): a mail server that is away holds nothing up', async () => {
    const alone = await startTestService({ smtpUrl: 'smtp://127.0.0.1:1' });
    try {
      const [id] = await createDesktops(alone, owned('unreached'));
      await alone.call('DELETE', `/desktops/${id}`);
      await showUntilGone(alone, id);
    } finally {
      await alone.remove();
    }
  });

  it('is kept as a file when there is no mail server', async () => {
    const local = await startTestService();
    try {
      const [id] = await createDesktops(local, owned('filed'));
      await local.call('DELETE', `/desktops/${id}`);
      await showUntilGone(local, id);
      const directory = join(local.dataDir, 'mail');
      const [file] = await waitUntil(async () => {
        const files = await readdir(directory).catch(() => []);
        return files.some((name) => name.endsWith('.eml')) && files;
      }, 'the mail file');
      assert.match(await readFile(join(directory, file ?? ''), 'utf8'), /To: filed@example\.com/);
    } finally {
      await local.remove();
    }
  });
});
