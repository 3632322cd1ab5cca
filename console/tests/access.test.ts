import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers, type PolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openAs, openConsole } from './consoleBrowser.js';

describe('access in the console', () => {
  let console_: ConsoleBrowser;
  let users: PolicyUsers;
  before(async () => {
    console_ = await openConsole();
    users = await createPolicyUsers(console_.service);
    await users.add('olga', {
      identity: [{ Sid: 'Look', Effect: 'Allow', Action: ['workspace:desktops:list'] }],
    });
  });
  after(() => console_?.close());

  it('creates a user, attaches and detaches a policy, and shows the secret of an access key once', async () => {
    const page = await console_.openSignedIn('/console/access');
    await page.getByRole('link', { name: 'olga', exact: true }).waitFor();
    await keepPicture(page, 'access');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('paul');
    await assertAccessible(page, 'the dialog to create an IAM user');
    await keepPicture(page, 'access-create');
    await page.keyboard.press('Enter');
    await page.getByText('User paul was created.').waitFor();
    await page.getByRole('heading', { name: 'paul', exact: true }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const attached = async () => {
      const { body } = await users.root('GET', `/v5/users/${id}/attached-policies`);
      return body.attached_policies.map((each: { policy_name: string }) => each.policy_name);
    };

    await page.getByRole('button', { name: 'Attach a policy' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Choose a policy/ })
      .click();
    await page.getByRole('option', { name: /^of-olga/ }).click();
    await page.getByRole('button', { name: 'Attach', exact: true }).click();
    await page.getByText('Policy of-olga was attached.').waitFor();
    assert.deepEqual(await attached(), ['of-olga']);
    await page.getByRole('button', { name: 'Detach of-olga' }).click();
    await page.getByText('paul loses what the policy of-olga allows').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Detach', exact: true }).click();
    await page.getByText('Policy of-olga was detached.').waitFor();
    assert.deepEqual(await attached(), []);

    await page.getByRole('button', { name: 'Create an access key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The secret is shown this once').waitFor();
    await assertAccessible(page, 'the dialog with the access key');
    const answer = await users.root('GET', `/v3.0/OS-CREDENTIAL/credentials?user_id=${id}`);
    const { access } = answer.body.credentials[0];
    await dialog.getByText(access).waitFor();
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('rowheader', { name: access }).waitFor();
    assert.equal(await page.getByText('The secret is shown this once').count(), 0);
    await assertAccessible(page, 'the IAM user');
    await keepPicture(page, 'access-user');
    await page.context().close();
  });

  it('shows a policy with its document and whom it is attached to, and a group with its members', async () => {
    const { group } = (await users.root('POST', '/v3/groups', { group: { name: 'readers' } })).body;
    const olga = (await users.root('GET', '/v3/users?name=olga')).body.users[0];
    await users.root('PUT', `/v3/groups/${group.id}/users/${olga.id}`);
    const page = await console_.openSignedIn('/console/access');
    await page.getByRole('tab', { name: 'Policies' }).click();
    await page.getByRole('link', { name: 'of-olga' }).click();
    await page.getByText('"workspace:desktops:list"').waitFor();
    await page.getByRole('link', { name: 'olga', exact: true }).waitFor();
    await assertAccessible(page, 'the policy');
    await keepPicture(page, 'access-policy');
    await page.goto(`${console_.service.endpoint}/console/access`);
    await page.getByRole('tab', { name: 'Groups' }).click();
    await page.getByRole('link', { name: 'readers' }).click();
    await page.getByRole('link', { name: 'olga', exact: true }).waitFor();
    await assertAccessible(page, 'the group');
    await keepPicture(page, 'access-group');
    await page.context().close();
  });

  it('says whether a user may do something to a desktop, and why', async () => {
    await createDesktops(console_.service, { desktops: [{ computer_name: 'anna-1', user_name: 'anna' }] });
    const page = await console_.openSignedIn('/console/access');
    await page.getByRole('tab', { name: 'Who may what' }).click();
    await page.getByRole('combobox', { name: /^User/ }).fill('olga');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: /^Desktop/ }).fill('anna-1');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('olga may not: DeleteDesktop').waitFor();
    await page.getByText('No policy allows it.').waitFor();
    await assertAccessible(page, 'the question who may what');
    await keepPicture(page, 'access-can-i');
    await page.context().close();
  });

  it('decodes the message of a refusal, and offers nothing to a user who may not', async () => {
    const { project_id } = console_.service.credentials;
    const page = await openAs(console_, 'olga', '/console/access');
    await page.getByRole('alert').getByText('iam:users:listUsers').first().waitFor();
    await keepPicture(page, 'access-denied');
    const refused = await page.evaluate(async (path) => {
      const answer = await fetch(path, { headers: { 'x-deskplane-console': '1' } });
      return (await answer.json()).encoded_authorization_message;
    }, `/v2/${project_id}/users`);
    await page.getByRole('tab', { name: 'Why refused' }).click();
    const button = page.getByRole('button', { name: 'Decode', exact: true });
    await waitUntil(async () => (await button.getAttribute('aria-disabled')) === 'true', 'no offer');
    await page.context().close();

    const other = await console_.openSignedIn('/console/access');
    await other.getByRole('tab', { name: 'Why refused' }).click();
    await other.getByLabel('Encoded message').fill(refused);
    await other.getByRole('button', { name: 'Decode', exact: true }).click();
    await other.getByText('"workspace:users:list"').waitFor();
    await assertAccessible(other, 'the decoded message');
    await keepPicture(other, 'access-decoded');
    await other.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
