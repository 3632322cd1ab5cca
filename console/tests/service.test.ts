import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('the service of the project in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('is locked with a reason, unlocked, closed once nothing is left, and opened again', async () => {
    const { service } = console_;
    const made = await service.call('POST', '/users', { user_name: 'ann', user_email: 'ann@example.com' });
    assert.equal(made.status, 201, made.text);
    const { enterprise_id } = (await service.call('GET', '/workspaces')).body;
    const page = await console_.openSignedIn('/console/settings');
    await page.getByRole('button', { name: 'Lock service' }).click();
    const lock = page.getByRole('dialog', { name: 'Lock the service' });
    await lock.locator('input[name=lock_reason]').fill('moved away');
    await assertAccessible(page, 'locking the service');
    await lock.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByText('Locked: moved away').waitFor();
    await keepPicture(page, 'service-locked');
    await page.getByRole('button', { name: 'Unlock service' }).click();
    await page.getByText('The service is unlocked.').waitFor();

    await page.getByRole('button', { name: 'Close service' }).click();
    const close = page.getByRole('dialog', { name: 'Close the service' });
    await close.getByRole('textbox').fill(enterprise_id);
    await close.getByRole('button', { name: 'Close service' }).click();
    await close.getByText('1 desktop users').waitFor();
    await assertAccessible(page, 'closing the service');
    assert.equal((await service.call('DELETE', `/users/${made.body.id}`)).status, 204);
    await close.getByRole('button', { name: 'Close service' }).click();
    await page.getByText('The service is closed.').waitFor();
    await page.getByText('Not open', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Open service' }).click();
    await page.getByText('The service is open.').waitFor();
    assert.equal((await service.call('GET', '/workspaces')).body.status, 'SUBSCRIBED');
    await assertFits(page, 390, 'the service');
  });
});
