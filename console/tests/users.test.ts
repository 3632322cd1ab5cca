import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openAs,
  openConsole,
} from './consoleBrowser.js';

describe('desktop users in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  const userNames = async () => {
    const { body } = await console_.service.call('GET', '/users');
    return body.users.map((user: { user_name: string }) => user.user_name);
  };

  it('says where users come from while there is none, creates one, finds, shows and deletes it', async () => {
    const page = await console_.openSignedIn('/console/users');
    await page.getByText('No users yet').waitFor();
    await page.getByRole('button', { name: 'Create user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('-no');
    await dialog.getByRole('button', { name: 'Create the user' }).click();
    await dialog.getByText('Give a name of 1 to 32 letters').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('anna');
    await dialog.getByText('Give the address that the link goes to').waitFor();
    // This service does not know its own address.
    await dialog.getByText('No mail with a link can be sent').waitFor();
    await dialog.getByLabel('Mail address').fill('anna@example.com');
    await dialog.getByLabel('Telephone').fill('+86 10 1234');
    await assertAccessible(page, 'the dialog to create a user');
    await keepPicture(page, 'user-create');
    await page.keyboard.press('Enter');
    await page.getByText(/User anna was created\. No invitation was sent:.*cannot sign in yet/).waitFor();
    const made = (await console_.service.call('GET', '/users?user_name=anna')).body.users[0];
    assert.deepEqual([made.active_type, made.user_phone], ['USER_ACTIVATE', '+86 10 1234']);
    await page.locator('tr', { hasText: 'anna@example.com' }).getByText('No password').waitFor();
    await page.getByPlaceholder('Find users').fill('nobody');
    await page.getByText('Nothing matches').waitFor();
    await page.getByPlaceholder('Find users').fill('example.com');
    await keepPicture(page, 'users');
    await page.getByRole('link', { name: 'anna', exact: true }).click();
    await page.getByText('The user has no desktop.').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Goes for good').waitFor();
    await assertAccessible(page, 'the dialog to delete a user');
    await keepPicture(page, 'user-delete');
    const remove = page.getByRole('button', { name: 'Delete the user' });
    assert.equal(await remove.isEnabled(), false);
    await page.getByLabel('Type anna').fill('ann');
    assert.equal(await remove.isEnabled(), false);
    await page.getByLabel('Type anna').fill('anna');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'DELETE') asked.push(request.url());
    });
    await remove.dblclick();
    await page.getByText('User anna was deleted.').waitFor();
    await page.waitForURL('**/console/persons/*');
    await page.getByText('No desktop was deleted').waitFor();
    assert.equal(asked.length, 1);
    assert.deepEqual(await userNames(), []);
    await page.context().close();
  });

  it('creates one with a password that the administrator sets', async () => {
    const page = await console_.openSignedIn('/console/users');
    const { enterprise_id } = (await console_.service.call('GET', '/workspaces')).body;
    await page.getByText(`/desk?enterprise=${enterprise_id}`).waitFor();
    await page.getByText('No mail with a link can be sent').waitFor();
    await assertAccessible(page, 'the users, with where they sign in');
    await assertFits(page, 390, 'the users, with where they sign in');
    await keepPicture(page, 'users-390');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Create user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('gerd');
    await dialog.getByRole('radio', { name: 'I do' }).check();
    await dialog.getByLabel('Password', { exact: true }).fill('short');
    await dialog.getByRole('button', { name: 'Create the user' }).click();
    await dialog.getByText('A password has 8 to 32 characters.').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill('Given-by-admin-1');
    await assertAccessible(page, 'the dialog to create a user with a password');
    await assertFits(page, 390, 'the dialog to create a user');
    await keepPicture(page, 'user-create-given-390');
    await dialog.getByRole('button', { name: 'Create the user' }).click();
    await page.getByText('User gerd was created. Tell the user the password').waitFor();
    const made = (await console_.service.call('GET', '/users?user_name=gerd')).body.users[0];
    assert.deepEqual(
      [made.active_type, made.password_state, made.next_login_change_password],
      ['ADMIN_ACTIVATE', 'set', true],
    );
    await console_.service.call('DELETE', `/users/${made.id}`);
    await page.context().close();
  });

  it('says in Chinese, in the dark, who gets a password how', async () => {
    const page = await console_.openSignedIn('/console/users', { language: 'zh-CN', mode: 'dark' });
    await page.getByText('无法发送带链接的邮件').waitFor();
    await page.getByRole('button', { name: '创建用户' }).click();
    await page.getByRole('dialog').getByText('由谁设置密码').waitFor();
    await assertAccessible(page, 'the dialog to create a user, in Chinese');
    await keepPicture(page, 'user-create-zh-dark');
    await page.context().close();
  });

  it('shows a refusal to create one in the words of the service', async () => {
    await console_.service.call('POST', '/users', { user_name: 'bert', user_phone: '1' });
    const page = await console_.openSignedIn('/console/users');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('bert');
    await page.getByRole('dialog').getByLabel('Mail address').fill('bert@example.com');
    await page.getByRole('button', { name: 'Create the user' }).click();
    await page.getByText('The user was not created').waitFor();
    await page.context().close();
  });

  it('leads from a desktop to its user with his desktops, and says why that user is not deleted', async () => {
    const [id] = await createDesktops(console_.service, {
      desktops: [{ computer_name: 'carl-1', user_name: 'carl' }],
    });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('link', { name: 'carl', exact: true }).first().click();
    await page.getByRole('link', { name: 'carl-1' }).waitFor();
    await keepPicture(page, 'user');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The user has 1 desktop. Until it is').waitFor();
    await page.getByLabel('Type carl').fill('carl');
    await page.getByRole('button', { name: 'Delete the user' }).click();
    await page.getByText('The user was not deleted').waitFor();
    await page.getByText('DPL.0409').waitFor();
    await keepPicture(page, 'user-kept');
    assert.ok((await userNames()).includes('carl'));
    await page.context().close();
  });

  it('edits what can be changed, disables, locks, resets and invites a user', async () => {
    const made = { user_name: 'dora', user_email: 'd@example.com' };
    const created = await console_.service.call('POST', '/users', made);
    assert.equal(created.status, 201, created.text);
    const { body } = await console_.service.call('GET', '/users?user_name=dora');
    const { id } = body.users[0];
    const detail = async () => (await console_.service.call('GET', `/users/${id}`)).body.user_detail;
    const page = await console_.openSignedIn(`/console/users/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Mail address').fill('dora@example.com');
    await dialog.getByLabel('Description').fill('of a test');
    await dialog.getByLabel('Expires', { exact: true }).fill('2031-02-30');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Give a day such as').waitFor();
    await dialog.getByLabel('Expires', { exact: true }).fill('2031-02-28');
    await assertAccessible(page, 'the dialog to edit a user');
    await keepPicture(page, 'user-edit');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('User dora was changed.').waitFor();
    const changed = await detail();
    assert.deepEqual(
      [changed.user_email, changed.description, changed.account_expires],
      ['dora@example.com', 'of a test', Date.parse('2031-02-28T23:59:59Z')],
    );
    // Closing the dialog gives the focus back, which would close a menu that was opened meanwhile.
    await page.reload();
    const choose = async (item: string): Promise<void> => {
      await page.getByRole('button', { name: 'Sign-in', exact: true }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    };
    await choose('Disable');
    await page.getByText('dora cannot sign in until enabled again.').waitFor();
    assert.equal((await detail()).disabled, false, 'nothing happens before it is confirmed');
    await keepPicture(page, 'user-disable');
    await page.getByRole('button', { name: 'Disable the user' }).click();
    await page.getByText('User dora is disabled').waitFor();
    assert.equal((await detail()).disabled, true);
    await choose('Enable');
    await page.getByText('User dora is enabled').waitFor();
    assert.equal((await detail()).disabled, false);
    await choose('Lock');
    await page.getByRole('button', { name: 'Lock the user' }).click();
    await page.getByText('User dora is locked').waitFor();
    assert.equal((await detail()).locked, true);
    await choose('Unlock');
    await page.getByText('User dora is unlocked').waitFor();
    assert.equal((await detail()).locked, false);
    // This service does not know its own address, so that no mail has a link: it says so, and changes nothing.
    for (const item of ['Mail a link for a new password', 'Invite again']) {
      await choose(item);
      await page.getByText('No link can be mailed: the service does not know its own address.').waitFor();
      await assertAccessible(page, 'why no link can be mailed');
      await keepPicture(page, 'user-signin');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    }
    const cleared = await console_.service.call('PUT', `/users/${id}`, { user_email: '', user_phone: '1' });
    assert.equal(cleared.status, 200, cleared.text);
    await page.reload();
    await choose('Invite again');
    await page.getByText('dora has no mail address that a link could go to.').waitFor();
    await page.getByRole('button', { name: 'Set a mail address' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await assertAccessible(page, 'the user');
    await page.context().close();
  });

  it('does not offer what a policy denies', async () => {
    const users = await createPolicyUsers(console_.service);
    const statement = { Effect: 'Allow', Action: ['workspace:users:list', 'workspace:users:get'] };
    await users.add('reader', { identity: [statement] });
    const page = await openAs(console_, 'reader', '/console/users');
    await page.getByRole('link', { name: 'carl', exact: true }).waitFor();
    const create = page.getByRole('button', { name: 'Create user' });
    await waitUntil(async () => (await create.getAttribute('aria-disabled')) === 'true', 'no offer');
    await create.hover();
    await page.getByRole('tooltip').getByText('You have no permission to do that').waitFor();
    await keepPicture(page, 'users-reader');
    await page.getByRole('link', { name: 'carl', exact: true }).click();
    const remove = page.getByRole('button', { name: 'Delete', exact: true });
    await waitUntil(async () => (await remove.getAttribute('aria-disabled')) === 'true', 'no offer');
    await page.context().close();
  });

  it('says so where a policy denies even to look', async () => {
    const users = await createPolicyUsers(console_.service);
    await users.add('nobody');
    const page = await openAs(console_, 'nobody', '/console/users');
    await page.getByRole('alert').getByText('workspace:users:list').first().waitFor();
    await keepPicture(page, 'users-denied');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
