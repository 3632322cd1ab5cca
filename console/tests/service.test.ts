import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
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
    await page.context().close();
  });

  it('protects new desktops, also those that are ordered in the console, until it is told otherwise', async () => {
    const { service } = console_;
    const page = await console_.openSignedIn('/console/settings');
    await page.getByRole('button', { name: 'Protect them' }).click();
    await page.getByText('New desktops are protected against deletion.').waitFor();
    await page.getByText('Protected against deletion, unless their order says otherwise').waitFor();
    await assertAccessible(page, 'a service that protects new desktops');
    await page.goto(`${service.endpoint}/console/desktops/create`);
    await page.getByRole('button', { name: /Image, size, disks, tags/ }).click();
    await page.getByRole('checkbox', { name: 'Protect from deletion', checked: true }).waitFor();
    await page.locator('input[name=name]').fill('kept-01');
    await page.getByRole('button', { name: 'Create the desktop' }).click();
    const made = await waitUntil(
      async () => (await service.call('GET', '/desktops/detail?computer_name=kept-01')).body.desktops[0],
      'the desktop to be ordered',
    );
    assert.equal(made.deletion_protection, true);
    await page.goto(`${service.endpoint}/console/settings`);
    await page.getByRole('button', { name: 'Protect them no longer' }).click();
    await page.getByText('Not protected against deletion, unless their order says so').waitFor();
    const { function_configs: configs } = (await service.call('GET', '/tenant-configs')).body;
    assert.equal(configs[0].status, 'OFF');
    await page.context().close();
  });

  it('asks a second factor of the users and groups that are chosen, and then of everybody', async () => {
    const { service } = console_;
    for (const user_name of ['cara', 'dora'])
      assert.equal(
        (await service.call('POST', '/users', { user_name, user_email: `${user_name}@example.com` })).status,
        201,
      );
    assert.equal(
      (await service.call('POST', '/groups', { group_name: 'Blue team', platform_type: 'LOCAL' })).status,
      201,
    );
    const shown = async () =>
      (await service.call('GET', '/assist-auth-config/method-config')).body.otp_config_info;
    const page = await console_.openSignedIn('/console/settings');
    await page.getByRole('button', { name: 'Ask for it' }).click();
    const asking = page.getByRole('dialog', { name: 'Ask for a second factor at the desk' });
    await asking.getByLabel('Only these users and groups').check();
    assert.equal(await asking.getByRole('button', { name: 'Ask for it' }).isEnabled(), false);
    await asking.getByRole('button', { name: /Choose users/ }).click();
    await page.getByRole('option', { name: /cara/ }).click();
    await page.keyboard.press('Escape');
    await asking.getByRole('button', { name: /Choose user groups/ }).click();
    await page.getByRole('option', { name: /Blue team/ }).click();
    await page.keyboard.press('Escape');
    await assertAccessible(page, 'asking for a second factor');
    await keepPicture(page, 'second-factor-of-whom');
    await asking.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('A second factor is asked for at the desk.').waitFor();
    await page.getByText('Blue team (user group)').waitFor();
    await keepPicture(page, 'second-factor-of-some');
    const { enable, apply_objects: people } = await shown();
    assert.deepEqual(
      [
        enable,
        ...people.map(
          (each: { object_type: string; object_name: string }) => `${each.object_type} ${each.object_name}`,
        ),
      ],
      [true, 'USER cara', 'USER_GROUP Blue team'],
    );
    await page.getByRole('button', { name: 'Change of whom' }).click();
    const changing = page.getByRole('dialog', { name: 'Of whom a second factor is asked at the desk' });
    await changing.getByRole('button', { name: 'Leave out cara' }).click();
    await changing.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Of whom it is asked has been changed.').waitFor();
    assert.deepEqual(
      (await shown()).apply_objects.map((each: { object_name: string }) => each.object_name),
      ['Blue team'],
    );
    await page.getByRole('button', { name: 'Change of whom' }).click();
    await changing.getByLabel('Everybody').check();
    await changing.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Asked of everybody').waitFor();
    assert.deepEqual((await shown()).apply_objects, []);
    await page.getByRole('button', { name: 'Ask for it no longer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for it no longer' }).click();
    await page.getByText('Not asked for').waitFor();
    assert.equal((await shown()).enable, false);
    await page.context().close();
  });
});
