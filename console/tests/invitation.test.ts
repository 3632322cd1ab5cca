import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

const chosen = 'Chosen-by-user-2';
let desk: ConsoleBrowser;
before(async () => {
  desk = await openConsole();
});
after(() => desk?.close());

let made = 0;
/** Somebody without a password, and the path of a link by which he chooses one, as its mail has it. */
async function invite(): Promise<{ readonly name: string; readonly link: string }> {
  const name = `guest-${(made += 1)}`;
  const user = { user_name: name, user_email: `${name}@example.com` };
  const { id } = (await desk.service.call('POST', '/users', user)).body;
  const token = randomBytes(32).toString('base64url');
  await desk.service.database.pool.query(
    `insert into desk_invitations (token_hash, user_id, project_id, mail_id, expires_at)
     values ($1, $2, $3, 'none', now() + interval '1 day')`,
    [createHash('sha256').update(token).digest(), id, desk.service.credentials.project_id],
  );
  const { enterprise_id } = (await desk.service.call('GET', '/workspaces')).body;
  return { name, link: `/desk/invitation?enterprise=${enterprise_id}#${token}` };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

async function choose(page: Page, password: string, again = password): Promise<void> {
  await page.locator('input[name=new]').fill(password);
  await page.locator('input[name=again]').fill(again);
  await page.keyboard.press('Enter');
}

describe('the page that the link of an invitation opens', () => {
  it('takes a password after whatever was wrong with it, by keyboard alone, and shows the desktops', async () => {
    const { name, link } = await invite();
    const page = await desk.open(link);
    await page.getByText(`You are choosing the password of ${name}.`, { exact: false }).waitFor();
    await page.locator('input[name=new]:focus').waitFor();
    assert.equal(await page.title(), 'Choose your password – Deskplane');
    await choose(page, 'short', 'shorter');
    await page.getByText('The two are not the same.').waitFor();
    await choose(page, 'short');
    await page.getByText('Your password was not saved').waitFor();
    await keepPicture(page, 'invitation-refused');
    await page.reload();
    await choose(page, chosen);
    await heading(page, 'Your desktops').waitFor();
    assert.equal(new URL(page.url()).pathname, '/desk');
    assert.equal(new URL(page.url()).hash, '');
    await page.goto(desk.service.endpoint + link);
    await page.getByText('This link no longer works').waitFor();
    await page.context().close();
  });

  it('leaves nothing of the token in the address bar; loaded anew or opened again it still works', async () => {
    const { name, link } = await invite();
    const { name: other, link: otherLink } = await invite();
    const [bare, token] = link.split('#');
    const whose = (user: string) =>
      page.getByText(`You are choosing the password of ${user}.`, { exact: false }).waitFor();
    const page = await desk.open(link);
    for (const again of [() => page.reload(), () => page.goto(desk.service.endpoint + link)]) {
      await whose(name);
      assert.equal(page.url(), desk.service.endpoint + bare);
      await again();
    }
    await page.evaluate((hash) => (location.hash = hash), otherLink.split('#')[1] ?? '');
    await whose(other);
    assert.equal(page.url(), desk.service.endpoint + bare);
    await page.goto(desk.service.endpoint + link);
    await whose(name);
    await choose(page, chosen);
    await heading(page, 'Your desktops').waitFor();
    const left = await page.evaluate(() => JSON.stringify([history.state, location.href]));
    assert.ok(token !== undefined && !left.includes(token), left);
    await page.context().close();
  });

  it('sends the token in no address', async () => {
    const { link } = await invite();
    const token = link.slice(link.indexOf('#') + 1);
    const page = await desk.open('/desk');
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
    await page.goto(desk.service.endpoint + link);
    await choose(page, chosen);
    await heading(page, 'Your desktops').waitFor();
    assert.ok(addresses.some((address) => address.includes('/desk/api/invitations/accept')));
    const sent = addresses.filter((address) => address.replace(/#\S*/, '').includes(token));
    assert.deepEqual(sent, []);
    await page.context().close();
  });

  for (const language of ['en', 'zh-CN'] as const)
    for (const mode of ['light', 'dark'] as const)
      it(`has no barriers in ${language}, ${mode}, from 390 to 2560 pixels`, async () => {
        const { link } = await invite();
        const page = await desk.open(link, { language, mode });
        const look = async (what: string) => {
          await page.locator('h1').waitFor();
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          await assertAccessible(page, what);
          for (const width of [2560, 390, 1280]) {
            await assertFits(page, width, what);
            await keepPicture(page, `invitation-${what}-${language}-${mode}-${width}`);
          }
        };
        await page.locator('input[name=new]').waitFor();
        await look('choose');
        await desk.service.database.pool.query('delete from desk_invitations');
        await page.reload();
        await page.getByRole('alert').or(page.locator('[class*=awsui_alert]').first()).first().waitFor();
        await look('over');
        await page.context().close();
      });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(desk.troubles, []);
  });
});
