import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { askAuditEvents } from '../testing/askAuditEvents.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { callAs, callAsRoot } from '../testing/identityCalls.js';
import { type MailServer, smtpRefusal, startMailServer } from '../testing/mailServer.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

/** Whom the mail server does not know. */
const unknown = new Set<string>();
let mailServer: MailServer;
let service: TestService;
before(async () => {
  mailServer = await startMailServer({
    smtp: {
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, answer) =>
        answer(unknown.has(address) ? smtpRefusal(550, '5.1.1 no such user') : undefined),
    },
  });
  service = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mailServer.port}` });
});
after(async () => {
  await service.remove();
  await mailServer.close();
});

/** Deletes a desktop of somebody, and waits until their mail is in that state. @returns desktop and mail */
async function deleteAndMail(name: string, state: string) {
  const order = { user_name: name, user_email: `${name}@example.com`, computer_name: `${name}-pc` };
  const [id] = await createDesktops(service, { desktops: [order] });
  assert.equal((await service.call('DELETE', `/desktops/${id}?delete_users=true`)).status, 204);
  await showUntilGone(service, id);
  return { id, mail: await mailOf(id, state) };
}

const mailOf = (desktopId: string, state: string) =>
  waitUntil(async () => {
    const { body } = await service.call('GET', `/mails?state=${state}`);
    return body.mails.find((mail: { desktop_id: string }) => mail.desktop_id === desktopId);
  }, `the mail to be ${state}`);
const resend = (mailId: string) => service.call('POST', `/mails/${mailId}/resend`);

describe('a mail that is undeliverable', () => {
  it('is listed with the reason, counted, and said beside the receipt, which stays valid', async () => {
    unknown.add('ghost@example.com');
    const { id, mail } = await deleteAndMail('ghost', 'undeliverable');
    assert.match(mail.last_error, /550 5\.1\.1 no such user/);
    assert.deepEqual(
      [mail.computer_name, mail.recipient, mail.attempts, mail.sent_at, mail.next_attempt_at],
      ['ghost-pc', 'ghost@example.com', 1, null, null],
    );
    const metrics = await (await fetch(`${service.endpoint}/metrics`)).text();
    assert.match(metrics, /^deskplane_mails_undeliverable 1$/m);
    assert.match(metrics, /^deskplane_mails_failing 0$/m);
    const receipt = await waitUntil(async () => {
      const { body } = await service.call('GET', `/deletions/${id}`);
      return body.receipt_state === 'sealed' && body.receipt.addenda.length > 0 && body.receipt;
    }, 'the receipt with what became of the mail');
    const said = JSON.parse(Buffer.from(receipt.addenda[0].envelope.payload, 'base64').toString());
    assert.deepEqual(
      [said.type, said.cause, said.smtp_status],
      ['mail-undeliverable', 'refused', '550 5.1.1'],
    );
    const keys = readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);
    const verdict = verifyReceipt(canonicalBytes(receipt), { keys });
    assert.ok(verdict.valid, JSON.stringify(verdict));
  });

  it('goes out after all when it is put back into the queue, as the same mail (D16), once', async () => {
    unknown.add('late@example.com');
    const { id, mail } = await deleteAndMail('late', 'undeliverable');
    unknown.delete('late@example.com');
    const answer = await resend(mail.mail_id);
    assert.equal(answer.status, 200, answer.text);
    const sent = await mailOf(id, 'sent');
    assert.deepEqual([sent.mail_id, sent.last_error, sent.undeliverable_at], [mail.mail_id, null, null]);
    const arrived = mailServer.received.filter(({ recipients }) => recipients.includes('late@example.com'));
    assert.deepEqual(
      arrived.map(({ email }) => email.messageId),
      [`<${mail.mail_id}@deskplane>`],
    );
    const rows = await askAuditEvents<{ trace_name: string }>(
      service.database,
      'select trace_name from audit_events where request_id = $1',
      [answer.headers.get('x-request-id')],
    );
    assert.deepEqual(rows, [{ trace_name: 'resendMail' }]);
    const again = await resend(mail.mail_id);
    assert.deepEqual([again.status, again.body.error_code], [409, 'DPL.0409']);
  });

  it('does not keep its person from being erased, and then cannot be sent any more', async () => {
    unknown.add('gone@example.com');
    const { mail } = await deleteAndMail('gone', 'undeliverable');
    const erased = await service.call('POST', '/erasures', { user_id: mail.user_id });
    assert.equal(erased.status, 200, erased.text);
    const { body } = await service.call('GET', '/mails?state=undeliverable');
    const left = body.mails.find(({ mail_id }: { mail_id: string }) => mail_id === mail.mail_id);
    assert.deepEqual([left.recipient, left.computer_name, left.last_error], ['', '', null]);
    const answer = await resend(mail.mail_id);
    assert.equal(answer.status, 409);
    assert.match(answer.body.error_msg, /was erased/);
  });

  it('of another project looks like a missing one (S16)', async () => {
    const { mail } = await deleteAndMail('mine', 'sent');
    const stranger = await strangerCall();
    for (const id of [mail.mail_id, '0'.repeat(40)]) {
      const answer = await stranger.call('POST', `/v2/${stranger.project}/mails/${id}/resend`);
      assert.deepEqual([answer.status, answer.body.error_code], [404, 'DPL.0404']);
    }
    const { body } = await stranger.call('GET', `/v2/${stranger.project}/mails`);
    assert.deepEqual(body, { total_count: 0, mails: [] });
  });

  it('is one page of the list, by state, the newest first', async () => {
    const all = (await service.call('GET', '/mails')).body;
    assert.equal(all.mails.length, all.total_count);
    const times: string[] = all.mails.map(({ queued_at }: { queued_at: string }) => queued_at);
    assert.deepEqual(times, times.toSorted().toReversed());
    const page = (await service.call('GET', '/mails?limit=1&offset=1')).body;
    assert.deepEqual(page, { total_count: all.total_count, mails: [all.mails[1]] });
    const some = (await service.call('GET', '/mails?state=sent&state=waiting')).body;
    assert.ok(some.mails.every(({ state }: { state: string }) => state !== 'undeliverable'));
    assert.equal((await service.call('GET', '/mails?state=lost')).status, 400);
  });
});

describe('a test mail', () => {
  const test = (recipient: string) => service.call('POST', '/mails/test', { recipient });

  it('shows what the mail server answers, and is not queued', async () => {
    const queued = (await service.call('GET', '/mails')).body.total_count;
    const { status, body } = await test('operator@example.com');
    assert.equal(status, 200);
    assert.equal(body.result, 'sent');
    assert.match(body.answer, /^250 /);
    const arrived = mailServer.received.find(({ email }) => email.messageId === body.message_id);
    assert.deepEqual(arrived?.recipients, ['operator@example.com']);
    assert.match(arrived?.email.subject ?? '', /test mail from Deskplane/);
    unknown.add('nobody@example.com');
    const refused = (await test('nobody@example.com')).body;
    assert.equal(refused.result, 'refused');
    assert.match(refused.answer, /550 5\.1\.1 no such user/);
    assert.equal((await service.call('GET', '/mails')).body.total_count, queued);
  });

  it('goes to one plain address, and only users of the account that owns the service may send it', async () => {
    for (const recipient of ['', 'a@b.example, c@d.example', 'u@example.com.'])
      assert.equal((await test(recipient)).status, 400, recipient);
    const stranger = await strangerCall();
    const answer = await stranger.call('POST', `/v2/${stranger.project}/mails/test`, {
      recipient: 'victim@example.com',
    });
    assert.deepEqual([answer.status, answer.body.error_code], [403, 'DPL.0403']);
    assert.ok(!mailServer.received.some(({ recipients }) => recipients.includes('victim@example.com')));
  });
});

/** The root user of an account of its own, in a project of that account. */
async function strangerCall() {
  const name = `tenant-${mailServer.received.length}-${(await service.call('GET', '/mails')).body.total_count}`;
  const password = 'a password of tests 1';
  const root = callAsRoot(service);
  await root('POST', '/v3/domains', { domain: { name, root_user: { name: 'boss', password } } });
  const boss = { name: 'boss', password, domain: name };
  const { projects } = (await (await callAs(service, boss))('GET', '/v3/auth/projects')).body;
  const project: string = projects[0].id;
  return { project, call: await callAs(service, { ...boss, scope: { project: { id: project } } }) };
}
