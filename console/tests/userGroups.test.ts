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

describe('user groups in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
    const users = ['anna', 'bert'].map((user_name) => ({
      user_name,
      user_email: `${user_name}@example.com`,
    }));
    const answer = await console_.service.call('POST', '/users/batch-create', { users });
    assert.equal(answer.status, 200, answer.text);
  });
  after(() => console_?.close());

  const groups = async (): Promise<{ id: string; name: string; user_quantity: number }[]> =>
    (await console_.service.call('GET', '/groups')).body.user_groups;

  it('are found from the users, created, filled, renamed and emptied', async () => {
    const page = await console_.openSignedIn('/console/users');
    await page.locator('#content').getByRole('link', { name: 'User groups' }).click();
    await page.getByText('No user groups yet').waitFor();
    await page.getByRole('button', { name: 'Create user group' }).click();
    const form = page.getByRole('dialog', { name: 'Create a user group' });
    await form.getByRole('button', { name: 'Create the group' }).click();
    await form.getByText('Give a name of 1 to 64 characters').waitFor();
    await assertAccessible(page, 'creating a user group');
    await form.locator('input[name=group_name]').fill('Blue team');
    await form.locator('input[name=description]').fill('Second floor');
    await form.getByRole('button', { name: 'Create the group' }).click();
    await page.getByRole('heading', { name: 'Blue team', exact: true }).waitFor();
    await page.getByText('Nobody is in the group.').waitFor();
    await assertAccessible(page, 'an empty user group');

    await page.getByRole('button', { name: 'Add users' }).click();
    const adding = page.getByRole('dialog', { name: 'Add users to Blue team' });
    await adding.getByRole('button', { name: /Choose users/ }).click();
    for (const name of ['anna', 'bert']) await page.getByRole('option', { name }).click();
    await page.keyboard.press('Escape');
    await assertAccessible(page, 'adding users to a group');
    await keepPicture(page, 'group-add');
    await adding.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('2 users are in Blue team now.').waitFor();
    await page.getByRole('link', { name: 'anna' }).waitFor();
    await keepPicture(page, 'group');

    await page.getByRole('button', { name: 'Remove anna from the group' }).click();
    const question = page.getByRole('dialog', { name: 'Remove anna from Blue team' });
    await question.getByText('Screens of them that are open now close.').waitFor();
    await assertAccessible(page, 'removing a user from a group');
    await question.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('anna is no longer in Blue team.').waitFor();

    await page.getByRole('button', { name: 'Edit' }).click();
    const editing = page.getByRole('dialog', { name: 'Edit user group Blue team' });
    await editing.locator('input[name=group_name]').fill('Green team');
    await editing.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Green team', exact: true }).waitFor();
    assert.deepEqual(
      (await groups()).map(({ name, user_quantity }) => [name, user_quantity]),
      [['Green team', 1]],
    );
    await page.context().close();
  });

  it('get a shared desktop on its page and lose it there, and go once they have none', async () => {
    const [id] = await createDesktops(console_.service, {
      desktop_type: 'SHARED',
      desktops: [{ computer_name: 'pool' }],
    });
    const [group] = await groups();
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('button', { name: 'Assign a group' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign a user group to pool' });
    await dialog.getByRole('button', { name: /Choose a group/ }).click();
    await page.getByRole('option', { name: 'Green team' }).click();
    await assertAccessible(page, 'assigning a group');
    await dialog.getByRole('button', { name: 'Assign a group' }).click();
    await page.getByText('pool is given to Green team.').waitFor();
    await page.getByText('(user group)').waitFor();
    await assertAccessible(page, 'a desktop with its group');
    await keepPicture(page, 'desktop-group');

    await page.goto(`${console_.service.endpoint}/console/deletions/plan?desktops=${id}`);
    await page.getByText('The group and its users stay.').first().waitFor();
    await page.goto(`${console_.service.endpoint}/console/user-groups/${group?.id}`);
    await page.getByRole('link', { name: 'pool' }).waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const deleting = page.getByRole('dialog', { name: 'Delete user group Green team' });
    await deleting.getByText('The group has 1 desktop.').waitFor();
    await deleting.getByRole('textbox').fill('Green team');
    await deleting.getByRole('button', { name: 'Delete the group' }).click();
    await deleting.getByText('still has the desktop pool').waitFor();
    await assertAccessible(page, 'a group that cannot be deleted');
    await keepPicture(page, 'group-busy');

    await page.goto(`${console_.service.endpoint}/console/desktops/${id}`);
    await page.getByRole('button', { name: 'Take away Green team' }).click();
    const taking = page.getByRole('dialog', { name: 'Take Green team away from pool' });
    await taking.getByText('through the group').waitFor();
    await taking.getByRole('button', { name: 'Take away' }).click();
    await page.getByText('pool is taken from Green team.').waitFor();

    await page.goto(`${console_.service.endpoint}/console/user-groups/${group?.id}`);
    await page.getByText('The group has no desktop.').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await deleting.getByRole('textbox').fill('Green team');
    await deleting.getByRole('button', { name: 'Delete the group' }).click();
    await page.getByText('User group Green team was deleted.').waitFor();
    assert.deepEqual(await groups(), []);
    await page.context().close();
  });

  it('offer nothing to those who may change nothing, and speak Chinese on a telephone', async () => {
    const made = { group_name: '蓝队', platform_type: 'LOCAL', description: '二层' };
    const { id } = (await console_.service.call('POST', '/groups', made)).body;
    const users = await createPolicyUsers(console_.service);
    const actions = ['userGroups:list', 'userGroups:getUsers', 'users:list', 'desktops:list'];
    const statement = { Effect: 'Allow', Action: actions.map((each) => `workspace:${each}`) };
    await users.add('reader', { identity: [statement] });
    const reader = await openAs(console_, 'reader', `/console/user-groups/${id}`);
    for (const name of ['Add users', 'Edit', 'Delete']) {
      const button = reader.getByRole('button', { name, exact: true });
      await waitUntil(async () => (await button.getAttribute('aria-disabled')) === 'true', `no ${name}`);
    }
    await reader.context().close();
    const page = await console_.openSignedIn(`/console/user-groups/${id}`, {
      language: 'zh-CN',
      mode: 'dark',
    });
    await page.getByText('组中没有用户。').waitFor();
    await assertAccessible(page, 'a user group in Chinese');
    await assertFits(page, 390, 'a user group');
    await keepPicture(page, 'group-zh-390');
    await page.goto(`${console_.service.endpoint}/console/user-groups`);
    await page.getByRole('link', { name: '蓝队' }).waitFor();
    await assertAccessible(page, 'the user groups in Chinese');
    await assertFits(page, 390, 'the user groups');
    await page.context().close();
  });

  it('caused no trouble in any page', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
