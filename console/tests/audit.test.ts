import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { verifyAuditExport } from '@deskplane/verify/verifyAuditExport.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('audit events in the console', () => {
  let console_: ConsoleBrowser;
  let desktop: string;
  before(async () => {
    console_ = await openConsole({ simulated: { delayMs: 5 } });
    [desktop] = await createDesktops(console_.service, {});
    for (let round = 0; round < 60; round += 1)
      await console_.service.call('PUT', `/desktops/${desktop}`, { desktop: { deletion_protection: true } });
  });
  after(() => console_?.close());

  it('goes from page to page, the newest first, and back', async () => {
    const page = await console_.openSignedIn('/console/audit');
    const rows = page.locator('tbody tr');
    await page.getByRole('button', { name: 'updateDesktop' }).first().waitFor();
    assert.equal(await rows.count(), 50);
    assert.equal(await page.getByRole('button', { name: 'Newer events' }).isEnabled(), false);
    await page.getByRole('button', { name: 'Older events' }).click();
    await page.getByText('Page 2').waitFor();
    await page.getByRole('button', { name: 'createDesktop', exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Older events' }).isEnabled(), false);
    await page.getByRole('button', { name: 'Newer events' }).click();
    await page.getByText('Page 1').waitFor();
    await assertAccessible(page, 'the list of audit events');
    await keepPicture(page, 'audit');
    await page.context().close();
  });

  it('finds events by what they are and on what, and shows all of one', async () => {
    const page = await console_.openSignedIn('/console/audit');
    await page.getByLabel('Event', { exact: true }).fill('createDesktop');
    await page.keyboard.press('Enter');
    const event = page.getByRole('button', { name: 'createDesktop', exact: true });
    await page.getByRole('button', { name: 'updateDesktop' }).first().waitFor({ state: 'detached' });
    await event.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"outcome"').waitFor();
    await dialog.getByText(console_.service.credentials.user_name, { exact: true }).waitFor();
    await assertAccessible(page, 'an audit event');
    await keepPicture(page, 'audit-event');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByLabel('Event', { exact: true }).fill('deleteDesktop');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('No audit events').waitFor();
    await page.context().close();
  });

  it('exports the file that the command verifies', async () => {
    const page = await console_.openSignedIn('/console/audit');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^audit-\d{4}-\d\d-\d\d\.jsonl$/);
    const verdict = verifyAuditExport(await readFile(await download.path()));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.ok(verdict.events >= 61, `${verdict.events} events`);
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
