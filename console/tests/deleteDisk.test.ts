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

describe('a data disk that is deleted in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('goes once the name of its desktop is typed, and the page of its deletion proves it', async () => {
    const [id] = await createDesktops(console_.service, {
      desktop_name: 'sheds',
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('tab', { name: 'Resources' }).click();
    // The system disk never goes without its desktop.
    await page.getByRole('button', { name: /^Delete the disk/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Delete the disk/ }).count(), 1);
    await page.getByRole('button', { name: 'Delete the disk /dev/vdb, 20 GB' }).click();
    const dialog = page.getByRole('dialog');
    const [{ id: disk }] = (await console_.service.call('GET', `/desktops/${id}`)).body.desktop.data_volumes;
    const going = dialog.getByRole('listitem').filter({ hasText: 'the disk /dev/vdb, 20 GB' });
    await going.getByText(disk, { exact: true }).waitFor();
    await dialog.getByText('The engine is simulated: nothing real is changed.').waitFor();
    // Nothing behind it can be reached, and assistive technology is told so.
    assert.equal(await dialog.getAttribute('aria-modal'), 'true');
    const button = dialog.getByRole('button', { name: 'Delete', exact: true });
    await dialog.getByLabel('To confirm, type sheds').fill('shed');
    assert.ok(await button.isDisabled());
    await dialog.getByLabel('To confirm, type sheds').fill('sheds');
    await assertAccessible(page, 'the dialog of a disk');
    await keepPicture(page, 'delete-disk');
    await assertFits(page, 390, 'the dialog of a disk');
    await page.setViewportSize({ width: 1280, height: 900 });
    await button.click();
    await page.getByRole('heading', { name: 'Deletion of a disk of sheds' }).waitFor();
    await waitUntil(async () => {
      const { desktop } = (await console_.service.call('GET', `/desktops/${id}`)).body;
      return desktop.data_volumes.length === 0;
    }, 'the disk to be gone');
    await page.getByText('The receipt is valid.').first().waitFor();
    await page.context().close();
  });
});
