import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '@deskplane/server/testing/browser.js';
import { createPolicyUsers, policyUserPassword } from '@deskplane/server/testing/policyUsers.js';
import type { Page } from 'playwright-core';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole, signIn } from './consoleBrowser.js';

const secret = 'zoe@example.com';
const deskPassword = 'Chosen-by-user-2';

let console_: ConsoleBrowser;
before(async () => {
  console_ = await openConsole();
  const users = await createPolicyUsers(console_.service);
  await users.add('mallory');
  for (const name of ['zoe', 'yves'])
    assert.equal(
      (
        await console_.service.call('POST', '/users', {
          user_name: name,
          user_email: `${name}@example.com`,
          active_type: 'ADMIN_ACTIVATE',
          password: deskPassword,
          next_login_change_password: false,
        })
      ).status,
      201,
    );
});
after(() => console_?.close());

const asMallory = () => ({
  ...console_.service,
  credentials: { ...console_.service.credentials, user_name: 'mallory' },
});
const bar = (page: Page, name: string) => page.locator('#top').getByRole('button', { name });
const ended = (page: Page) => page.getByText('Your session has ended');
const noSession = (page: Page): Promise<void> => page.context().clearCookies();
/** A click that reaches the button also where a look of the page's own found out before, and covered it. */
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name }).dispatchEvent('click');
const inCover = (page: Page, name: string) => page.locator(`dialog input[name=${name}]`);

async function signInAgain(page: Page, password: string, user?: string): Promise<void> {
  await ended(page).waitFor();
  if (user !== undefined) await inCover(page, 'user').fill(user);
  await inCover(page, 'password').fill(password);
  await page.keyboard.press('Enter');
}

describe('a page, when another user signs in with its browser,', () => {
  it('shows nothing of the first one any more, whether the other tab tells it', async () => {
    const page = await console_.openSignedIn('/console/users');
    await page.getByText(secret).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${console_.service.endpoint}/console/help`);
    await bar(other, console_.service.credentials.user_name).click();
    await other.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in to Deskplane' }).waitFor();
    assert.equal(await page.getByText(secret).count(), 0);
    await signIn(other, asMallory(), policyUserPassword);
    await bar(page, 'mallory').waitFor();
    assert.equal(await page.getByText(secret).count(), 0);
    await page.context().close();
  });

  it('or nobody does', async () => {
    const page = await console_.openSignedIn('/console/users');
    await page.getByText(secret).waitFor();
    const elsewhere = openBrowser(console_.service.endpoint);
    const { domain_name: account } = console_.service.credentials;
    await elsewhere.signIn({ account, user: 'mallory', password: policyUserPassword });
    const [name = '', value = ''] = elsewhere.cookie().split('=');
    await page.context().addCookies([{ name, value, url: console_.service.endpoint }]);
    await bar(page, 'mallory').waitFor();
    assert.equal(await page.getByText(secret).count(), 0);
    await page.context().close();
  });
});

describe('a session that ends in the middle of a form', () => {
  it('leaves what was typed, and the same user goes on', async () => {
    const page = await console_.openSignedIn('/console/access/policies/create');
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('kept-policy');
    await noSession(page);
    await page.getByRole('button', { name: 'Create', exact: false }).last().click();
    await ended(page).waitFor();
    for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
    await page.locator('dialog input[name=password]:focus').waitFor();
    await assertAccessible(page, 'signing in again');
    await keepPicture(page, 'sign-in-again');
    await signInAgain(page, console_.service.credentials.password);
    await ended(page).waitFor({ state: 'detached' });
    assert.equal(await name.inputValue(), 'kept-policy');
    assert.doesNotMatch(await page.title(), /^Sign in/);
    await page.getByRole('button', { name: 'Create', exact: false }).last().click();
    await page.getByRole('heading', { name: 'kept-policy' }).waitFor();
    await page.context().close();
  });

  it('leaves a dialog above the page, too', async () => {
    const page = await console_.openSignedIn('/console/users');
    await page.getByText(secret).waitFor();
    await page.getByRole('button', { name: 'Create user' }).click();
    const name = page.getByRole('dialog').getByRole('textbox').first();
    await name.fill('half-typed');
    await noSession(page);
    await signInAgain(page, console_.service.credentials.password);
    await ended(page).waitFor({ state: 'detached' });
    assert.equal(await name.inputValue(), 'half-typed');
    await name.fill('typed-on');
    await page.context().close();
  });

  it('gives another user a page of his own', async () => {
    const page = await console_.openSignedIn('/console/users', { language: 'zh-CN', mode: 'dark' });
    await page.getByText(secret).waitFor();
    await noSession(page);
    await page.getByText('会话已结束').waitFor();
    await keepPicture(page, 'sign-in-again-zh');
    await inCover(page, 'user').fill('mallory');
    await inCover(page, 'password').fill(policyUserPassword);
    await page.keyboard.press('Enter');
    await bar(page, 'mallory').waitFor();
    assert.equal(await page.getByText(secret).count(), 0);
    await page.context().close();
  });

  it('does so at the desk', async () => {
    const { enterprise_id: enterprise } = (await console_.service.call('GET', '/workspaces')).body;
    const page = await console_.open(`/desk?enterprise=${enterprise}`);
    await page.locator('input[name=user]').fill('zoe');
    await page.locator('input[name=password]').fill(deskPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'zoe' }).click();
    await page.getByRole('menuitem', { name: 'Change password' }).click();
    await page.locator('input[name=original]').fill(deskPassword);
    for (const field of ['new', 'again']) await page.locator(`input[name=${field}]`).fill('Another-one-3');
    await noSession(page);
    await press(page, 'Change password');
    await keepPicture(page, 'desk-sign-in-again');
    await signInAgain(page, deskPassword);
    await ended(page).waitFor({ state: 'detached' });
    await page.locator('input[name=original]').fill('Not-my-password-1');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('the password until now is wrong').waitFor();
    assert.equal(await page.locator('input[name=new]').inputValue(), 'Another-one-3');
    await noSession(page);
    await press(page, 'Change password');
    await signInAgain(page, deskPassword, 'yves');
    await page.getByRole('button', { name: 'yves' }).waitFor();
    assert.equal(await page.locator('input[name=new]').count(), 0);
    await page.context().close();
  });

  it('and nothing fails in any page', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
