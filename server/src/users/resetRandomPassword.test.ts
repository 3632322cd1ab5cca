import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askAuditEvents } from '../testing/askAuditEvents.js';
import { openBrowser } from '../testing/browser.js';
import { askToken } from '../testing/identityCalls.js';
import { invitationIn, mailsTo, publicUrl } from '../testing/invitationCalls.js';
import { type MailServer, startMailServer } from '../testing/mailServer.js';
import { createPolicyUsers, policyUserPassword } from '../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';

const given = 'Given-by-admin-1';

describe('another password for a desktop user', () => {
  let mails: MailServer;
  let service: TestService;
  let enterpriseId: string;
  before(async () => {
    mails = await startMailServer();
    service = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mails.port}`, edge: { publicUrl } });
    enterpriseId = (await service.call('GET', '/workspaces')).body.enterprise_id;
  });
  after(async () => {
    await service?.remove();
    await mails?.close();
  });

  async function create(name: string, further: object): Promise<string> {
    const answer = await service.call('POST', '/users', { user_name: name, ...further });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  }
  const ofAdmin = { active_type: 'ADMIN_ACTIVATE', password: given, next_login_change_password: false };
  const reset = (id: string, query = ''): Promise<TestAnswer> =>
    service.call('GET', `/users/${id}/random-password${query}`);
  const visit = () => openBrowser(service.endpoint, publicUrl);
  const signIn = (user_name: string, password: string, browser = visit()): Promise<TestAnswer> =>
    browser.call('POST', '/desk/api/session', { enterprise_id: enterpriseId, user_name, password });

  it('is made up and told once, ends the sessions, and is changed at the next sign-in; no mail address is needed', async () => {
    const id = await create('anna', ofAdmin);
    const browser = visit();
    assert.equal((await signIn('anna', given, browser)).status, 200);
    const answer = await reset(id);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const { password } = answer.body;
    assert.match(password, /^[A-Za-z0-9]{20}$/);
    assert.equal((await browser.call('GET', '/desk/api/desktops')).status, 401);
    assert.equal((await signIn('anna', given)).status, 401);
    assert.equal((await signIn('anna', password)).body.must_change_password, true);
    const again = await reset(id);
    assert.notEqual(again.body.password, password);
    assert.equal((await signIn('anna', password)).status, 401);
    assert.equal((await signIn('anna', again.body.password)).status, 200);
    const rows = await askAuditEvents<{ all: string }>(
      service.database,
      `select coalesce(string_agg(a::text, ''), '') as all from audit_events a`,
    );
    const recorded = rows[0]?.all ?? '';
    assert.ok(recorded.includes('resetRandomPassword'));
    assert.ok(!recorded.includes(again.body.password), 'no password is on record');
  });

  it('is chosen by the user where a mail is wanted, and then told to nobody', async () => {
    const id = await create('bert', { ...ofAdmin, user_email: 'bert@example.com' });
    const answer = await reset(id, '?notification_type=email');
    assert.deepEqual([answer.status, answer.body], [200, {}]);
    assert.equal((await signIn('bert', given)).status, 401);
    const [mail] = await mailsTo(mails, 'bert@example.com');
    assert.ok(mail !== undefined);
    const chosen = { token: invitationIn(mail).token, password: 'Chosen-by-user-2' };
    assert.equal((await visit().call('POST', '/desk/api/invitations/accept', chosen)).status, 204);
    assert.equal((await signIn('bert', chosen.password)).status, 200);
  });

  it('lets in again whom too many wrong passwords have locked out, but nobody who is disabled', async () => {
    const id = await create('carl', ofAdmin);
    for (let times = 0; times < 6; times += 1) await signIn('carl', 'wrong-password-1');
    assert.equal((await signIn('carl', given)).status, 401);
    const { password } = (await reset(id)).body;
    assert.equal((await signIn('carl', password)).status, 200);
    await service.call('PUT', `/users/${id}`, { disabled: true });
    const second = (await reset(id)).body.password;
    assert.equal((await signIn('carl', second)).status, 401);
    await service.call('PUT', `/users/${id}`, { disabled: false });
    assert.equal((await signIn('carl', second)).status, 200);
  });

  it('S4: is refused by name where it cannot be told as wanted, and nothing changes', async () => {
    const id = await create('dora', ofAdmin);
    const own = await create('emil', { user_phone: '+86 1' });
    for (const [user, query, status, reason] of [
      [id, '?notification_type=phone', 400, 'no text messages'],
      [id, '?notification_type=email,phone', 400, 'no text messages'],
      [id, '?notification_type=letter', 400, 'notification_type is email or nothing'],
      [id, '?notification_type=email', 409, 'no e-mail address'],
      [own, '', 400, 'notification_type is missing'],
      ['f'.repeat(32), '', 404, ''],
    ] as const) {
      const answer = await reset(user, query);
      assert.equal(answer.status, status, `${query}: ${answer.text}`);
      assert.ok(answer.text.includes(reason), answer.text);
    }
    const inChinese = await service.call(
      'GET',
      `/users/${id}/random-password?notification_type=phone`,
      undefined,
      {
        'x-language': 'zh-cn',
      },
    );
    assert.ok(inChinese.body.error_msg.includes('本服务不发送短信'), inChinese.text);
    const asked = await service.call('HEAD', `/users/${id}/random-password`);
    assert.ok(asked.status >= 400, 'HEAD does not change anything');
    assert.equal((await signIn('dora', given)).status, 200);
  });

  it('D12: is refused on the next call once another replica has taken the right away, though it is a GET', async () => {
    const id = await create('gina', ofAdmin);
    const replica = await startTestService({ database: service.database });
    try {
      const users = await createPolicyUsers(replica);
      const allow = { Effect: 'Allow', Action: ['workspace:users:randomPassword'] };
      const who = await users.add('resetter', { identity: [allow] });
      const scope = { project: { id: service.credentials.project_id } };
      const token = await askToken(service, { name: 'resetter', password: policyUserPassword, scope });
      const headers = { 'x-auth-token': token.headers.get('x-subject-token') ?? '' };
      const path = `/users/${id}/random-password`;
      assert.equal((await service.call('GET', path, undefined, headers)).status, 200);
      await who.revoke(who.policyIds[0] ?? '');
      const refused = await service.call('GET', path, undefined, headers);
      assert.equal(refused.status, 403, refused.text);
    } finally {
      await replica.stop();
    }
  });

  it('is given to somebody who was to choose it, once the administrator has become the one who gives it', async () => {
    const id = await create('fred', { user_phone: '+86 1' });
    assert.equal((await reset(id)).status, 400);
    await service.call('PUT', `/users/${id}`, { active_type: 'ADMIN_ACTIVATE' });
    const { password } = (await reset(id)).body;
    assert.equal((await signIn('fred', password)).status, 200);
  });
});
