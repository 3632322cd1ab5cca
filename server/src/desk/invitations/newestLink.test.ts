import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../../testing/browser.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { invitationIn, mailsTo, publicUrl } from '../../testing/invitationCalls.js';
import { type MailServer, startMailServer } from '../../testing/mailServer.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let mails: MailServer;
let service: TestService;
before(async () => {
  mails = await startMailServer();
  service = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mails.port}`, edge: { publicUrl } });
});
after(async () => {
  await service?.remove();
  await mails?.close();
});

const call = (path: string, body: object): Promise<TestAnswer> =>
  openBrowser(service.endpoint, publicUrl).call('POST', `/desk/api/invitations/${path}`, body);
const show = (token: string) => call('show', { token });
const accept = (token: string) => call('accept', { token, password: 'Chosen-by-user-2' });

async function tokenOfMail(email: string, index: number): Promise<string> {
  const mail = (await mailsTo(mails, email, index + 1))[index];
  assert.ok(mail !== undefined);
  return invitationIn(mail).token;
}

async function invite(name: string) {
  const email = `${name}@example.com`;
  const answer = await service.call('POST', '/users', { user_name: name, user_email: email });
  assert.equal(answer.status, 201, answer.text);
  const id: string = answer.body.id;
  return { id, name, email, token: await tokenOfMail(email, 0) };
}

describe('the link by which a user chooses his password', () => {
  it('is of one kind in an invitation and in the mail about a new desktop: only the newest counts', async () => {
    const { id, name, email, token } = await invite('ann');
    const desktops = [{ user_name: name, user_email: email, computer_name: `pc-${name}` }];
    await createDesktops(service, { desktops, email_notification: true });
    const ofDesktop = await tokenOfMail(email, 1);
    assert.equal((await show(token)).status, 401);
    assert.equal((await accept(token)).status, 401);
    assert.equal((await show(ofDesktop)).status, 200);
    assert.equal((await service.call('POST', `/users/${id}/resend-email`)).status, 204);
    const newest = await tokenOfMail(email, 2);
    for (const old of [token, ofDesktop]) {
      assert.equal((await show(old)).status, 401);
      assert.equal((await accept(old)).status, 401);
    }
    assert.equal((await show(newest)).status, 200);
    assert.equal((await accept(newest)).status, 204);
  });

  it('counts in each copy of one mail that was sent twice', async () => {
    const { id, email, token } = await invite('ben');
    const ofUser = async () =>
      (await service.call('GET', '/mails?state=sent')).body.mails.find(
        (mail: { user_id: string }) => mail.user_id === id,
      );
    const mail = await waitUntil(ofUser, 'the mail to be recorded as sent');
    await service.database.pool.query(
      "update mails set sent_at = null, due_at = now() + interval '1 day' where user_id = $1",
      [id],
    );
    assert.equal((await service.call('POST', `/mails/${mail.mail_id}/resend`)).status, 200);
    const copy = await tokenOfMail(email, 1);
    assert.notEqual(copy, token);
    assert.equal((await show(copy)).status, 200);
    assert.equal((await accept(token)).status, 204);
  });
});
