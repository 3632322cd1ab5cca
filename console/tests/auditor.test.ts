import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import {
  createPolicyUsers,
  type PolicyUsers,
  policyUserPassword,
} from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type ConsoleBrowser, keepPicture, openAs, openConsole } from './consoleBrowser.js';

/** What a button does that changes something; none of these may be offered to an auditor. */
const writes =
  /create|delete|disable|^enable|attach|detach|assign|remove|add |edit|rename|change|tags|protect|start|stop|restart|resend|send|reclaim|release|new password|screen|decode/i;

describe('an auditor in the console', () => {
  let console_: ConsoleBrowser;
  let users: PolicyUsers;
  let pages: readonly string[];
  before(async () => {
    console_ = await openConsole({ simulated: { delayMs: 5 } });
    const { service } = console_;
    users = await createPolicyUsers(service);
    const [gone] = await createDesktops(service, {
      desktops: [{ computer_name: 'gone-1', user_name: 'anna' }],
    });
    const [desktop] = await createDesktops(service, {
      desktops: [{ computer_name: 'anna-1', user_name: 'anna' }],
    });
    await service.call('DELETE', `/desktops/${gone}`);
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${gone}/deletion`)).body.receipt !== null,
      'the receipt',
    );
    const user = (await service.call('GET', '/users')).body.users[0].id;
    const iamUser = (await users.root('GET', '/v3/users')).body.users[0].id;
    const { group } = (await users.root('POST', '/v3/groups', { group: { name: 'readers' } })).body;
    pages = [
      '/console/overview',
      '/console/desktops',
      `/console/desktops/${desktop}`,
      '/console/users',
      `/console/users/${user}`,
      '/console/deletions',
      `/console/deletions/plan?desktops=${desktop}`,
      '/console/mails',
      '/console/jobs',
      '/console/orphans',
      '/console/access',
      `/console/access/users/${iamUser}`,
      `/console/access/groups/${group.id}`,
      '/console/audit',
    ];
  });
  after(() => console_?.close());

  it('is added by one form, with the policy that reads everything', async () => {
    const page = await console_.openSignedIn('/console/access');
    await page.getByRole('button', { name: 'Add an auditor' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('ada');
    await dialog.getByLabel('Password').fill(policyUserPassword);
    await keepPicture(page, 'auditor-add');
    await page.keyboard.press('Enter');
    await page.getByText('Auditor ada was added.').waitFor();
    await page.getByRole('rowheader', { name: 'AuditorReadOnlyPolicy' }).waitFor();
    await page.context().close();
  });

  it('sees every page, none of them broken or refused, and no button that he may not use', async () => {
    const page = await openAs(console_, 'ada', '/console/overview');
    for (const path of pages) {
      await page.goto(console_.service.endpoint + path);
      await page.locator('#content h1').waitFor();
      await waitUntil(async () => (await page.getByText(/^Reading/).count()) === 0, 'it is loaded');
      assert.equal(
        await page.getByRole('alert').count(),
        0,
        `${path}: ${(await page.getByRole('alert').allTextContents()).join(' ')}`,
      );
      const offered = async () =>
        (
          await page
            .locator('#content button:not([disabled]):not([aria-disabled=true])')
            .evaluateAll((buttons) =>
              buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''),
            )
        ).filter((name) => writes.test(name) && !/^(created|.*(sorted|filter|search))/i.test(name));
      await waitUntil(
        async () => path.endsWith('/audit') || (await offered()).length === 0,
        `${path} offers nothing that changes something`,
      );
      await keepPicture(page, `auditor${path.replaceAll(/\W+/g, '-')}`);
    }
    await page.context().close();
  });

  it('verifies a receipt and the audit events', async () => {
    const page = await openAs(console_, 'ada', '/console/deletions');
    await page.getByRole('link', { name: 'gone-1' }).first().click();
    await page.getByText(/valid/i).first().waitFor();
    await page.goto(`${console_.service.endpoint}/console/audit`);
    await page.getByRole('button', { name: 'createDesktops', exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText('are in the log as they are shown').waitFor();
    await page.context().close();
  });

  it('has a report about a person signed, verifies it, and may not erase that person', async () => {
    const { users: desktopUsers } = (await console_.service.call('GET', '/users')).body;
    const page = await openAs(console_, 'ada', `/console/persons/${desktopUsers[0].id}`);
    await page.getByRole('button', { name: 'Make a signed report' }).click();
    await page.getByText('verified in this browser').waitFor();
    assert.equal(
      await page.getByRole('button', { name: 'Erase', exact: true }).getAttribute('aria-disabled'),
      'true',
    );
    await page.context().close();
  });

  it('is told whom to ask where he is refused; who may decode is told why', async () => {
    const denied = { identity: [{ Sid: 'Nobody', Effect: 'Deny', Action: ['workspace:users:list'] }] };
    await users.add('dora', denied);
    await users.add('dick', {
      identity: [...denied.identity, { Effect: 'Allow', Action: ['sts::decodeAuthorizationMessage'] }],
    });
    const account = console_.service.credentials.domain_name;
    const one = await openAs(console_, 'dora', '/console/users');
    await one.getByText(`Ask who administers the account ${account}`).first().waitFor();
    await keepPicture(one, 'refused-ask');
    for (const path of ['desktops', 'deletions', 'mails', 'jobs', 'orphans', 'access', 'audit']) {
      await one.goto(`${console_.service.endpoint}/console/${path}`);
      await one.getByText(`Ask who administers the account ${account}`).first().waitFor();
    }
    await one.context().close();
    const other = await openAs(console_, 'dick', '/console/users');
    await other
      .getByText('Why: statement Nobody of the policy of-dick denies workspace:users:list.')
      .first()
      .waitFor();
    await keepPicture(other, 'refused-why');
    await other.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
