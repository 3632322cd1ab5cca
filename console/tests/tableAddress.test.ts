import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

let console_: ConsoleBrowser;
before(async () => {
  console_ = await openConsole();
  const desktops = ['red-1', 'red-2', 'blue-1'].map((computer_name) => ({
    computer_name,
    user_name: `u-${computer_name}`,
  }));
  await createDesktops(console_.service, { desktops });
});
after(() => console_?.close());

describe('the table of desktops', () => {
  it('is found again as it was searched, coming back and loaded anew', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    await page.getByRole('link', { name: 'blue-1' }).waitFor();
    const search = page.getByPlaceholder('Find desktops');
    await search.fill('red');
    await page.keyboard.press('Enter');
    const isSearched = async (): Promise<boolean> =>
      (await page.getByRole('link', { name: 'blue-1' }).count()) === 0;
    await waitUntil(isSearched, 'the table to be searched');
    await page.getByRole('link', { name: 'red-2' }).click();
    await page.getByRole('heading', { level: 1, name: 'red-2' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'red-1' }).waitFor();
    assert.ok(await isSearched());
    await page.reload();
    await page.getByRole('link', { name: 'red-1' }).waitFor();
    assert.ok(await isSearched());
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByRole('link', { name: 'blue-1' }).waitFor();
    assert.equal(new URL(page.url()).search, '');
    await page.context().close();
  });

  it('takes no harm from an address that somebody made up', async () => {
    const made = encodeURIComponent(
      '{"tokens":[{"propertyKey":"__proto__","operator":":","value":"x"},7,null]}',
    );
    const page = await console_.openSignedIn(`/console/desktops?filter=${made}&page=-3`);
    await page.getByRole('link', { name: 'blue-1' }).waitFor();
    await page.context().close();
  });
});

describe('a page about something that is not there', () => {
  it('has a heading', async () => {
    const page = await console_.openSignedIn('/console/help');
    const id = randomUUID();
    const paths = [
      `/console/desktops/${id}`,
      `/console/users/${id}`,
      `/console/deletions/${id}`,
      `/console/persons/${id}`,
      '/console/deletions/plan',
      ...['users', 'groups', 'policies', 'roles'].map(
        (each) => `/console/access/${each}/${id.replaceAll('-', '')}`,
      ),
    ];
    for (const path of paths) {
      await page.goto(console_.service.endpoint + path);
      await page.locator('#content h1').first().waitFor();
      const headings = await page.locator('h1').allTextContents();
      assert.equal(headings.length, 1, `${path}: ${headings.join()}`);
      assert.ok(!headings.includes('Delete 0 desktops'));
    }
    assert.deepEqual(console_.troubles, []);
    await page.context().close();
  });
});

describe('a list from a file', () => {
  it('that is far too large is refused unread, and the reason stays when the empty list is checked', async () => {
    const page = await console_.openSignedIn('/console/desktops/create-many');
    const buffer = Buffer.from(`computer_name\n${'x,'.repeat(3 * 1024 * 1024)}`);
    await page.locator('input[type=file]').setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer });
    const reason = page.getByText('The file has 7 MB; a list has 4 MB at most, so this is another file.');
    await reason.waitFor();
    await page.getByRole('button', { name: 'Check the list' }).click();
    await reason.waitFor();
    await keepPicture(page, 'list-too-large');
    assert.equal(await page.getByText('The list is empty.').count(), 0);
    await page.context().close();
  });
});
