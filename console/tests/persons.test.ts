import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyPersonReport } from '@deskplane/verify/verifyPersonReport.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('a person in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
    const { service } = console_;
    const order = (computer_name: string, user_name: string) => ({
      desktops: [{ computer_name, user_name, user_email: `${user_name}@example.org` }],
    });
    const [gone] = await createDesktops(service, order('olga-1', 'olga'));
    await createDesktops(service, order('paul-1', 'paul'));
    await service.call('DELETE', `/desktops/${gone}?delete_users=true`);
    await showUntilGone(service, gone);
    await waitUntil(async () => {
      const { receipt } = (await service.call('GET', `/deletions/${gone}`)).body;
      return receipt !== null && receipt !== undefined && receipt.addenda.length > 0;
    }, 'the receipt with the addendum of the mail');
  });
  after(() => console_?.close());

  it('is found though deleted, with a receipt that is verified here and a signed report to take away', async () => {
    const page = await console_.openSignedIn('/console/users');
    await page.getByRole('link', { name: 'People, past and present' }).click();
    await page.getByPlaceholder('Find by name, mail address or ID').fill('OLG');
    await page.getByText('1 match', { exact: true }).first().waitFor();
    await assertAccessible(page, 'the list of people');
    await keepPicture(page, 'persons');
    await page.getByRole('link', { name: 'olga', exact: true }).click();
    await page.getByRole('link', { name: 'olga-1' }).waitFor();
    await page.getByText('Verified', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Make a signed report' }).click();
    await page.getByText('verified in this browser, with 1 receipt.').waitFor();
    await assertAccessible(page, 'about a person');
    await keepPicture(page, 'person');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the signed file' }).click(),
    ]);
    const verdict = verifyPersonReport(await readFile(await download.path()));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.report.userName, 'olga');
    const [text] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as text' }).click(),
    ]);
    const lines = await readFile(await text.path(), 'utf8');
    assert.match(lines, /^About olga$/m);
    assert.match(lines, /olga-1/);
    assert.ok(!lines.includes('paul'));
    await page.context().close();
  });

  it('who exists is not offered for erasure, and is told so', async () => {
    const { body } = await console_.service.call('GET', '/users?user_name=paul');
    const page = await console_.openSignedIn(`/console/persons/${body.users[0].id}`);
    await page.getByRole('link', { name: 'paul-1' }).waitFor();
    const erase = page.getByRole('button', { name: 'Erase', exact: true });
    await waitUntil(async () => (await erase.getAttribute('aria-disabled')) === 'true', 'no offer');
    await page.context().close();
  });

  it('is erased once the name is typed, once however often it is clicked, and leaves no name', async () => {
    const { body } = await console_.service.call('GET', '/persons?search=olga');
    const { user_id: id } = body.persons[0];
    const page = await console_.openSignedIn(`/console/persons/${id}`);
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    const erase = page.getByRole('button', { name: 'Erase this person' });
    await page.getByText('Goes for good').waitFor();
    assert.equal(await erase.isEnabled(), false);
    await page.getByLabel('Type olga').fill('olga');
    await assertAccessible(page, 'the dialog to erase somebody');
    await keepPicture(page, 'person-erase');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/erasures')) asked.push(request.method());
    });
    await erase.dblclick();
    await page.getByText('This person was erased').waitFor();
    assert.deepEqual(asked, ['POST']);
    const { text } = await console_.service.call('GET', `/persons/${id}`);
    assert.ok(!text.includes('olga'));
    await keepPicture(page, 'person-erased');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
