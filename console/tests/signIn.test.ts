import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type ConsoleBrowser, keepPicture, openConsole, signIn } from './consoleBrowser.js';

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
