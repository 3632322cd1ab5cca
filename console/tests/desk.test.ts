import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type FakeScreen, startFakeScreen } from '@deskplane/server/testing/fakeScreen.js';
import { makeTemporaryDirectory } from '@deskplane/server/testing/temporaryDirectory.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, assertFits, type ConsoleBrowser, keepPicture, signIn } from './consoleBrowser.js';
import { card, type DeskBrowser, fillIn, heading, openDesk, own } from './deskBrowser.js';

const given = 'Given-by-admin-1';
let desk: ConsoleBrowser;
let enterprise: string;
let addUser: DeskBrowser['addUser'];
let enter: DeskBrowser['enter'];

async function start(options?: Parameters<typeof openDesk>[0]): Promise<void> {
  ({ desk, enterprise, addUser, enter } = await openDesk(options));
}

describe('the page of those who work on desktops', () => {
  before(() => start());
  after(() => desk?.close());

  it('knows the enterprise ID from the link, says that a password is wrong, and lets in after it', async () => {
    const { name } = await addUser(0);
    const page = await desk.open(`/desk?enterprise=${enterprise}`);
    await page.locator('input[name=user]:focus').waitFor();
    assert.equal(await page.locator('input[name=enterprise]').inputValue(), enterprise);
    assert.equal(await page.title(), 'Sign in to your desktop – Deskplane');
    await fillIn(page, name, 'Not-The-Password-1');
    await page.getByText('You were not signed in').waitFor();
    await page.getByText(/signing in is refused for a while/).waitFor();
    await keepPicture(page, 'desk-refused');
    await fillIn(page, name);
    await heading(page, 'You have no desktop yet').waitFor();
    await keepPicture(page, 'desk-empty');
    await page.goto(`${desk.service.endpoint}/desk`);
    await page.getByRole('button', { name }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to your desktop').waitFor();
    await page.goto(`${desk.service.endpoint}/desk`);
    assert.equal(await page.locator('input[name=enterprise]').inputValue(), enterprise);
    await page.context().close();
  });

  it('has him choose a password of his own first where the administrator wants that', async () => {
    const { name } = await addUser(0, { password: given, next_login_change_password: true });
    const page = await desk.open(`/desk?enterprise=${enterprise}`);
    await fillIn(page, name, given);
    await heading(page, 'Choose your password').waitFor();
    await page.locator('input[name=original]').fill(given);
    await page.locator('input[name=new]').fill('short');
    await page.locator('input[name=again]').fill('shorter');
    await page.getByText('The two are not the same.').waitFor();
    await page.locator('input[name=again]').fill('short');
    await page.keyboard.press('Enter');
    await page.getByText('Your password was not changed').waitFor();
    await keepPicture(page, 'desk-password-refused');
    for (const field of ['new', 'again']) await page.locator(`input[name=${field}]`).fill(own);
    await page.keyboard.press('Enter');
    await heading(page, 'Your desktops').waitFor();
    await page.getByText('Your password has been changed.').waitFor();
    await page.context().close();
  });

  it('lets him change his password later, or leave it', async () => {
    const { name } = await addUser(0);
    const page = await enter(name);
    const change = async () => {
      await page.getByRole('button', { name }).click();
      await page.getByRole('menuitem', { name: 'Change password' }).click();
    };
    await change();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await heading(page, 'Your desktops').waitFor();
    await change();
    await page.locator('input[name=original]').fill(own);
    for (const field of ['new', 'again']) await page.locator(`input[name=${field}]`).fill('Another-one-3');
    await page.keyboard.press('Enter');
    await page.getByText('Your password has been changed.').waitFor();
    await page.context().close();
  });

  it('shows his desktops and no others, stops one only once he said so, and starts it', async () => {
    const { name } = await addUser(2);
    const other = await addUser(1);
    const page = await enter(name);
    const first = card(page, `${name}-1`);
    await first.getByText('Running').waitFor();
    assert.equal(await page.getByRole('listitem').filter({ hasText: 'worker' }).count(), 2);
    await keepPicture(page, 'desk-cards');
    await first.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(`Stop ${name}-1?`).waitFor();
    await keepPicture(page, 'desk-stop');
    await first.getByRole('button', { name: 'Cancel' }).click();
    await first.getByRole('button', { name: 'Stop' }).click();
    await first.getByRole('button', { name: 'Stop' }).click();
    await first.getByText('Off', { exact: true }).waitFor();
    await first.getByRole('button', { name: 'Start' }).click();
    await first.getByText('Running').waitFor();
    await first.getByRole('button', { name: 'Restart' }).click();
    await first.getByRole('button', { name: 'Restart' }).click();
    await first.getByText('Running').waitFor();
    await page.goto(`${desk.service.endpoint}/desk/open/${other.desktops[0]}`);
    await page.getByText('There is no such desktop of yours').waitFor();
    assert.equal(await page.getByText(`${other.name}-1`).count(), 0);
    await keepPicture(page, 'desk-not-yours');
    await page.context().close();
  });

  it('says in words that a simulated desktop has no screen', async () => {
    const { name } = await addUser(1);
    const page = await enter(name);
    const popup = page.waitForEvent('popup');
    await page.getByRole('link', { name: `Open ${name}-1 in a new tab` }).click();
    const tab = await popup;
    await tab.getByText('Your desktop could not be opened').waitFor();
    await tab.getByText(/simulated desktops have no screen/).waitFor();
    await keepPicture(tab, 'desk-no-screen');
    await page.context().close();
  });

  it('asks for nothing but the desk, and neither session counts for the other', async () => {
    const { name } = await addUser(0);
    const asked: string[] = [];
    const page = await desk.open(`/desk?enterprise=${enterprise}`);
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await fillIn(page, name);
    await heading(page, 'Your desktops').waitFor();
    assert.deepEqual(
      asked.filter((path) => !/^\/desk(\/|$)|^\/console\/assets\//.test(path)),
      [],
    );
    await page.goto(`${desk.service.endpoint}/console/desktops`);
    await heading(page, 'Sign in to Deskplane').waitFor();
    await page.context().close();
    const administrator = await desk.open('/console/desktops');
    await signIn(administrator, desk.service);
    await administrator.goto(`${desk.service.endpoint}/desk`);
    await heading(administrator, 'Sign in to your desktop').waitFor();
    await administrator.context().close();
  });

  it('asks to sign in again once the session ended, and shows the desktops after it', async () => {
    const { name } = await addUser(1);
    const page = await enter(name);
    await card(page, `${name}-1`).getByText('Running').waitFor();
    await desk.service.database.pool.query('delete from desk_sessions');
    await card(page, `${name}-1`).getByRole('button', { name: 'Stop' }).click();
    await card(page, `${name}-1`).getByRole('button', { name: 'Stop' }).click();
    await heading(page, 'Sign in to your desktop').waitFor();
    await fillIn(page, name);
    await card(page, `${name}-1`).getByText('Running').waitFor();
    await page.context().close();
  });

  for (const language of ['en', 'zh-CN'] as const)
    for (const mode of ['light', 'dark'] as const)
      it(`has no barriers in ${language}, ${mode}, from 390 to 2560 pixels`, async () => {
        const { name, desktops } = await addUser(2, { next_login_change_password: true });
        const page = await desk.open(`/desk?enterprise=${enterprise}`, { language, mode });
        const look = async (what: string) => {
          await page.locator('h1').waitFor();
          await waitUntil(
            async () => (await page.locator('[class*=awsui_spinner]').count()) === 0,
            'it is loaded',
          );
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          await assertAccessible(page, what);
          for (const width of [2560, 390, 1280]) {
            await assertFits(page, width, what);
            await keepPicture(page, `desk-${what}-${language}-${mode}-${width}`);
          }
        };
        await look('sign-in');
        await fillIn(page, name);
        await page.locator('input[name=original]').fill(own);
        await look('password');
        for (const field of ['new', 'again']) await page.locator(`input[name=${field}]`).fill(`${own}x`);
        await page.keyboard.press('Enter');
        await card(page, `${name}-2`).waitFor();
        await look('desktops');
        await page.goto(`${desk.service.endpoint}/desk/open/${desktops[0]}`);
        await page.getByRole('alert').waitFor();
        await look('open');
        await page.context().close();
      });

  it('asks no other host for anything, and nothing fails', () => {
    // The one failure that is shown above: a simulated desktop has no screen.
    assert.deepEqual(
      desk.troubles.filter((trouble) => !/status of 501/.test(trouble)),
      [],
    );
  });
});

describe('opening a desktop', () => {
  let screen: FakeScreen;
  let directory: { readonly path: string; remove(): Promise<void> };
  before(async () => {
    directory = await makeTemporaryDirectory();
    screen = await startFakeScreen(directory.path);
    await start({
      engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => screen.path } }),
    });
  });
  after(async () => {
    await desk?.close();
    await screen?.close();
    await directory?.remove();
  });

  it('starts it first where it is off, and shows its screen in a tab of its own', async () => {
    const { name } = await addUser(1);
    const page = await enter(name);
    const only = card(page, `${name}-1`);
    await only.getByRole('button', { name: 'Stop' }).click();
    await only.getByRole('button', { name: 'Stop' }).click();
    await only.getByText('Off', { exact: true }).waitFor();
    const popup = page.waitForEvent('popup');
    await only.getByRole('link', { name: `Open ${name}-1 in a new tab` }).click();
    const tab = await popup;
    await tab.waitForURL('**/screen/view**');
    await page.bringToFront();
    await only.getByText('Running').waitFor();
    assert.equal(new URL(page.url()).pathname, '/desk');
    await page.context().close();
  });
});
