import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
  signIn,
} from './consoleBrowser.js';

describe('signing in to the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('shows the page that was asked for once somebody is signed in, and never before', async () => {
    const page = await console_.open('/console/desktops/create');
    await page.getByRole('heading', { name: 'Sign in to Deskplane' }).waitFor();
    assert.equal(await page.title(), 'Sign in – Deskplane');
    assert.equal(await page.getByRole('heading', { name: 'Create a desktop' }).count(), 0);
    await signIn(page, console_.service);
    await page.getByRole('heading', { name: 'Create a desktop' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/console/desktops/create');
    await page.context().close();
  });

  it('shows a wrong password in the words of the service, and lets in after it', async () => {
    const page = await console_.open('/');
    const { credentials } = console_.service;
    await page.locator('input[name=account]').fill(credentials.domain_name);
    await page.locator('input[name=user]').fill(credentials.user_name);
    await page.locator('input[name=password]').fill('Not-The-Password-1');
    await page.keyboard.press('Enter');
    await page.getByText('You were not signed in').waitFor();
    await keepPicture(page, 'sign-in-refused');
    await signIn(page, console_.service);
    await page.waitForURL('**/console/overview');
    await page.context().close();
  });

  it('has an administrator replace a password that was given, before anything else', async () => {
    const { service } = console_;
    const { domain_id, domain_name } = service.credentials;
    const user = { name: 'newcomer', domain_id, password: 'Given-by-admin-1', pwd_status: true };
    assert.equal((await service.call('POST', '//v3.0/OS-USER/users', { user })).status, 201);
    const page = await console_.open('/console/help');
    for (const [name, value] of [
      ['account', domain_name],
      ['user', user.name],
      ['password', user.password],
    ] as const)
      await page.locator(`input[name=${name}]`).fill(value);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await page.locator('input[name=original]').fill(user.password);
    await page.locator('input[name=new]').fill('Chosen-by-user-2');
    await page.locator('input[name=again]').fill('Chosen-by-user-3');
    await page.getByText('The two are not the same.').waitFor();
    await assertAccessible(page, 'own-password');
    for (const width of [390, 1280]) await assertFits(page, width, 'own-password');
    await keepPicture(page, 'own-password');
    await page.locator('input[name=again]').fill('Chosen-by-user-2');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: user.name }).waitFor();
    await page.context().close();
  });

  it('comes back to the same page after the session ended elsewhere', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    const other = await page.context().newPage();
    await other.goto(`${console_.service.endpoint}/console/desktops/create`);
    const out = other.getByRole('menuitem', { name: 'Sign out everywhere' });
    // The menu closes where the page finds another form for its width meanwhile.
    await waitUntil(async () => {
      if (!(await out.isVisible()))
        await other.getByRole('button', { name: console_.service.credentials.user_name }).click();
      await out.click({ timeout: 3_000 });
      return true;
    }, 'the menu to stay open');
    await other.getByRole('heading', { name: 'Sign in to Deskplane' }).waitFor();
    await page.getByRole('heading', { name: 'Sign in to Deskplane' }).waitFor();
    await signIn(page, console_.service);
    await page.getByRole('heading', { name: /^Desktops/ }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/console/desktops');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
