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

describe('the way to a screen', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole({
      engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => undefined } }),
    });
  });
  after(() => console_?.close());

  const putIn = async (id: string, operation: object, status: string): Promise<void> => {
    const body = { desktop_ids: [id], ...operation };
    assert.equal((await console_.service.call('POST', '/desktops/action', body)).status, 200);
    await waitUntil(
      async () => (await console_.service.call('GET', `/desktops/${id}`)).body.desktop.status === status,
      status,
    );
  };

  for (const [name, operation, status, button] of [
    ['off', { op_type: 'os-stop', type: 'SOFT' }, 'SHUTOFF', 'Start it'],
    ['hibernated', { op_type: 'os-hibernate' }, 'HIBERNATED', 'Wake it'],
  ] as const)
    it(`starts a desktop that is ${name}, waits, and goes to the screen`, async () => {
      const [id] = await createDesktops(console_.service, { desktop_name: `pc-${name}` });
      await putIn(id, operation, status);
      const page = await console_.openSignedIn(`/console/desktops/${id}/screen`);
      await page.getByText(`This desktop is ${name}`).waitFor();
      await assertAccessible(page, `the screen of a desktop that is ${name}`);
      await assertFits(page, 390, 'the way to a screen');
      await keepPicture(page, `screen-${name}`);
      await page.getByRole('button', { name: button }).click();
      await page.waitForURL(`${console_.service.endpoint}/screen/view`);
      await page.context().close();
    });

  it('opens from the table, in a window of its own where that is wanted', async () => {
    await createDesktops(console_.service, { desktop_name: 'pc-on' });
    const page = await console_.openSignedIn('/console/desktops');
    await page.locator('tr', { hasText: 'pc-on' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Where the screen is opened' }).click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('menuitem', { name: 'In a window of its own' }).click();
    await (await opened).waitForURL(/\/screen\/view/);
    await keepPicture(page, 'desktops-table');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(
      console_.troubles.filter((each) => !each.startsWith(`${console_.service.endpoint}/screen/`)),
      [],
    );
  });
});
