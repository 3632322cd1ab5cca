import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { type FakeScreen, startFakeScreen } from '@deskplane/server/testing/fakeScreen.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from '@deskplane/server/testing/temporaryDirectory.js';
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

/** The page leads to the screen at once: who waits for the page itself after signing in may never see it. */
async function openScreenPage(console_: ConsoleBrowser, desktop: string): Promise<Page> {
  const page = await console_.openSignedIn('/console/desktops');
  await page.goto(`${console_.service.endpoint}/console/desktops/${desktop}/screen`);
  return page;
}

describe('the way to a screen', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole({
      engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => undefined } }),
    });
  });
  after(() => console_?.close());

  const putIn = async (id: string, operation: object, status: string): Promise<void> => {
    const body = { desktop_ids: [id], ...operation };
    assert.equal((await console_.service.call('POST', '/desktops/action', body)).status, 200);
    await waitUntil(
      async () => (await console_.service.call('GET', `/desktops/${id}`)).body.desktop.status === status,
      status,
    );
  };

  for (const [name, operation, status, button] of [
    ['off', { op_type: 'os-stop', type: 'SOFT' }, 'SHUTOFF', 'Start it'],
    ['hibernated', { op_type: 'os-hibernate' }, 'HIBERNATED', 'Wake it'],
  ] as const)
    it(`starts a desktop that is ${name}, waits, and goes to the screen`, async () => {
      const [id] = await createDesktops(console_.service, { desktop_name: `pc-${name}` });
      await putIn(id, operation, status);
      const page = await openScreenPage(console_, id);
      await page.getByText(`This desktop is ${name}`).waitFor();
      await assertAccessible(page, `the screen of a desktop that is ${name}`);
      await assertFits(page, 390, 'the way to a screen');
      await keepPicture(page, `screen-${name}`);
      await page.getByRole('button', { name: button }).click();
      await page.waitForURL(`${console_.service.endpoint}/screen/view`);
      await page.context().close();
    });

  it('opens from the table, in a window of its own where that is wanted', async () => {
    await createDesktops(console_.service, { desktop_name: 'pc-on' });
    const page = await console_.openSignedIn('/console/desktops');
    await page.locator('tr', { hasText: 'pc-on' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Where the screen is opened' }).click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('menuitem', { name: 'In a window of its own' }).click();
    await (await opened).waitForURL(/\/screen\/view/);
    await keepPicture(page, 'desktops-table');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(
      console_.troubles.filter((each) => !each.startsWith(`${console_.service.endpoint}/screen/`)),
      [],
    );
  });
});

describe('the open page of a screen whose desktop is switched off', () => {
  let console_: ConsoleBrowser;
  let directory: TemporaryDirectory;
  let screen: FakeScreen;
  before(async () => {
    directory = await makeTemporaryDirectory();
    screen = await startFakeScreen(directory.path);
    console_ = await openConsole({
      engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => screen.path } }),
    });
  });
  after(async () => {
    await console_?.close();
    await screen?.close();
    await directory?.remove();
  });

  const switchOff = async (id: string): Promise<void> => {
    const body = { desktop_ids: [id], op_type: 'os-stop', type: 'SOFT' };
    assert.equal((await console_.service.call('POST', '/desktops/action', body)).status, 200);
    await waitUntil(
      async () => (await console_.service.call('GET', `/desktops/${id}`)).body.desktop.status === 'SHUTOFF',
      'it is off',
    );
  };
  const isShown = (): Promise<unknown> => waitUntil(() => screen.sockets.size === 1, 'the screen is shown');

  it('offers an administrator to start it, by keyboard alone, and goes on by itself', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'pc-admin' });
    const page = await openScreenPage(console_, id);
    await page.waitForURL(/\/screen\/view/);
    await isShown();
    await switchOff(id);
    const button = page.getByRole('button', { name: 'Start the desktop' });
    await button.waitFor();
    await page.getByText('This desktop is switched off.').waitFor();
    await assertAccessible(page, 'the page of a desktop that is off');
    await assertFits(page, 390, 'the page of a desktop that is off');
    await keepPicture(page, 'screen-start-390');
    await button.focus();
    await page.keyboard.press('Enter');
    await isShown();
    assert.equal((await console_.service.call('GET', `/desktops/${id}`)).body.desktop.status, 'ACTIVE');
    assert.match(await page.title(), /pc-admin/);
    await page.context().close();
  });

  it('tells those who may only look whom to ask, and comes back once somebody else has started it', async () => {
    await waitUntil(() => screen.sockets.size === 0, 'nobody looks');
    const [id] = await createDesktops(console_.service, { desktop_name: 'pc-looker' });
    const users = await createPolicyUsers(console_.service);
    const deny = { Effect: 'Deny', Action: ['workspace:desktops:operate'] };
    await users.add('looker', { identity: [{ Effect: 'Allow', Action: ['*'] }, deny] });
    const page = await openAs(console_, 'looker', '/console/desktops');
    await page.goto(`${console_.service.endpoint}/console/desktops/${id}/screen`);
    await page.waitForURL(/\/screen\/view/);
    await isShown();
    await switchOff(id);
    await page.getByText('You may not start it. Ask your administrator to').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Start the desktop' }).count(), 0);
    await keepPicture(page, 'screen-not-yours-to-start');
    await console_.service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-start' });
    await isShown();
    await page.context().close();
  });

  it('offers the same to the user of the desktop, in Chinese, in the dark', async () => {
    await waitUntil(() => screen.sockets.size === 0, 'nobody looks');
    const password = 'Chosen-by-user-2';
    const user = { user_name: 'wang', active_type: 'ADMIN_ACTIVATE', password };
    await console_.service.call('POST', '/users', { ...user, next_login_change_password: false });
    const [id] = await createDesktops(console_.service, {
      desktops: [{ user_name: 'wang', computer_name: 'pc-wang' }],
    });
    const { enterprise_id } = (await console_.service.call('GET', '/workspaces')).body;
    const page = await console_.open(`/desk?enterprise=${enterprise_id}`, {
      language: 'zh-CN',
      mode: 'dark',
    });
    await page.locator('input[name=user]').fill('wang');
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('pc-wang').first().waitFor();
    await page.goto(`${console_.service.endpoint}/desk/open/${id}`);
    await page.waitForURL(/\/screen\/view/);
    await isShown();
    await switchOff(id);
    await page.getByText('该桌面已关机。').waitFor();
    const button = page.getByRole('button', { name: '开机' });
    await button.waitFor();
    await assertAccessible(page, 'the page of a desktop that is off, in Chinese');
    await keepPicture(page, 'screen-start-zh');
    await button.click();
    await isShown();
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    // The page of the screen says in the browser's log that a connection ended.
    assert.deepEqual(
      console_.troubles.filter((each) => !each.startsWith(`${console_.service.endpoint}/screen/`)),
      [],
    );
  });
});
