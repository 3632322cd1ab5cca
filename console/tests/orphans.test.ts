import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { plantInEngine } from '@deskplane/server/testing/plantItems.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('orphans in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole({ simulated: { delayMs: 5 } });
  });
  after(() => console_?.close());

  /** Puts the disk of a desktop that was deleted back into the engine. */
  async function leaveDiskBehind(): Promise<string> {
    const { service } = console_;
    const [id] = await createDesktops(service, {});
    await service.call('DELETE', `/desktops/${id}`);
    await showUntilGone(service, id);
    const { rows } = await service.database.pool.query<{
      provider_id: string;
      generation: string;
      single_use_name: string;
      key_id: string | null;
    }>(
      `select provider_id, generation, single_use_name, key_id from items where desktop_id = $1 and kind = 'volume'`,
      [id],
    );
    const [disk] = rows;
    assert.ok(disk !== undefined);
    const { provider_id, generation, single_use_name: name, key_id } = disk;
    await plantInEngine(
      service.database.database,
      { kind: 'volume', id: provider_id, generation, name },
      [],
      key_id,
    );
    return provider_id;
  }

  const isInEngine = async (id: string): Promise<boolean> => {
    const { rowCount } = await console_.service.database.pool.query(
      `select 1 from simulated_items where id = $1 and status <> 'deleting'`,
      [id],
    );
    return rowCount === 1;
  };

  it('says that engine and ledger agree, and offers nothing to reclaim', async () => {
    const page = await console_.openSignedIn('/console/orphans');
    await page.getByText('Engine and ledger agree').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Reclaim' }).isEnabled(), false);
    await page.context().close();
  });

  it('scans the engine when it is opened and when that is asked for, not when its window is looked at again', async () => {
    const page = await console_.openSignedIn('/console/help');
    let scans = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/orphan-scan')) scans += 1;
    });
    await page.getByRole('link', { name: 'Orphans', exact: true }).click();
    const again = page.getByRole('button', { name: 'Scan again' });
    await page.getByText('Engine and ledger agree').waitFor();
    assert.equal(scans, 1);
    // So that what was read is old.
    await page.clock.setFixedTime(Date.now() + 60_000);
    const session = page.waitForResponse((response) => response.url().endsWith('/console/api/session'));
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await session;
    const scanned = page.waitForResponse((response) => response.url().endsWith('/orphan-scan'));
    await again.click();
    await scanned;
    assert.equal(scans, 2);
    await page.context().close();
  });

  it('shows what was left behind with the reason, and reclaims it once the word is typed, and nothing else', async () => {
    const disk = await leaveDiskBehind();
    const foreign = await plantInEngine(console_.service.database.database, { name: 'somebody-elses' });
    const page = await console_.openSignedIn('/console/orphans');
    await page.getByText('It was seen gone, and is there again.').waitFor();
    await assertAccessible(page, 'orphans');
    await keepPicture(page, 'orphans');
    await page.getByRole('button', { name: 'Reclaim' }).click();
    const dialog = page.getByRole('dialog');
    const reclaim = dialog.getByRole('button', { name: 'Reclaim' });
    await dialog.getByText(disk).waitFor();
    await dialog.getByLabel('Type RECLAIM').fill('reclaim');
    assert.equal(await reclaim.isEnabled(), false);
    await dialog.getByLabel('Type RECLAIM').fill('RECLAIM');
    await assertAccessible(page, 'reclaiming');
    await keepPicture(page, 'orphans-reclaim');
    assert.ok(await isInEngine(disk));
    await reclaim.click();
    await page.getByText('What became of the items').waitFor();
    await waitUntil(async () => !(await isInEngine(disk)), 'the disk is gone');
    await page.getByText('Engine and ledger agree').waitFor();
    assert.ok(await isInEngine(foreign.id));
    await keepPicture(page, 'orphans-reclaimed');
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
