import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('snapshots in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('are made of the disks of a desktop, and deleted as planned, which the page of the deletion proves', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'frozen' });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByRole('button', { name: 'Create snapshots' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('before the update');
    await assertAccessible(page, 'the dialog of new snapshots');
    await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('button', { name: 'Delete the snapshot before the update' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/its key [0-9a-f]{32} is kept/).waitFor();
    await assertAccessible(page, 'the dialog of a snapshot');
    await keepPicture(page, 'delete-snapshot');
    await assertFits(page, 390, 'the dialog of a snapshot');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { name: 'Deletion of a snapshot of frozen' }).waitFor();
    await page.getByText('The receipt is valid.').first().waitFor();
    const left = await waitUntil(async () => {
      const { body } = await console_.service.call('GET', `/snapshots?desktop_id=${id}`);
      return body.total_count === 0 && body;
    }, 'the snapshot to be gone');
    assert.deepEqual(left.desktop_snapshots, []);
    await page.context().close();
  });
});
