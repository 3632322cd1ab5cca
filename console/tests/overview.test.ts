import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError } from '@deskplane/server/engines/contract.js';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { hurry } from '@deskplane/server/testing/progressRows.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('the overview of the console', () => {
  let console_: ConsoleBrowser;
  let refuses = false;
  before(async () => {
    console_ = await openConsole({
      simulated: { delayMs: 5 },
      engine: (simulated) => ({
        ...simulated,
        remove: (ref, how) => {
          if (refuses) throw new EngineError('refused', 'the disk shelf is locked');
          return simulated.remove(ref, how);
        },
      }),
    });
  });
  after(() => console_?.close());

  it('is where the console starts, and says what to do where there is no desktop', async () => {
    const page = await console_.openSignedIn('/');
    await page.waitForURL('**/console/overview');
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    await page.getByText('Simulated: no desktop is real.').waitFor();
    await page.getByText('DESKPLANE_PUBLIC_URL is not set').waitFor();
    await page.getByText('SMTP_URL is not set').waitFor();
    await page.getByText('/desk?enterprise=').waitFor();
    await page.getByText('No deletion is stuck.').waitFor();
    await page.getByRole('img', { name: /0 done, 0 not done/ }).waitFor();
    await assertAccessible(page, 'the empty overview');
    await keepPicture(page, 'overview-empty');
    await page
      .getByRole('link', { name: 'Create a desktop' })
      .or(page.getByRole('button', { name: 'Create a desktop' }))
      .click();
    await page.waitForURL('**/console/desktops/create');
    await page.context().close();
  });

  it('counts desktops and deletions, and says what is stuck and why, with the way there', async () => {
    const { service } = console_;
    const [, gone, stuck] = await createDesktops(service, {
      desktops: ['anna-1', 'bert-1', 'cora-1'].map((computer_name) => ({ computer_name, user_name: 'anna' })),
    });
    assert.ok(gone !== undefined && stuck !== undefined);
    await service.call('DELETE', `/desktops/${gone}`);
    await showUntilGone(service, gone);
    refuses = true;
    await service.call('DELETE', `/desktops/${stuck}`);
    await waitUntil(async () => {
      await hurry(service.database.pool);
      return (await service.call('GET', `/deletions/${stuck}`)).body.state === 'failed';
    }, 'it is stuck');
    const page = await console_.openSignedIn('/console/overview');
    await page.getByText('A deletion is stuck').waitFor();
    await page.getByText(/Waits for the server: .*the disk shelf is locked/).waitFor();
    await page.getByRole('img', { name: /1 done, 1 not done/ }).waitFor();
    await page.getByRole('heading', { name: 'Desktops (2)' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'First steps' }).count(), 0);
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('table', { name: 'Deletions per day' }).waitFor();
    await assertAccessible(page, 'the overview with a deletion that is stuck');
    await page.setViewportSize({ width: 1280, height: 1500 });
    await keepPicture(page, 'overview-stuck');
    await page.getByRole('link', { name: 'cora-1' }).click();
    await page.waitForURL(`**/console/deletions/${stuck}`);
    await page.context().close();
  });

  it('says what does not work in the words of the service', async () => {
    const page = await console_.open('/console/overview');
    await page.route('**/readyz', (route) =>
      route.fulfill({
        json: {
          ready: true,
          database: { ready: true },
          engine: { name: 'local', ready: false, reason: 'the engine host does not answer' },
          log: { ready: true },
        },
      }),
    );
    const { credentials } = console_.service;
    await page.locator('input[name=account]').fill(credentials.domain_name);
    await page.locator('input[name=user]').fill(credentials.user_name);
    await page.locator('input[name=password]').fill(credentials.password);
    await page.keyboard.press('Enter');
    await page.getByText('the engine host does not answer').waitFor();
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
