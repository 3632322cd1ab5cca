import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { codeOf, stepAt, stepSeconds } from '@deskplane/server/desk/secondFactor/codes.js';
import { fromBase32 } from '@deskplane/server/testing/fromBase32.js';
import { encode } from 'uqr';
import { assertAccessible, assertFits, type ConsoleBrowser, keepPicture } from './consoleBrowser.js';
import { card, type DeskBrowser, heading, openDesk } from './deskBrowser.js';

describe('a second factor at the desk', () => {
  // The service's clock stands still, so that no code runs out while it is typed.
  const began = Date.now();
  let ahead = 0;
  const shown = (): number => began + ahead;
  let desk: ConsoleBrowser;
  let addUser: DeskBrowser['addUser'];
  let enter: DeskBrowser['enter'];
  before(async () => {
    ({ desk, addUser, enter } = await openDesk({ clock: () => new Date(shown()) }));
  });
  after(() => desk?.close());

  it('has him set up a device and give its code where a second factor is asked of him', async () => {
    const { name } = await addUser(1);
    const { users } = (await desk.service.call('GET', `/users?user_name=${name}`)).body;
    const factor = (enable: boolean) =>
      desk.service.call('PUT', '/assist-auth-config/method-config', {
        otp_config_info: { enable, apply_objects: [{ object_type: 'USER', object_id: users[0].id }] },
      });
    assert.equal((await factor(true)).status, 204);
    const page = await enter(name);
    await heading(page, 'Set up your device').waitFor();
    const link = page.getByRole('link', { name: 'Open the application on this device' });
    const secret = new URL((await link.getAttribute('href')) ?? '').searchParams.get('secret') ?? '';
    assert.match(secret, /^[A-Z2-7]{32}$/);
    const shownKey = await page.getByText(secret.match(/.{4}/g)?.join(' ') ?? '').count();
    assert.equal(shownKey, 1);
    const picture = page.getByRole('img', { name: /as a picture for the camera/ });
    const drawn = (await picture.locator('path').getAttribute('d')) ?? '';
    const read = (drawn.match(/M\d+ \d+/g) ?? []).map((module) => module.slice(1));
    const { data } = encode((await link.getAttribute('href')) ?? '', { ecc: 'M', border: 4 });
    assert.deepEqual(
      read,
      data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : []))),
    );
    const steps = page.getByRole('list').getByRole('listitem');
    assert.deepEqual(
      (await steps.allInnerTexts()).map((text) => text.split('\n')[0]?.split(/[.,] /)[0]),
      ['On your telephone', 'Add an account there', 'The application now shows six digits'],
    );
    await page.getByText('Keep the application').waitFor();
    await assertAccessible(page, 'desk-bind');
    for (const width of [390, 1280]) await assertFits(page, width, 'desk-bind');
    await keepPicture(page, 'desk-bind');
    const code = (): string => codeOf(fromBase32(secret), stepAt(shown()));
    await page.locator('input[name=code]').fill('12345x');
    assert.equal(await page.locator('input[name=code]').inputValue(), '12345');
    await page.locator('input[name=code]').fill(code());
    await page.keyboard.press('Enter');
    await card(page, `${name}-1`).getByText('Running').waitFor();
    await page.context().close();
    const later = await enter(name);
    await heading(later, 'Code of your device').waitFor();
    await later.locator('input[name=code]').fill(code());
    await later.keyboard.press('Enter');
    await later.getByText('You are not signed in yet').waitFor();
    await assertAccessible(later, 'desk-code');
    await keepPicture(later, 'desk-code');
    ahead += stepSeconds * 1_000;
    await later.locator('input[name=code]').fill(code());
    await later.keyboard.press('Enter');
    await card(later, `${name}-1`).getByText('Running').waitFor();
    await later.context().close();
    assert.equal((await factor(false)).status, 204);
  });
});
