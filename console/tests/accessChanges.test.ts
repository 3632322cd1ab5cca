import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import {
  createPolicyUsers,
  type PolicyUser,
  type PolicyUsers,
} from '@deskplane/server/testing/policyUsers.js';
import type { Page } from 'playwright-core';
import { assertAccessible, type ConsoleBrowser, keepPicture, openAs, openConsole } from './consoleBrowser.js';

/** Presses the button of the dialog that is open. */
async function confirm(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Chooses in the dialog that is open. */
async function choose(page: Page, option: string, button: string): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Choose/ })
    .click();
  await page.getByRole('option', { name: option }).click();
  await confirm(page, button);
}

describe('what is changed of users, groups and policies in the console', () => {
  let console_: ConsoleBrowser;
  let users: PolicyUsers;
  let vera: PolicyUser;
  let adam: PolicyUser;
  before(async () => {
    console_ = await openConsole();
    users = await createPolicyUsers(console_.service);
    vera = await users.add('vera');
    adam = await users.add('adam', { identity: [{ Effect: 'Allow', Action: ['iam:*:*'] }] });
  });
  after(() => console_?.close());

  const text = (page: Page) => page.getByRole('textbox', { name: /^Document/ });

  it('writes a policy, names the place of a fault and the nearest name, and keeps older versions', async () => {
    const page = await console_.openSignedIn('/console/access/policies/create');
    await page.getByText('The service finds no fault.').waitFor();
    await page.getByRole('textbox', { name: /^Name/ }).fill('lookers');
    const document = (inner: string) =>
      `{\n  "Version": "5.0",\n  "Statement": [{ "Effect": "Allow", "Action": ["workspace:desktops:list"]${inner} }]\n}`;

    await text(page).fill(document(',, "Resource": ["*"]'));
    await page.getByText('Line 3, column 76').waitFor();
    await page.getByRole('button', { name: 'Go there: Line 3, column 76' }).click();
    const place = await text(page).evaluate((area) => Reflect.get(area, 'selectionStart'));
    assert.equal(document(',, "Resource": ["*"]').charAt(Number(place)), ',');

    await text(page).fill(document(', "Condition": { "StringEquals": { "g:UserNam": ["a"] } }'));
    await page.getByText('"g:UserNam" is not a condition key.').waitFor();
    await assertAccessible(page, 'a policy with a fault');
    await keepPicture(page, 'policy-fault');
    await page.getByRole('button', { name: 'Use g:UserName' }).click();
    await page.getByText('The service finds no fault.').waitFor();

    await text(page).fill(document('').replace('desktops:list', 'desktop:list'));
    await page.getByText('Nearest: workspace:desktops:list.').waitFor();
    await keepPicture(page, 'policy-note');
    await page.getByRole('button', { name: 'Use workspace:desktops:list' }).click();
    await page.getByText('The service finds no fault.').waitFor();
    await page.getByRole('button', { name: 'Create the policy' }).click();
    await page.getByText('Policy lookers was created.').waitFor();
    await page.getByRole('link', { name: 'Edit' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await users.root('POST', `/v5/policies/${id}/attach-user`, { user_id: vera.id });

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('heading', { name: 'Edit lookers' }).waitFor();
    await text(page).fill(document('').replace('desktops:list', 'desktops:get'));
    await page.getByText('The service finds no fault.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Policy lookers was changed.').waitFor();
    await page.getByRole('rowheader', { name: 'v2' }).waitFor();
    await assertAccessible(page, 'a policy of one’s own');
    await keepPicture(page, 'policy-versions');
    await page.getByRole('button', { name: 'Use version v1' }).click();
    await confirm(page, 'Use');
    await page.getByText('Version v1 counts now.').waitFor();
    const { policy } = (await users.root('GET', `/v5/policies/${id}`)).body;
    assert.equal(policy.default_version_id, 'v1');

    await users.root('POST', `/v5/policies/${id}/detach-user`, { user_id: vera.id });
    await page.reload();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await confirm(page, 'Delete');
    await page.getByText('lookers was deleted.').waitFor();
    assert.equal((await users.root('GET', `/v5/policies/${id}`)).status, 404);
    await page.context().close();
  });

  it('writes a role policy, assigns it, takes it away, changes and deletes it', async () => {
    const page = await console_.openSignedIn('/console/access/roles/create');
    await page.getByRole('textbox', { name: /^Name/ }).fill('desk keepers');
    await page.getByText('The service finds no fault.').waitFor();
    await page.getByRole('button', { name: 'Create the policy' }).click();
    await page.getByText('Policy desk keepers was created.').waitFor();
    await page.getByRole('link', { name: 'Edit' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByText('"workspace:desktops:list"').waitFor();

    await page.goto(`${console_.service.endpoint}/console/access/users/${vera.id}`);
    await page.getByRole('button', { name: 'Assign a role policy' }).click();
    await choose(page, 'desk keepers', 'Assign');
    await page.getByText('desk keepers was assigned.').waitFor();
    assert.equal(
      (await vera.call('GET', `/v2/${console_.service.credentials.project_id}/desktops`)).status,
      200,
    );
    await page.getByRole('button', { name: 'Remove desk keepers: All projects and the account' }).click();
    await confirm(page, 'Remove');
    await page.getByText('desk keepers was removed.').waitFor();
    assert.equal(
      (await vera.call('GET', `/v2/${console_.service.credentials.project_id}/desktops`)).status,
      403,
    );

    const { projects } = (await users.root('GET', '/v3/projects')).body;
    const project = projects.find(
      (each: { readonly id: string }) => each.id === console_.service.credentials.project_id,
    );
    for (const [place, status] of [
      [`Project ${project.name}`, 200],
      ['Enterprise project default', 200],
      ['The account', 403],
    ] as const) {
      await page.getByRole('button', { name: 'Assign a role policy' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /Counts in/ }).click();
      await page.getByRole('option', { name: place, exact: true }).click();
      await choose(page, 'desk keepers', 'Assign');
      await page.getByRole('gridcell', { name: place, exact: true }).waitFor();
      assert.equal(
        (await vera.call('GET', `/v2/${console_.service.credentials.project_id}/desktops`)).status,
        status,
        place,
      );
      if (status === 200) await keepPicture(page, 'role-policies');
      await page.getByRole('button', { name: `Remove desk keepers: ${place}` }).click();
      await confirm(page, 'Remove');
      await page.getByRole('gridcell', { name: place, exact: true }).waitFor({ state: 'detached' });
    }

    await page.goto(`${console_.service.endpoint}/console/access/roles/${id}`);
    await page.getByRole('link', { name: 'Edit' }).click();
    await text(page).fill('{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["workspace:*:*"]}]}');
    await page.getByText('The service finds no fault.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('"Deny"').waitFor();
    await assertAccessible(page, 'a role policy');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await confirm(page, 'Delete');
    await page.getByText('desk keepers was deleted.').waitFor();
    await page.context().close();
  });

  it('makes a group, puts somebody in and takes him out, and deletes it', async () => {
    const page = await console_.openSignedIn('/console/access');
    await page.getByRole('tab', { name: 'Groups' }).click();
    await page.getByRole('button', { name: 'Create a group' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('night shift');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'night shift', exact: true }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const members = async () => (await users.root('GET', `/v3/groups/${id}/users`)).body.users.length;
    await page.getByRole('button', { name: 'Add a member' }).click();
    await choose(page, 'vera', 'Add');
    await page.getByText('vera is in night shift now.').waitFor();
    assert.equal(await members(), 1);
    await assertAccessible(page, 'a group with a member');
    await page.getByRole('button', { name: 'Remove vera from night shift' }).click();
    await confirm(page, 'Remove');
    await page.getByText('vera is in night shift no more.').waitFor();
    assert.equal(await members(), 0);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await confirm(page, 'Delete');
    await page.getByText('night shift was deleted.').waitFor();
    assert.equal((await users.root('GET', `/v3/groups/${id}`)).status, 404);
    await page.context().close();
  });

  it('disables and enables a user and a key, sets a password, takes the key away as a file, deletes both', async () => {
    const made = await users.add('walter');
    const page = await console_.openSignedIn(`/console/access/users/${made.id}`);
    const user = async () => (await users.root('GET', `/v3/users/${made.id}`)).body.user;
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await confirm(page, 'Disable');
    await page.getByText('walter was disabled.').waitFor();
    assert.equal((await user()).enabled, false);
    await page.getByRole('button', { name: 'Enable', exact: true }).click();
    await page.getByText('walter was enabled.').waitFor();
    assert.equal((await user()).enabled, true);

    await page.getByRole('button', { name: 'New password' }).click();
    await page.getByRole('dialog').getByLabel('Password').fill('Quite-another-72');
    await page.keyboard.press('Enter');
    await page.getByText('walter has a new password.').waitFor();

    await page.getByRole('button', { name: 'Create an access key' }).click();
    const dialog = page.getByRole('dialog');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download' }).click(),
    ]);
    const [head, row = ''] = (await readFile(await file.path(), 'utf8')).split('\r\n');
    assert.equal(head, 'Access Key Id,Secret Access Key');
    const [access = '', secret = ''] = row.split(',');
    assert.match(secret, /^\S{30,}$/);
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    const path = `/v3.0/OS-CREDENTIAL/credentials/${access}`;
    await page.getByRole('button', { name: `Disable ${access}` }).click();
    await confirm(page, 'Disable');
    await page.getByText(`${access} was disabled.`).waitFor();
    assert.equal((await users.root('GET', path)).body.credential.status, 'inactive');
    await page.getByRole('button', { name: `Enable ${access}` }).click();
    await page.getByText(`${access} was enabled.`).waitFor();
    await assertAccessible(page, 'an IAM user with a key');
    await keepPicture(page, 'iam-user-changed');
    await page.getByRole('button', { name: `Delete ${access}` }).click();
    await confirm(page, 'Delete');
    await page.getByText(`${access} was deleted.`).waitFor();
    assert.equal((await users.root('GET', path)).status, 404);

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The user goes with his sessions').waitFor();
    await keepPicture(page, 'iam-user-delete');
    await confirm(page, 'Delete');
    await page.getByText('walter was deleted.').waitFor();
    assert.equal((await users.root('GET', `/v3/users/${made.id}`)).status, 404);
    await page.context().close();
  });

  it('warns before the last administrator goes, and before one takes his own rights; Cancel changes nothing', async () => {
    const page = await console_.openSignedIn(`/console/access/users/${adam.id}`);
    await page.getByRole('button', { name: 'Detach of-adam' }).click();
    await page.getByText('only adam can give rights now').waitFor();
    await keepPicture(page, 'last-administrator');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.context().close();

    const own = await openAs(console_, 'adam', `/console/access/users/${adam.id}`);
    await own.getByRole('button', { name: 'Disable', exact: true }).click();
    await own.getByText('This concerns your own rights').waitFor();
    await assertAccessible(own, 'a warning about one’s own rights');
    await own.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    const { user } = (await users.root('GET', `/v3/users/${adam.id}`)).body;
    assert.equal(user.enabled, true);
    const { attached_policies } = (await users.root('GET', `/v5/users/${adam.id}/attached-policies`)).body;
    assert.equal(attached_policies.length, 1);
    await own.context().close();
  });

  it('offers nothing that the root user alone may do, and lists projects of both kinds', async () => {
    const root = (await users.root('GET', '/v3/users?name=admin')).body.users[0];
    const page = await console_.openSignedIn(`/console/access/users/${root.id}`);
    await page.getByText('The account’s root user', { exact: true }).waitFor();
    for (const name of ['Disable', 'Delete'])
      assert.equal(
        await page.getByRole('button', { name, exact: true }).first().getAttribute('aria-disabled'),
        'true',
        name,
      );
    await users.addEnterpriseProject('blue-team');
    await page.goto(`${console_.service.endpoint}/console/access`);
    await page.getByRole('tab', { name: 'Projects', exact: true }).click();
    await page.getByRole('rowheader', { name: 'blue-team' }).waitFor();
    await assertAccessible(page, 'the projects');
    await keepPicture(page, 'projects');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
