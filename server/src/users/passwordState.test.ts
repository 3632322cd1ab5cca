import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../testing/browser.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { invitationIn, mailsTo, publicUrl } from '../testing/invitationCalls.js';
import { type MailServer, startMailServer } from '../testing/mailServer.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

/** Of a user by name, as the list has it; the detail has to say the same. */
async function stateOf(service: TestService, name: string): Promise<string> {
  const { body } = await service.call('GET', `/users?user_name=${name}`);
  const [user] = body.users;
  const { user_detail } = (await service.call('GET', `/users/${user.id}`)).body;
  assert.equal(user_detail.password_state, user.password_state);
  return user.password_state;
}

async function create(service: TestService, body: Record<string, string>): Promise<string> {
  const made = await service.call('POST', '/users', body);
  assert.equal(made.status, 201, made.text);
  return made.body.id;
}

const hasState = (service: TestService, name: string, state: string): Promise<unknown> =>
  waitUntil(async () => (await stateOf(service, name)) === state, `${name} is ${state}`);

describe('whether a desktop user has a password', () => {
  let mails: MailServer;
  let service: TestService;
  before(async () => {
    mails = await startMailServer();
    service = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mails.port}`, edge: { publicUrl } });
  });
  after(async () => {
    await service.remove();
    await mails.close();
  });

  it('is told from the invitation to the password, and when the link works no more', async () => {
    const id = await create(service, { user_name: 'ann', user_email: 'ann@example.com' });
    await hasState(service, 'ann', 'invited');
    const [mail] = await mailsTo(mails, 'ann@example.com');
    assert.ok(mail !== undefined);
    await waitUntil(
      async () => (await service.call('GET', '/mails?state=sent')).body.total_count > 0,
      'the mail is recorded as sent',
    );
    assert.equal(await stateOf(service, 'ann'), 'invited');
    const { pool } = service.database;
    await pool.query('update desk_invitations set expires_at = now() where user_id = $1', [id]);
    assert.equal(await stateOf(service, 'ann'), 'expired');
    await pool.query(
      "update desk_invitations set expires_at = now() + interval '1 hour' where user_id = $1",
      [id],
    );
    const { token } = invitationIn(mail);
    const accepted = await openBrowser(service.endpoint, publicUrl).call(
      'POST',
      '/desk/api/invitations/accept',
      {
        token,
        password: 'Chosen-by-user-2',
      },
    );
    assert.equal(accepted.status, 204);
    assert.equal(await stateOf(service, 'ann'), 'set');
  });

  it('is none where nobody was told, and where what was told is void', async () => {
    await create(service, { user_name: 'bob', user_phone: '+86 1' });
    assert.equal(await stateOf(service, 'bob'), 'none');
    const id = await create(service, { user_name: 'carl', user_email: 'carl@example.com' });
    await mailsTo(mails, 'carl@example.com');
    assert.equal((await service.call('PUT', `/users/${id}`, { disabled: true })).status, 200);
    assert.equal(await stateOf(service, 'carl'), 'none');
    const given = { user_name: 'dora', active_type: 'ADMIN_ACTIVATE', password: 'Given-by-admin-1' };
    await create(service, given);
    assert.equal(await stateOf(service, 'dora'), 'set');
  });

  it('counts the mail about a new desktop, which brings the link to its new user', async () => {
    await createDesktops(service, {
      email_notification: true,
      desktops: [{ computer_name: 'eve-1', user_name: 'eve', user_email: 'eve@example.com' }],
    });
    await mailsTo(mails, 'eve@example.com');
    await hasState(service, 'eve', 'invited');
  });

  it('is kept where the mail is a file, since there is no mail server', async () => {
    const other = await startTestService({ edge: { publicUrl } });
    try {
      assert.equal((await other.call('GET', '/workspaces')).body.mail_delivery, 'kept');
      await create(other, { user_name: 'fay', user_email: 'fay@example.com' });
      await hasState(other, 'fay', 'kept');
    } finally {
      await other.remove();
    }
  });
});
