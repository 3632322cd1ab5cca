import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  assertFits,
  assertWordsWhole,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('deletions in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  const make = (...names: string[]) =>
    createDesktops(console_.service, {
      desktops: names.map((computer_name) => ({ computer_name, user_name: `${computer_name}-user` })),
    });
  const planOf = (...ids: string[]) => `/console/deletions/plan?desktops=${ids.join(',')}`;
  const button = (page: Page) => page.getByRole('button', { name: /^Delete (this desktop|\d+ desktops)$/ });
  const stateOf = async (id: string) => (await console_.service.call('GET', `/deletions/${id}`)).body.state;
  const isThere = async (id: string) =>
    (await console_.service.call('GET', `/desktops/${id}`)).status === 200;

  it('shows what goes, deletes once the name is typed, follows it to its end, and verifies the receipt by itself', async () => {
    const [id] = await make('anna-1');
    const page = await console_.openSignedIn('/console/desktops');
    await page.getByRole('link', { name: 'anna-1', exact: true }).click();
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    // As the API has it where nothing is said: a mail, if there is an address.
    await page.getByText('No: no address').waitFor();
    await page.getByText('Delete users, too').click();
    await page.getByRole('cell', { name: 'Is deleted' }).nth(3).waitFor();
    assert.equal(await button(page).isEnabled(), false);
    await page.getByLabel('Type anna-1').fill('anna-2');
    assert.equal(await button(page).isEnabled(), false);
    await page.getByLabel('Type anna-1').fill('anna-1');
    await assertAccessible(page, 'the plan');
    await keepPicture(page, 'deletion-plan');
    await button(page).click();
    await page.waitForURL(`**/console/deletions/${id}`);
    await page.getByText('The receipt is valid.').waitFor();
    await page.getByRole('heading', { name: 'Deletion of anna-1' }).waitFor();
    await page.getByText(console_.service.credentials.user_name, { exact: true }).last().waitFor();
    await page.getByRole('rowheader', { name: /^Server anna-1/ }).waitFor();
    await page.getByRole('rowheader', { name: /^Disk 80 GB/ }).waitFor();
    await page.getByRole('rowheader', { name: /^Port 100\.64\./ }).waitFor();
    await assertAccessible(page, 'the deletion');
    await keepPicture(page, 'deletion-done');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const verdict = verifyReceipt(await readFile(await download.path()));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.receipt.desktopId, id);
    assert.equal(verdict.receipt.users[0]?.outcome, 'deleted');
    await page.context().close();
  });

  it('says why in the language of the page, also when that is changed, in the plan and in the deletion', async () => {
    const [id] = await make('words-1');
    const page = await console_.openSignedIn(planOf(id));
    await page
      .getByRole('cell', { name: /^It was made for this desktop\. Its key \w+ is destroyed\.$/ })
      .waitFor();
    await page.getByRole('cell', { name: 'Deletion of users was not asked for.' }).waitFor();
    await page.getByRole('button', { name: /^Language/ }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await page.getByRole('cell', { name: /^它是为该桌面创建的。其密钥 \w+ 将被销毁。$/ }).waitFor();
    await page.getByRole('cell', { name: '未要求删除用户。' }).waitFor();
    await keepPicture(page, 'deletion-plan-in-chinese');
    await console_.service.call('DELETE', `/desktops/${id}`);
    await page.goto(`${console_.service.endpoint}/console/deletions/${id}`);
    await page.getByRole('cell', { name: '未要求删除用户。' }).waitFor();
    await page.context().close();
  });

  for (const language of ['en', 'zh-CN'] as const)
    it(`can be read in any width, without a word that is broken, in ${language}`, async () => {
      const name = `wide-${language === 'en' ? 1 : 2}`;
      const [id] = await make(name);
      const page = await console_.openSignedIn(planOf(id), {
        language,
        mode: language === 'en' ? 'light' : 'dark',
      });
      await page.getByRole('rowheader', { name: /80 GB/ }).waitFor();
      const { body: plan } = await console_.service.call('GET', `/desktops/${id}/deletion-plan`);
      const items: { id: string; kind: string; provider_id: string }[] = plan.items;
      const rowOf = (item: string) => page.getByRole('row').filter({ hasText: item });
      const showsIds = async (): Promise<void> => {
        for (const { id: item, provider_id: engines } of items) {
          const text = await rowOf(item).getByRole('rowheader').innerText();
          // The ID of the API comes first, and the engine's is named as such.
          assert.match(text, new RegExp(`${item}\\s+(?:in the engine:|引擎中：)\\s+${engines}$`));
        }
      };
      await page.getByText(id, { exact: true }).waitFor();
      await showsIds();
      for (const width of [390, 700, 1280, 2560]) {
        await assertFits(page, width, 'the plan');
        await assertWordsWhole(page, '.records', `the plan at ${width} px`);
        await assertAccessible(page, `the plan at ${width} px`);
        await keepPicture(page, `deletion-plan-${language}-${width}`);
      }
      await page.getByPlaceholder(name).fill(name);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/console/deletions/${id}`);
      await waitUntil(async () => (await stateOf(id)) === 'done', 'it ends');
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await showsIds();
      for (const width of [390, 1280]) {
        await assertFits(page, width, 'the deletion');
        await assertWordsWhole(page, '.records', `the deletion at ${width} px`);
        await assertAccessible(page, `the deletion at ${width} px`);
        await keepPicture(page, `deletion-${language}-${width}`);
      }
      await page.context().close();
    });

  it('S1: does nothing where the plan has changed since it was read, shows the new one, and asks again', async () => {
    const [id] = await make('bert-1');
    const page = await console_.openSignedIn(planOf(id));
    await page.getByText('Delete users, too').click();
    await page.getByRole('cell', { name: 'Is deleted' }).nth(3).waitFor();
    await page.getByLabel('Type bert-1').fill('bert-1');
    // The user now has another desktop, and would stay.
    await createDesktops(console_.service, {
      desktops: [{ computer_name: 'bert-2', user_name: 'bert-1-user' }],
    });
    await button(page).click();
    await page.getByText('Something has changed since the plan was read').waitFor();
    assert.ok(await isThere(id));
    assert.equal(await page.getByLabel('Type bert-1').inputValue(), '');
    assert.equal(await button(page).isEnabled(), false);
    await page.getByLabel('Type bert-1').fill('bert-1');
    await button(page).click();
    await page.waitForURL(`**/console/deletions/${id}`);
    await page.context().close();
  });

  it('S1: does nothing with a desktop that was renamed since, shows its name now, and asks again', async () => {
    const [id] = await make('bella-1');
    const page = await console_.openSignedIn(planOf(id));
    await page.getByLabel('Type bella-1').fill('bella-1');
    await console_.service.call('PUT', `/desktops/${id}`, { desktop: { computer_name: 'bella-2' } });
    await button(page).click();
    await page.getByText('Something has changed since the plan was read').waitFor();
    assert.ok(await isThere(id));
    assert.equal(await page.getByLabel('Type bella-2').inputValue(), '');
    assert.equal(await button(page).isEnabled(), false);
    await page.getByLabel('Type bella-2').fill('bella-2');
    await button(page).click();
    await page.waitForURL(`**/console/deletions/${id}`);
    await page.context().close();
  });

  it('says why a protected desktop cannot be deleted, and offers no button', async () => {
    const [id] = await make('cora-1');
    await console_.service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: true } });
    const page = await console_.openSignedIn(planOf(id));
    await page.getByText('DPL.0423').waitFor();
    await page.getByText(/ is protected from deletion$/).waitFor();
    await page.getByText('80 GB').waitFor();
    await page.getByRole('link', { name: /^Open / }).waitFor();
    await assertAccessible(page, 'a protected desktop');
    assert.equal(await button(page).count(), 0);
    await keepPicture(page, 'deletion-protected');
    await page.context().close();
  });

  it('asks once, however often the button is clicked, and a second tab joins what runs', async () => {
    const [id] = await make('dora-1');
    const page = await console_.openSignedIn(planOf(id));
    const other = await page.context().newPage();
    await other.goto(console_.service.endpoint + planOf(id));
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'DELETE') asked.push(request.url());
    });
    for (const each of [page, other]) await each.getByLabel('Type dora-1').fill('dora-1');
    await button(page).dblclick();
    await button(other).click();
    for (const each of [page, other]) await each.waitForURL(`**/console/deletions/${id}`);
    assert.equal(asked.length, 1);
    await waitUntil(async () => (await stateOf(id)) === 'done', 'it ends');
    await page.context().close();
  });

  it('finds out what came of it when the answer is lost', async () => {
    const [id] = await make('emil-1');
    const page = await console_.openSignedIn(planOf(id));
    await page.getByLabel('Type emil-1').fill('emil-1');
    await page.route('**/desktops/*', async (route) => {
      if (route.request().method() !== 'DELETE') return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await button(page).click();
    await page.waitForURL(`**/console/deletions/${id}`);
    await waitUntil(async () => (await stateOf(id)) === 'done', 'it ends');
    await page.context().close();
    const reset = console_.troubles.findIndex((each) => each.includes('ERR_CONNECTION_RESET'));
    assert.notEqual(reset, -1);
    console_.troubles.splice(reset, 1);
  });

  it('deletes many that were chosen in the table after DELETE was typed, and lists them', async () => {
    const ids = await make('finn-1', 'finn-2', 'finn-3');
    const page = await console_.openSignedIn('/console/desktops');
    for (const name of ['finn-1', 'finn-2', 'finn-3'])
      await page.locator('tr', { hasText: name }).getByRole('checkbox').check();
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByLabel('Type DELETE').fill('DELETE');
    await keepPicture(page, 'deletion-plan-many');
    await button(page).click();
    await page.waitForURL('**/console/deletions');
    for (const id of ids) await waitUntil(async () => (await stateOf(id)) === 'done', 'it ends');
    await page.locator('tr', { hasText: 'finn-3' }).getByText('Done').waitFor();
    await assertAccessible(page, 'the list of deletions');
    await keepPicture(page, 'deletions');
    await page.context().close();
  });

  it('says of each that was refused why, deletes the others, and asks for the rest again', async () => {
    const [goes, stays] = await make('gina-1', 'gina-2');
    assert.ok(stays !== undefined);
    const page = await console_.openSignedIn(planOf(goes, stays));
    await page.getByLabel('Type DELETE').fill('DELETE');
    await console_.service.call('PUT', `/desktops/${stays}`, { desktop: { deletion_protection: true } });
    await button(page).click();
    await page.getByText('gina-2 was not deleted').waitFor();
    await page.getByText('The deletion was accepted.').waitFor();
    await page.waitForURL(`**${planOf(stays)}`);
    assert.equal(await button(page).count(), 0);
    await waitUntil(async () => (await stateOf(goes)) === 'done', 'the other ends');
    assert.ok(await isThere(stays));
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
