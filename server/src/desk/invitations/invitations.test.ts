import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { askAuditEvents } from '../../testing/askAuditEvents.js';
import { openBrowser } from '../../testing/browser.js';
import { invitationIn, mailsTo, publicUrl } from '../../testing/invitationCalls.js';
import { type MailServer, startMailServer } from '../../testing/mailServer.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const chosen = 'Chosen-by-user-2';
let mails: MailServer;
let service: TestService;
let enterpriseId: string;
const logged: string[] = [];
before(async () => {
  mails = await startMailServer();
  service = await startTestService({
    smtpUrl: `smtp://127.0.0.1:${mails.port}`,
    edge: { publicUrl },
    logger: pino({ level: 'trace' }, { write: (line) => logged.push(line) }),
  });
  enterpriseId = (await service.call('GET', '/workspaces')).body.enterprise_id;
});
after(async () => {
  await service.remove();
  await mails.close();
});

const pool = () => service.database.pool;
const browser = () => openBrowser(service.endpoint, publicUrl);
const show = (token: string): Promise<TestAnswer> =>
  browser().call('POST', '/desk/api/invitations/show', { token });
const accept = (token: string, password = chosen): Promise<TestAnswer> =>
  browser().call('POST', '/desk/api/invitations/accept', { token, password });
const signIn = (user_name: string, password = chosen): Promise<TestAnswer> =>
  browser().call('POST', '/desk/api/session', { enterprise_id: enterpriseId, user_name, password });

interface Invited {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

let made = 0;
async function invited(headers: Record<string, string> = {}): Promise<Invited> {
  const name = `guest-${(made += 1)}`;
  const email = `${name}@example.com`;
  const answer = await service.call('POST', '/users', { user_name: name, user_email: email }, headers);
  assert.equal(answer.status, 201, answer.text);
  const [mail] = await mailsTo(mails, email);
  assert.ok(mail !== undefined);
  return { id: answer.body.id, name, email, token: invitationIn(mail).token };
}

async function tokenOfMail(email: string, index: number): Promise<string> {
  const mail = (await mailsTo(mails, email, index + 1))[index];
  assert.ok(mail !== undefined);
  return invitationIn(mail).token;
}

const act = (id: string, op_type: string): Promise<TestAnswer> =>
  service.call('POST', `/users/${id}/actions`, { op_type });

describe('the invitation of a user', () => {
  it('brings a link by which he chooses his password; opening it uses nothing up', async () => {
    const { id, name, email, token } = await invited();
    const [mail] = await mailsTo(mails, email);
    assert.ok(mail !== undefined);
    assert.equal(mail.email.subject, 'Choose the password for your cloud desktop');
    const { url } = invitationIn(mail);
    assert.deepEqual(
      [url.origin, url.pathname, url.searchParams.get('enterprise')],
      [publicUrl, '/desk/invitation', enterpriseId],
    );
    assert.equal((await signIn(name)).status, 401);
    for (let times = 0; times < 3; times += 1) {
      const { status, body } = await show(token);
      assert.deepEqual([status, body.user.name, body.enterprise_id], [200, name, enterpriseId]);
    }
    assert.equal((await accept(token, 'short')).status, 400);
    assert.equal((await accept(token, name)).status, 400);
    assert.equal((await accept(token)).status, 204);
    assert.equal((await signIn(name)).body.must_change_password, false);
    const rows = await askAuditEvents<{ trace_name: string }>(
      service.database,
      `select trace_name from audit_events where user_id = $1 and code like '2%' order by recorded_at, trace_id`,
      [id],
    );
    assert.deepEqual(
      rows.map((row) => row.trace_name),
      ['acceptInvitation', 'loginToDesk'],
    );
  });

  it('is written in the language of the call', async () => {
    const { email } = await invited({ 'x-language': 'zh-cn' });
    const [mail] = await mailsTo(mails, email);
    assert.equal(mail?.email.subject, '请设置您的云桌面密码');
  });

  it('counts once, also for two who come at the same moment', async () => {
    const { name, token } = await invited();
    const passwords = ['One-of-the-two-1', 'One-of-the-two-2'];
    const answers = await Promise.all(passwords.map((password) => accept(token, password)));
    const statuses = answers.map(({ status }) => status);
    assert.deepEqual(
      statuses.toSorted((one, other) => one - other),
      [204, 401],
    );
    const won = passwords[answers.findIndex(({ status }) => status === 204)];
    assert.equal((await signIn(name, won)).status, 200);
    assert.equal((await show(token)).status, 401);
  });

  it('is void after a day, for another address, once he is disabled or locked, and for good', async () => {
    const ends: [string, object | undefined][] = [
      ['update desk_invitations set expires_at = now() where user_id = $1', undefined],
      ['update desktop_users set locked = true where id = $1', undefined],
      ['', { user_email: 'somebody.else@example.com' }],
      ['', { disabled: true }],
    ];
    for (const [statement, change] of ends) {
      const { id, token } = await invited();
      const what = statement || JSON.stringify(change);
      if (change === undefined) await pool().query(statement, [id]);
      else assert.equal((await service.call('PUT', `/users/${id}`, change)).status, 200, what);
      assert.equal((await show(token)).status, 401, what);
      assert.equal((await accept(token)).status, 401, what);
      await service.call('PUT', `/users/${id}`, { disabled: false });
      await act(id, 'UNLOCK');
      assert.equal((await accept(token)).status, 401, `${what}, afterwards`);
    }
    const { id, token } = await invited();
    assert.equal((await service.call('DELETE', `/users/${id}`)).status, 204);
    assert.equal((await accept(token)).status, 401);
  });

  it('stays good when what Terraform writes after each creation changes nothing', async () => {
    const { id, email, token } = await invited();
    const same = { user_email: email, active_type: 'USER_ACTIVATE', disabled: false, description: 'x' };
    assert.equal((await service.call('PUT', `/users/${id}`, same)).status, 200);
    assert.equal((await accept(token)).status, 204);
  });

  it('is replaced by a later one, until he has a password', async () => {
    const { id, email, token } = await invited();
    const template = await service.call('POST', `/users/${id}/resend-email`, { template_id: 'mine' });
    assert.deepEqual([template.status, template.body.error_code], [409, 'DPL.0501']);
    assert.match(template.body.error_msg, /template_id/);
    assert.equal((await service.call('POST', `/users/${id}/resend-email`)).status, 204);
    const second = await tokenOfMail(email, 1);
    assert.equal((await show(token)).status, 401);
    assert.equal((await accept(second)).status, 204);
    const again = await service.call('POST', `/users/${id}/resend-email`);
    assert.deepEqual([again.status, again.body.error_code], [409, 'DPL.0409']);
    assert.match(again.body.error_msg, /RESET_PWD/);
  });

  it('is not sent any more once it was overtaken while it waited', async () => {
    const { id, email } = await invited();
    const ofUser = async (state: string) =>
      (await service.call('GET', `/mails?state=${state}`)).body.mails.find(
        (mail: { user_id: string }) => mail.user_id === id,
      );
    const first = await waitUntil(() => ofUser('sent'), 'the mail to be recorded as sent');
    await pool().query(
      "update mails set sent_at = null, due_at = now() + interval '1 day' where user_id = $1",
      [id],
    );
    assert.equal((await service.call('POST', `/users/${id}/resend-email`)).status, 204);
    await tokenOfMail(email, 1);
    assert.equal((await service.call('POST', `/mails/${first.mail_id}/resend`)).status, 200);
    await waitUntil(async () => (await ofUser('withdrawn')) !== undefined, 'the mail to be withdrawn');
    const { kind, desktop_id, last_error, mail_id } = await ofUser('withdrawn');
    assert.equal(mail_id, first.mail_id);
    assert.deepEqual([kind, desktop_id], ['invitation', null]);
    assert.match(last_error, /invited again/);
    assert.equal((await service.call('POST', `/mails/${first.mail_id}/resend`)).status, 409);
    assert.equal((await mailsTo(mails, email, 2)).length, 2);
    const metrics = await service.call('GET', '//metrics');
    assert.match(metrics.text, /^deskplane_mails_undeliverable 0$/m);
  });

  it('shows its token nowhere: not in tables, log, mailbox or audit, whatever became of it', async () => {
    const used = await invited();
    assert.equal((await accept(used.token)).status, 204);
    const open = await invited();
    assert.equal((await accept(open.token, 'short')).status, 400);
    assert.equal((await show(`${open.token.slice(1)}A`)).status, 401);
    const { rows: tables } = await pool().query<{ name: string }>(
      "select format('%I', table_name) as name from information_schema.tables where table_schema = current_schema()",
    );
    const held: string[] = [...logged];
    for (const { name } of tables) {
      const { rows } = await pool().query<{ row: string }>(`select t::text as row from ${name} t`);

      held.push(...rows.map(({ row }) => row));
    }
    for (const path of ['/mails', `/users/${open.id}`, '/users'])
      held.push((await service.call('GET', path)).text);
    const everything = held.join('\n');
    assert.ok(everything.includes(open.id), 'something was looked at');
    for (const { token } of [used, open]) {
      assert.ok(!everything.includes(token));
      assert.ok(!everything.includes(Buffer.from(token).toString('hex')));
      assert.ok(!everything.includes(Buffer.from(token, 'base64url').toString('hex')));
    }
  });

  it('counts for no page elsewhere', async () => {
    const { token } = await invited();
    const foreign = openBrowser(service.endpoint, 'https://evil.example');
    const answer = await foreign.call('POST', '/desk/api/invitations/accept', { token, password: chosen });
    assert.equal(answer.status, 403);
    assert.equal((await accept(token)).status, 204);
  });

  it('goes to nobody who has a password from the administrator, or no address', async () => {
    const received = mails.received.length;
    const password = 'Given-by-admin-1';
    for (const body of [
      { user_name: 'given-1', user_email: 'given-1@example.com', active_type: 'ADMIN_ACTIVATE', password },
      { user_name: 'given-2', user_email: 'given-2@example.com', password },
      { user_name: 'given-3', user_phone: '123456' },
    ])
      assert.equal((await service.call('POST', '/users', body)).status, 201);
    await invited();
    assert.equal(mails.received.length, received + 1);
  });
});

describe('a user who is locked, unlocked, reset', () => {
  it('cannot sign in while he is locked, and can after it', async () => {
    const { id, name, token } = await invited();
    assert.equal((await accept(token)).status, 204);
    const page = browser();
    const who = { enterprise_id: enterpriseId, user_name: name, password: chosen };
    assert.equal((await page.call('POST', '/desk/api/session', who)).status, 200);
    assert.equal((await act(id, 'LOCK')).status, 204);
    assert.equal((await service.call('GET', `/users/${id}`)).body.user_detail.locked, true);
    assert.equal((await page.call('GET', '/desk/api/desktops')).status, 401);
    assert.equal((await signIn(name)).status, 401);
    const reset = await act(id, 'RESET_PWD');
    assert.deepEqual([reset.status, reset.body.error_code], [409, 'DPL.0409']);
    assert.equal((await act(id, 'UNLOCK')).status, 204);
    assert.equal((await signIn(name)).status, 200);
  });

  it('loses the password with a reset, and chooses another one, after whatever guesses', async () => {
    const { id, name, email, token } = await invited();
    assert.equal((await accept(token)).status, 204);
    for (let guesses = 0; guesses < 5; guesses += 1) await signIn(name, 'wrong');
    assert.equal((await signIn(name)).status, 401);
    assert.equal((await act(id, 'UNLOCK')).status, 204);
    assert.equal((await signIn(name)).status, 200, 'guesses no longer count once he is unlocked');
    assert.equal((await act(id, 'RESET_PWD')).status, 204);
    assert.equal((await signIn(name)).status, 401);
    const next = await tokenOfMail(email, 1);
    assert.equal((await accept(next, 'Another-one-3')).status, 204);
    assert.equal((await signIn(name, 'Another-one-3')).status, 200);
  });

  it('is refused by name of what is wrong, and nothing is changed then', async () => {
    const noAddress = { user_name: 'unreachable', user_phone: '1', password: chosen };
    const { id } = (await service.call('POST', '/users', { ...noAddress, next_login_change_password: false }))
      .body;
    const answer = await act(id, 'RESET_PWD');
    assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0409']);
    assert.match(answer.body.error_msg, /user_email/);
    assert.equal((await signIn('unreachable')).status, 200);
    assert.equal((await act(id, 'DESTROY')).status, 400);
    for (const missing of ['0'.repeat(32), "' or true --"]) {
      const refused = await act(encodeURIComponent(missing), 'LOCK');
      assert.deepEqual([refused.status, refused.body.error_code], [404, 'WKS.00170312']);
    }
  });
});

describe('a service that does not know its own address', () => {
  it('creates users without inviting them, and says why it cannot invite one', async () => {
    const other = await startTestService();
    try {
      const user = { user_name: 'waits', user_email: 'waits@example.com' };
      const { body, status } = await other.call('POST', '/users', user);
      assert.equal(status, 201);
      assert.equal((await other.call('GET', '/mails')).body.total_count, 0);
      for (const answer of [
        await other.call('POST', `/users/${body.id}/resend-email`),
        await other.call('POST', `/users/${body.id}/actions`, { op_type: 'RESET_PWD' }),
      ]) {
        assert.equal(answer.status, 409);
        assert.match(answer.body.error_msg, /DESKPLANE_PUBLIC_URL/);
      }
    } finally {
      await other.remove();
    }
  });
});
