import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ConsoleBrowser, openConsole } from './consoleBrowser.js';

describe('the console, with the keyboard and as each likes it', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('can be used with the keyboard alone: signing in, skipping to the content, creating a desktop', async () => {
    const page = await console_.open('/console/desktops/create');
    const { credentials } = console_.service;
    await page.locator('input[name=account]:focus').waitFor();
    await page.keyboard.type(credentials.domain_name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(credentials.user_name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(credentials.password);
    await page.keyboard.press('Enter');
    await page.locator('input[name=name]:focus').waitFor();
    await page.keyboard.type('emil-1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('emil');
    await page.keyboard.press('Enter');
    await page.getByText('Give the address that the link goes to').waitFor();
    // Past the choice of who sets the password.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('emil@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('emil-1 is being created.').waitFor();
    await page.waitForURL((url) => !url.pathname.endsWith('/create'));
    await page.reload();
    await page.locator('#content h1').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
    await page.context().close();
  });

  it('changes the language and between light and dark at once, and remembers both', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    await page.getByRole('button', { name: /^Language/ }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await page.getByRole('heading', { name: /^云桌面/ }).waitFor();
    await page.getByRole('button', { name: '深色' }).click();
    await page.locator('body.awsui-dark-mode').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: /^云桌面/ }).waitFor();
    await page.locator('body.awsui-dark-mode').waitFor();
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
