import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { type MailServer, smtpRefusal, startMailServer } from '@deskplane/server/testing/mailServer.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Page } from 'playwright-core';
import { assertAccessible, type ConsoleBrowser, keepPicture, openAs, openConsole } from './consoleBrowser.js';

describe('the mailbox in the console', () => {
  let console_: ConsoleBrowser;
  let mailServer: MailServer;
  /** Whom the mail server does not know. */
  const unknown = new Set<string>();
  before(async () => {
    mailServer = await startMailServer({
      smtp: {
        disabledCommands: ['STARTTLS', 'AUTH'],
        onRcptTo: ({ address }, _session, answer) =>
          answer(unknown.has(address) ? smtpRefusal(550, '5.1.1 no such user') : undefined),
      },
    });
    console_ = await openConsole({ smtpUrl: `smtp://127.0.0.1:${mailServer.port}` });
  });
  after(async () => {
    await console_?.close();
    await mailServer?.close();
  });

  const row = (page: Page, text: string) => page.locator('tr', { hasText: text });
  const deleteDesktopOf = async (name: string) => {
    const order = { user_name: name, user_email: `${name}@example.com`, computer_name: `${name}-pc` };
    const [id] = await createDesktops(console_.service, { desktops: [order] });
    await console_.service.call('DELETE', `/desktops/${id}?email_notification=true`);
    await showUntilGone(console_.service, id);
  };

  it('shows what was sent and what cannot be delivered, with the reason, and sends that again', async () => {
    const page = await console_.openSignedIn('/console/mails');
    await page.getByText('No mails').waitFor();
    unknown.add('ghost@example.com');
    await deleteDesktopOf('anna');
    await deleteDesktopOf('ghost');
    // The table follows by itself.
    await row(page, 'anna@example.com')
      .getByText(/^Sent /)
      .waitFor();
    await row(page, 'ghost@example.com').getByText('5.1.1 no such user').waitFor();
    await assertAccessible(page, 'the mailbox');
    await keepPicture(page, 'mails');
    await page.getByText('Undeliverable', { exact: true }).click();
    await waitUntil(async () => (await row(page, 'anna@example.com').count()) === 0, 'only those');
    unknown.clear();
    await page.getByRole('button', { name: 'Send again to ghost@example.com' }).click();
    await page.getByText('The mail to ghost@example.com is sent again.').waitFor();
    await page.getByText('Sent', { exact: true }).click();
    await row(page, 'ghost@example.com')
      .getByText(/^Sent /)
      .waitFor();
    await page.getByRole('link', { name: 'ghost-pc' }).click();
    await page.getByText('The receipt is valid.').waitFor();
    await page.context().close();
  });

  it('sends a test mail and shows what the mail server answers', async () => {
    unknown.add('nobody@example.com');
    const page = await console_.openSignedIn('/console/mails');
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To').fill('bert@example.com');
    await dialog.getByRole('button', { name: 'Send it' }).click();
    await dialog.getByText('The mail server has taken the mail.').waitFor();
    assert.ok(mailServer.received.some(({ recipients }) => recipients.includes('bert@example.com')));
    await dialog.getByLabel('To').fill('nobody@example.com');
    await page.keyboard.press('Enter');
    await dialog.getByText('The mail server refuses the mail for good.').waitFor();
    await dialog.getByText('5.1.1 no such user').waitFor();
    await assertAccessible(page, 'the dialog of the test mail');
    await keepPicture(page, 'mail-test');
    await page.context().close();
  });

  it('does not offer what a policy denies', async () => {
    const users = await createPolicyUsers(console_.service);
    await users.add('reader', {
      identity: [{ Effect: 'Allow', Action: ['workspace:mails:list'] }],
    });
    const page = await openAs(console_, 'reader', '/console/mails');
    await row(page, 'anna@example.com').waitFor();
    const test = page.getByRole('button', { name: 'Send a test mail' });
    await waitUntil(async () => (await test.getAttribute('aria-disabled')) === 'true', 'no offer');
    await keepPicture(page, 'mails-reader');
    await page.context().close();
  });

  it('says so where a policy denies even to look', async () => {
    const users = await createPolicyUsers(console_.service);
    await users.add('nobody');
    const page = await openAs(console_, 'nobody', '/console/mails');
    await page.getByRole('alert').getByText('workspace:mails:list').first().waitFor();
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
