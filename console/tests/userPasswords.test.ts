import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mailsTo } from '@deskplane/server/testing/invitationCalls.js';
import { type MailServer, startMailServer } from '@deskplane/server/testing/mailServer.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openAs,
  openConsole,
} from './consoleBrowser.js';

const chosen = 'Chosen-by-user-2';

describe('the password of a desktop user, from the console to the desk', () => {
  let console_: ConsoleBrowser;
  let mails: MailServer;
  before(async () => {
    mails = await startMailServer();
    console_ = await openConsole({ smtpUrl: `smtp://127.0.0.1:${mails.port}`, knowsAddress: true });
  });
  after(async () => {
    await console_?.close();
    await mails?.close();
  });

  async function create(name: string, further: object): Promise<string> {
    const answer = await console_.service.call('POST', '/users', { user_name: name, ...further });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  }
  async function choose(page: Page, item: string): Promise<void> {
    await page.getByRole('button', { name: 'Sign-in', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  }
  /** The link in the mail so many to somebody, from 0. */
  async function linkTo(address: string, index: number): Promise<string> {
    const text = (await mailsTo(mails, address, index + 1))[index]?.email.text ?? '';
    const link = /http:\S+\/desk\/invitation\?\S+/.exec(text)?.[0];
    assert.ok(link !== undefined, `no link in: ${text}`);
    assert.ok(link.startsWith(console_.service.endpoint));
    return link;
  }
  /** Follows a link of a mail in a browser that nobody has used, and chooses a password. */
  async function follow(link: string, password: string): Promise<void> {
    const page = await console_.open(link.slice(console_.service.endpoint.length));
    await page.locator('input[name=new]').fill(password);
    await page.locator('input[name=again]').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your desktops', exact: true }).waitFor();
    await page.context().close();
  }
  async function signInAtDesk(name: string, password: string): Promise<Page> {
    const { enterprise_id } = (await console_.service.call('GET', '/workspaces')).body;
    const page = await console_.open(`/desk?enterprise=${enterprise_id}`);
    await page.locator('input[name=user]').fill(name);
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
    return page;
  }

  it('is chosen anew by the link of a second invitation; the first one no longer works', async () => {
    const id = await create('anna', { user_email: 'anna@example.com' });
    const first = await linkTo('anna@example.com', 0);
    const page = await console_.openSignedIn(`/console/users/${id}`);
    await choose(page, 'Invite again');
    await page.getByText('A mail to anna@example.com brings a new link').waitFor();
    await page.getByRole('button', { name: 'Mail the link' }).click();
    await page.getByText(/^anna is invited again;.*A mail to anna@example.com is queued/).waitFor();
    const second = await linkTo('anna@example.com', 1);
    assert.notEqual(second, first);
    const old = await console_.open(first.slice(console_.service.endpoint.length));
    await old.getByText('This link no longer works').waitFor();
    await old.context().close();
    await follow(second, chosen);
    await choose(page, 'Invite again');
    await page.getByText('anna has a password and needs no invitation.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Mail the link' }).isEnabled(), false);
    await page.context().close();
  });

  it('is taken away by a reset, and chosen by the link in its mail', async () => {
    const { id } = (await console_.service.call('GET', '/users?user_name=anna')).body.users[0];
    const desk = await signInAtDesk('anna', chosen);
    await desk.getByRole('heading', { name: 'Your desktops', exact: true }).waitFor();
    const page = await console_.openSignedIn(`/console/users/${id}`);
    await choose(page, 'Mail a link for a new password');
    await page.getByText('The password of anna stops working at once').waitFor();
    await assertAccessible(page, 'the question before a password is taken away');
    await keepPicture(page, 'user-reset-asked');
    const { user_detail } = (await console_.service.call('GET', `/users/${id}`)).body;
    assert.equal(user_detail.password_state, 'set', 'nothing happens before it is confirmed');
    await page.getByRole('button', { name: 'Take the password away and mail the link' }).click();
    await page.getByText(/^The password of anna was taken away\..*is queued/).waitFor();
    await page.getByText('Invited, no password yet').waitFor();
    await keepPicture(page, 'user-reset');
    await desk.reload();
    await desk.locator('input[name=password]').waitFor();
    await desk.context().close();
    await follow(await linkTo('anna@example.com', 2), 'Chosen-after-reset-3');
    const again = await signInAtDesk('anna', 'Chosen-after-reset-3');
    await again.getByRole('heading', { name: 'Your desktops', exact: true }).waitFor();
    await again.context().close();
    await page.context().close();
  });

  it('is made up and shown once to whoever gives it, by keyboard alone, also where no mail reaches the user', async () => {
    const id = await create('bert', { user_phone: '+86 1' });
    const page = await console_.openSignedIn(`/console/users/${id}`);
    const menu = page.getByRole('button', { name: 'Sign-in', exact: true });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Disable', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('bert was to choose the password by a mailed link.').waitFor();
    await assertAccessible(page, 'the dialog that gives a password');
    await keepPicture(page, 'user-give');
    const submit = dialog.getByRole('button', { name: 'Make a password' });
    await waitUntil(async () => {
      await page.keyboard.press('Tab');
      return submit.evaluate((each) => each === document.activeElement);
    }, 'the keyboard comes to the button');
    await page.keyboard.press('Enter');
    await dialog.getByText('bert has a new password').waitFor();
    const password = (await dialog.getByText(/^[A-Za-z0-9]{20}$/).textContent()) ?? '';
    await assertAccessible(page, 'a password that was given');
    await keepPicture(page, 'user-given');
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    assert.equal(await page.getByText(password).count(), 0, 'it is shown once');
    const desk = await signInAtDesk('bert', password);
    await desk.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await desk.context().close();
    await page.context().close();
  });

  it('is given in Chinese, in the dark, on a telephone', async () => {
    const id = await create('carl', { active_type: 'ADMIN_ACTIVATE', password: 'Given-by-admin-1' });
    const page = await console_.openSignedIn(`/console/users/${id}`, { language: 'zh-CN', mode: 'dark' });
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('menuitem', { name: '给新密码', exact: true }).click();
    await page.getByRole('button', { name: '生成密码' }).click();
    await page.getByText('carl有了新密码').waitFor();
    await assertAccessible(page, 'a password that was given, in Chinese');
    await assertFits(page, 390, 'a password that was given');
    await keepPicture(page, 'user-given-zh-390');
    await page.context().close();
  });

  it('is not offered to those whose rights do not include it', async () => {
    const users = await createPolicyUsers(console_.service);
    const actions = ['workspace:users:get', 'workspace:users:operate'];
    await users.add('operator', { identity: [{ Effect: 'Allow', Action: actions }] });
    const { id } = (await console_.service.call('GET', '/users?user_name=carl')).body.users[0];
    const page = await openAs(console_, 'operator', `/console/users/${id}`);
    await page.getByRole('button', { name: 'Sign-in', exact: true }).click();
    const item = page.getByRole('menuitem', { name: 'Give a new password' });
    await waitUntil(async () => (await item.getAttribute('aria-disabled')) === 'true', 'no offer');
    const reset = page.getByRole('menuitem', { name: 'Mail a link for a new password' });
    assert.notEqual(await reset.getAttribute('aria-disabled'), 'true');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});

describe('the mailbox of a service without a mail server', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole({ knowsAddress: true });
  });
  after(() => console_?.close());

  it('says before and after a reset that nobody gets the mail, and that a password can be given instead', async () => {
    const fay = {
      user_name: 'fay',
      user_email: 'fay@example.com',
      active_type: 'ADMIN_ACTIVATE',
      password: 'Given-by-admin-1',
    };
    const { id } = (await console_.service.call('POST', '/users', fay)).body;
    const page = await console_.openSignedIn(`/console/users/${id}`);
    await page.getByText('Active', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sign-in', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Mail a link for a new password' }).click();
    await page.getByRole('dialog').getByText('There is no mail server (SMTP_URL)').waitFor();
    await keepPicture(page, 'user-reset-kept');
    await page.getByRole('button', { name: 'Take the password away and mail the link' }).click();
    await page.getByText(/was taken away\. There is no mail server.*nobody has got it/).waitFor();
    await page.getByText('No password: the invitation is a file on the server').waitFor();
    await page.context().close();
  });

  it('shows a mail that was kept in a file, in both languages, and offers no second one', async () => {
    const user = { user_name: 'dora', user_email: 'dora@example.com' };
    assert.equal((await console_.service.call('POST', '/users', user)).status, 201);
    const page = await console_.openSignedIn('/console/mails');
    const row = page.locator('tr', { hasText: 'dora@example.com' });
    await row.getByText(/^Kept/).waitFor();
    assert.equal(await row.getByRole('button').count(), 0);
    await assertAccessible(page, 'a mail that was kept');
    await keepPicture(page, 'mail-kept');
    await page.getByText('Undeliverable', { exact: true }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Kept as files', exact: true }).click();
    await row.getByText(/^Kept/).waitFor();
    await page.context().close();
    const chinese = await console_.openSignedIn('/console/mails', { language: 'zh-CN', mode: 'dark' });
    await chinese.locator('tr', { hasText: 'dora@example.com' }).waitFor();
    await assertFits(chinese, 390, 'the mailbox');
    await keepPicture(chinese, 'mail-kept-zh-390');
    await chinese.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
