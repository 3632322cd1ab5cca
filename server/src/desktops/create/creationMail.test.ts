import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { openBrowser } from '../../testing/browser.js';
import { createDesktops, readSubJobs, simulatedLinux } from '../../testing/desktopCalls.js';
import { invitationIn, mailsTo, publicUrl } from '../../testing/invitationCalls.js';
import { type MailServer, startMailServer } from '../../testing/mailServer.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let mails: MailServer;
let service: TestService;
before(async () => {
  mails = await startMailServer();
  service = await startTestService({
    smtpUrl: `smtp://127.0.0.1:${mails.port}`,
    edge: { publicUrl },
    engine: (simulated) => ({
      ...simulated,
      create: async (spec, notAfter) => {
        if (spec.kind === 'server' && spec.hostName.startsWith('broken'))
          throw new EngineError('refused', 'no');
        return simulated.create(spec, notAfter);
      },
    }),
  });
});
after(async () => {
  await service.remove();
  await mails.close();
});

const asked = { email_notification: true };
const desktopsOf = (...names: string[]) => ({
  desktops: names.map((name) => ({
    user_name: name,
    user_email: `${name}@example.com`,
    computer_name: `pc-${name}`,
  })),
});

async function queuedFor(desktop: string): Promise<{ template: string; facts: object }[]> {
  const { rows } = await service.database.pool.query<{ template: string; facts: object }>(
    'select template, facts from mails where desktop_id = $1 order by queued_at',
    [desktop],
  );
  return rows;
}

describe('the mail about a desktop that was created', () => {
  it('goes to each user once the desktop is ready, and lets one without a password choose it', async () => {
    await createDesktops(service, { ...desktopsOf('ann', 'bob'), ...asked });
    for (const name of ['ann', 'bob']) {
      const [mail, ...more] = await mailsTo(mails, `${name}@example.com`);
      assert.ok(mail !== undefined);
      assert.equal(more.length, 0);
      assert.equal(mail.email.subject, `Your desktop pc-${name} is ready`);
      assert.match(mail.email.text ?? '', /^SIMULATED: nothing real was created\./);
      const { token } = invitationIn(mail);
      const page = openBrowser(service.endpoint, publicUrl);
      const answer = await page.call('POST', '/desk/api/invitations/accept', {
        token,
        password: 'Chosen-by-1',
      });
      assert.equal(answer.status, 204, answer.text);
    }
  });

  it('leads to the page for signing in who has a password', async () => {
    const user = { user_name: 'carl', user_email: 'carl@example.com' };
    const more = { active_type: 'ADMIN_ACTIVATE', password: 'Given-by-admin-1' };
    assert.equal((await service.call('POST', '/users', { ...user, ...more })).status, 201);
    await createDesktops(service, { ...desktopsOf('carl'), ...asked });
    const [mail] = await mailsTo(mails, 'carl@example.com');
    const { enterprise_id } = (await service.call('GET', '/workspaces')).body;
    assert.ok((mail?.email.text ?? '').includes(`${publicUrl}/desk?enterprise=${enterprise_id}`));
    assert.ok(!(mail?.email.text ?? '').includes('#'));
  });

  it('is sent where nothing is said of it, and not where none is wanted', async () => {
    const [loud] = await createDesktops(service, { ...desktopsOf('dora'), email_notification: undefined });
    const [quiet] = await createDesktops(service, { ...desktopsOf('emil'), email_notification: false });
    assert.deepEqual(
      (await queuedFor(loud)).map(({ template }) => template),
      ['desktopCreated'],
    );
    assert.deepEqual(await queuedFor(quiet), []);
  });

  it('is never sent for a creation that failed', async () => {
    const answer = await service.call('POST', '/desktops', {
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.small',
      image_type: 'gold',
      image_id: simulatedLinux,
      root_volume: { type: 'SAS', size: 80 },
      desktops: [{ user_name: 'fred', user_email: 'fred@example.com', computer_name: 'broken-1' }],
      ...asked,
    });
    assert.equal(answer.status, 200, answer.text);
    let failed: string | undefined;
    await waitUntil(async () => {
      const [job] = await readSubJobs(service, answer.body.job_id);
      failed = job?.entities.desktop_id;
      return job?.status === 'FAILED';
    }, 'the creation to fail');
    assert.deepEqual(await queuedFor(failed ?? ''), []);
  });

  it('is withdrawn when the desktop is gone before it could be sent, and is no addendum of a receipt', async () => {
    const [desktop] = await createDesktops(service, { ...desktopsOf('gina'), ...asked });
    await mailsTo(mails, 'gina@example.com');
    const ended = 'sent_at is not null or undeliverable_at is not null';
    await waitUntil(async () => {
      const { rows } = await service.database.pool.query(
        `select from mails where desktop_id = $1 and (${ended})`,
        [desktop],
      );
      return rows.length === 1;
    }, 'the mail to have ended');
    await service.call('DELETE', `/desktops/${desktop}?email_notification=false`);
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${desktop}`)).status === 404,
      'the desktop to be gone',
    );
    const { rows } = await service.database.pool.query<{ id: string }>(
      'update mails set sent_at = null, undeliverable_at = null, due_at = now() where desktop_id = $1 returning id',
      [desktop],
    );
    const state = async () =>
      (await service.call('GET', '/mails')).body.mails.find(
        (mail: { mail_id: string }) => mail.mail_id === rows[0]?.id,
      )?.state;
    await waitUntil(async () => (await state()) === 'withdrawn', 'the mail to be withdrawn');
    assert.equal((await mailsTo(mails, 'gina@example.com')).length, 1);
    const entries = await service.database.pool.query(
      `select from log_entries where kind = 'addendum' and desktop_id = $1`,
      [desktop],
    );
    assert.equal(entries.rows.length, 0);
  });

  it('says where to ask when the service does not know its own address', async () => {
    const other = await startTestService({ smtpUrl: `smtp://127.0.0.1:${mails.port}` });
    try {
      await createDesktops(other, { ...desktopsOf('hugo'), ...asked });
      const [mail] = await mailsTo(mails, 'hugo@example.com');
      assert.match(mail?.email.text ?? '', /ask the people who look after your desktops where to open it/);
      assert.doesNotMatch(mail?.email.text ?? '', /http/);
    } finally {
      await other.remove();
    }
  });

  it('S8: is queued once, however often workers are replaced in the middle', async () => {
    const second = await startTestService({ database: service.database, edge: { publicUrl } });
    try {
      const names = Array.from({ length: 6 }, (_, index) => `kim-${index}`);
      const ids = await createDesktops(service, { ...desktopsOf(...names), ...asked });
      for (const id of ids) assert.equal((await queuedFor(id)).length, 1);
    } finally {
      await second.stop();
    }
  });
});
