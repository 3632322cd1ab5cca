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

describe('the disks of a desktop in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('become more, and larger, and only by a size that a disk can have', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'stores' });
    const sizes = async (): Promise<number[]> => {
      const { desktop } = (await console_.service.call('GET', `/desktops/${id}`)).body;
      return desktop.data_volumes.map(({ size }: { size: number }) => size);
    };
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByRole('button', { name: 'Add a disk' }).click();
    const dialog = page.getByRole('dialog');
    const add = dialog.getByRole('button', { name: 'Add', exact: true });
    await dialog.getByLabel('Size in GB').fill('25');
    assert.ok(await add.isDisabled());
    await dialog.getByLabel('Size in GB').fill('30');
    await assertAccessible(page, 'the dialog of a new disk');
    await keepPicture(page, 'add-disk');
    await assertFits(page, 390, 'the dialog of a new disk');
    await page.setViewportSize({ width: 1280, height: 900 });
    await add.click();
    await waitUntil(async () => (await sizes()).join() === '30', 'the disk');
    await page.getByRole('button', { name: 'Expand the disk /dev/vdb, 30 GB' }).click();
    const expand = dialog.getByRole('button', { name: 'Expand', exact: true });
    for (const size of ['30', '20', '45']) {
      await dialog.getByLabel('New size in GB').fill(size);
      assert.ok(await expand.isDisabled(), size);
    }
    await dialog.getByLabel('New size in GB').fill('60');
    await assertAccessible(page, 'the dialog of a disk that grows');
    await keepPicture(page, 'expand-disk');
    await expand.click();
    await waitUntil(async () => (await sizes()).join() === '60', 'the growth');
    await page.getByRole('button', { name: 'Expand the disk /dev/vdb, 60 GB' }).waitFor();
    await page.context().close();
  });
});
