import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { rebuildCallsOf } from '@deskplane/server/testing/rebuildCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('a desktop that gets a new system disk in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  const show = async (id: string) => (await console_.service.call('GET', `/desktops/${id}`)).body.desktop;
  const calls = rebuildCallsOf(() => console_.service);

  async function visit(id: string) {
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    const open = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      await page.getByRole('menuitem', { name: 'New system disk' }).click();
    };
    return { page, dialog: page.getByRole('dialog'), open };
  }

  async function choose(id: string) {
    const { page, dialog, open } = await visit(id);
    await open();
    const pick = async (image: RegExp): Promise<void> => {
      await dialog.getByRole('button', { name: /^Image/ }).click();
      await page.getByRole('option', { name: image }).click();
    };
    return { page, dialog, pick, button: dialog.getByRole('button', { name: 'Replace the system disk' }) };
  }

  it('S15: has it once an image is chosen and its name is typed; its jobs lead to the receipt of the former', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'anew-1' });
    const before_ = (await show(id)).root_volume.id;
    const { page, dialog, pick, button } = await choose(id);
    const plans: number[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/rebuild-plan')) plans.push(answer.status());
    });
    await dialog.getByText('Choose an image').waitFor();
    assert.ok(await button.isDisabled(), 'nothing was planned yet');
    assert.equal(await dialog.getByLabel(/anew-1/).count(), 0, 'nothing is to be typed yet');
    assert.equal(await dialog.getByText('This cannot be undone').count(), 0);
    await pick(/Simulated Linux/);
    await dialog.getByText('its system disk of 80 GB').waitFor();
    await dialog.getByText(before_, { exact: true }).waitFor();
    await dialog.getByText('The engine is simulated: nothing real is changed.').waitFor();
    await dialog.getByText(/^Everything on the system disk is lost\. Data disks/).waitFor();
    await dialog.getByText('anew-1 is shut down for it, and started again.').waitFor();
    await assertAccessible(page, 'the dialog of a new system disk');
    await keepPicture(page, 'rebuild-desktop');
    await assertFits(page, 390, 'the dialog of a new system disk');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByLabel(/anew-1/).fill('anew');
    assert.ok(await button.isDisabled());
    await dialog.getByLabel(/anew-1/).fill('anew-1');
    const [snapshot = ''] = await calls.snapshot(id, 'SYSTEM_DISK');
    await button.click();
    await dialog.getByText('The plan of the rebuild has changed').waitFor();
    await dialog.getByText(/its snapshot anew-1-vda/).waitFor();
    await dialog.getByText(snapshot, { exact: true }).waitFor();
    await dialog.getByText(/^Everything on the system disk is lost, with its snapshots\./).waitFor();
    assert.equal((await show(id)).root_volume.id, before_);
    await button.click();
    await page.getByText('anew-1 gets a new system disk.').waitFor();
    // One for the image, one for the plan that has changed; none once there is nothing to plan.
    assert.deepEqual(plans, [200, 200]);
    await waitUntil(async () => {
      const { root_volume, task_status } = await show(id);
      return task_status === '' && root_volume.id !== before_;
    }, 'the new system disk');
    await page.getByRole('tab', { name: 'Jobs' }).click();
    await page.getByRole('link', { name: 'Deletion of the former disk' }).click();
    await page.getByRole('heading', { name: 'Deletion of a disk of anew-1' }).waitFor();
    await page.getByText('The receipt is valid.').first().waitFor();
    const { pathname } = new URL(page.url());
    await page.goto(`${console_.service.endpoint}/console/jobs`);
    const job = page.getByRole('row').filter({ hasText: 'New system disk' });
    const link = job.getByRole('link', { name: 'Deletion of the former disk' });
    assert.equal(await link.getAttribute('href'), pathname);
    await page.context().close();
  });

  it('S14: is refused in the words of the service where it is protected, and keeps its disk', async () => {
    const [id] = await createDesktops(console_.service, {
      desktop_name: 'anew-2',
      deletion_protection: true,
    });
    const before_ = (await show(id)).root_volume.id;
    const { page, dialog, pick, button } = await choose(id);
    await pick(/Simulated Linux/);
    await dialog.getByText('It cannot be replaced').waitFor();
    assert.equal(await dialog.getByLabel(/anew-2/).count(), 0);
    assert.ok(await button.isDisabled());
    await assertAccessible(page, 'a system disk that cannot be replaced');
    assert.equal((await show(id)).root_volume.id, before_);
    await page.context().close();
  });

  it('is planned at once where there is only one image', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'anew-3' });
    const { page, dialog, open } = await visit(id);
    await page.route('**/images?*', async (route) => {
      const response = await route.fetch();
      const { images, ...rest } = await response.json();
      await route.fulfill({ response, json: { ...rest, images: images.slice(0, 1), total_count: 1 } });
    });
    await open();
    await dialog.getByText('its system disk of 80 GB').waitFor();
    await dialog.getByLabel(/anew-3/).waitFor();
    await page.context().close();
  });
});
