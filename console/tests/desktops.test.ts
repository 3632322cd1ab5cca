import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, simulatedLinux } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Page } from 'playwright-core';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('desktops in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  const row = (page: Page, name: string) => page.locator('tr', { hasText: name });

  it('says what to do next where there is none, and creates one from a name and a user', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    await page.getByText('No desktops yet').waitFor();
    await keepPicture(page, 'desktops-none');
    await page.getByRole('link', { name: 'Create desktops' }).click();
    await page.getByLabel('Name', { exact: true }).fill('anna-1');
    await page.locator('input[name=user]').fill('anna');
    await page.getByText('Nobody has this name yet').waitFor();
    await page.getByRole('button', { name: 'Create the desktop' }).click();
    await page.getByText('Give the address that the link goes to').waitFor();
    await assertAccessible(page, 'a new desktop of a new user');
    await keepPicture(page, 'create');
    const none = await console_.service.call('GET', '/users');
    assert.equal(none.body.total_count, 0, 'nobody is made who cannot sign in');
    await page.getByRole('radio', { name: 'I do' }).check();
    await page.getByLabel('Password', { exact: true }).fill('Given-by-admin-1');
    await page.getByRole('button', { name: 'Create the desktop' }).click();
    await page.getByText('anna-1 is being created.').waitFor();
    const [anna] = (await console_.service.call('GET', '/users')).body.users;
    assert.deepEqual([anna.user_name, anna.password_state], ['anna', 'set']);
    // The table follows by itself.
    await row(page, 'anna-1').getByText('Running').waitFor();
    const answer = await console_.service.call('GET', '/desktops/detail');
    assert.deepEqual(
      answer.body.desktops.map((each: { computer_name: string; user_list: string[] }) => [
        each.computer_name,
        each.user_list,
      ]),
      [['anna-1', ['anna']]],
    );
    await page.context().close();
  });

  it('refuses a name that cannot be before asking the service, and shows a refusal of the service', async () => {
    const page = await console_.openSignedIn('/console/desktops/create');
    await page.getByLabel('Name', { exact: true }).fill('-no');
    await page.getByRole('button', { name: 'Create the desktop' }).click();
    await page.getByText('Give a name of 1 to 15 letters').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('anna-1');
    await page.getByRole('button', { name: 'Create the desktop' }).click();
    await page.getByText('The desktop was not created').waitFor();
    await page.locator('input[name=user]').fill('ANNA');
    await page.getByText('This user exists.').waitFor();
    await keepPicture(page, 'create-refused');
    await page.context().close();
  });

  it('finds by status, tag and any text, keeps the columns that were chosen, and turns pages', async () => {
    await createDesktops(console_.service, {
      desktops: Array.from({ length: 24 }, (_, index) => ({
        computer_name: `bert-${index}`,
        user_name: 'bert',
      })),
      tags: [{ key: 'team', value: 'blue' }],
    });
    const page = await console_.openSignedIn('/console/desktops');
    await page.getByText('(25)').waitFor();
    await keepPicture(page, 'desktops');
    await page.getByRole('button', { name: 'Next page' }).first().click();
    await waitUntil(async () => (await page.locator('tbody tr').count()) === 5, 'the second page');
    await page.getByPlaceholder('Find desktops').fill('team=blue');
    await page.keyboard.press('Enter');
    await page.getByText('24 matches').first().waitFor();
    await page.getByRole('button', { name: 'What the table shows' }).click();
    await page.getByRole('dialog').getByText('ID', { exact: true }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('columnheader', { name: 'ID' }).waitFor();
    await page.reload();
    await page.getByRole('columnheader', { name: 'ID' }).waitFor();
    await page.context().close();
  });

  it('stops those that were chosen, and shows it without being asked', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    await row(page, 'anna-1').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Power' }).click();
    await page.getByRole('menuitem', { name: 'Shut down' }).click();
    await page.getByText('The desktop is being shut down.').waitFor();
    await row(page, 'anna-1').getByText('Stopped').waitFor();
    await page.context().close();
  });

  it('shows one with its disks, ports, jobs and connections, renames, protects and tags it', async () => {
    const [id] = await createDesktops(console_.service, {
      image_id: simulatedLinux,
      desktops: [{ computer_name: 'carl-1', user_name: 'carl' }],
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByText('Disks (2)').waitFor();
    await page.getByText('Network ports (1)').waitFor();
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByText('Nobody has opened the screen yet.').waitFor();
    await page.getByRole('tab', { name: 'Jobs' }).click();
    await page.getByRole('cell', { name: 'Done' }).waitFor();
    await keepPicture(page, 'desktop-jobs');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('rowheader', { name: 'Created' }).waitFor();
    await assertAccessible(page, 'the history of a desktop');
    await keepPicture(page, 'desktop-history');
    // The address leads back to it.
    assert.match(page.url(), /\?tab=history$/);
    await page.reload();
    await page.getByRole('rowheader', { name: 'Created' }).waitFor();

    await page.getByRole('button', { name: 'Rename or protect' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('carl-2');
    await page.getByRole('dialog').getByLabel('Protect from deletion').check();
    await assertAccessible(page, 'the dialog to rename');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'carl-2' }).waitFor();
    assert.equal(await page.title(), 'carl-2 – Deskplane');

    await page.getByRole('button', { name: 'Tags' }).click();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: /Key$/ }).fill('team');
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: /Value$/ })
      .fill('red');
    await keepPicture(page, 'tags');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('team=red').waitFor();
    const { body } = await console_.service.call('GET', `/desktops/${id}`);
    assert.equal(body.desktop.computer_name, 'carl-2');
    assert.equal(body.desktop.deletion_protection, true);
    assert.deepEqual(body.desktop.tags, [{ key: 'team', value: 'red' }]);
    await page.context().close();
  });

  it('says that there is no screen in the words of the service where the engine has none', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'dora-1' });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open the screen' }).click();
    await (await opened).getByText('simulated desktops have no screen').waitFor();
    await page.context().close();
  });

  it('says so where a desktop is gone', async () => {
    const page = await console_.open('/console/desktops/5ddfa880-0000-4000-8000-000000000000');
    const { credentials } = console_.service;
    await page.locator('input[name=account]').fill(credentials.domain_name);
    await page.locator('input[name=user]').fill(credentials.user_name);
    await page.locator('input[name=password]').fill(credentials.password);
    await page.keyboard.press('Enter');
    await page.getByText('There is no such desktop').waitFor();
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
