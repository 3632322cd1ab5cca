import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('the API Explorer', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('finds operations by action, path, field and error code, and leads from a code to what it means', async () => {
    const page = await console_.openSignedIn('/explorer');
    const find = page.getByLabel('Find operations');
    const operation = (name: string) => page.getByRole('link', { name, exact: true });
    await operation('ListUsers').waitFor();
    for (const [wanted, name] of [
      ['workspace:desktops:delete', 'DeleteDesktop'],
      ['put /desktops/{desktop_id}', 'UpdateDesktop'],
      ['is_detach_all_users', 'BatchDetachInstances'],
    ] as const) {
      await find.fill(wanted);
      await operation('ListUsers').waitFor({ state: 'detached' });
      await operation(name).waitFor();
    }
    await page.getByText('Found by: is_detach_all_users').waitFor();
    await find.fill('dpl.0423');
    await page.getByText('Found by: DPL.0423').first().waitFor();
    await operation('DeleteDesktop').waitFor();
    await operation('ListUsers').waitFor({ state: 'detached' });
    await keepPicture(page, 'explorer-found');
    await operation('DPL.0423').click();
    await page.getByRole('heading', { name: 'DPL.0423' }).waitFor();
    assert.deepEqual(console_.troubles, []);
    await page.context().close();
  });

  it('writes the values of the form into the samples', async () => {
    const page = await console_.openSignedIn('/explorer/operations/ListDesktops');
    await page.getByLabel('computer_name', { exact: true }).fill(`it's "here"`);
    await page.getByText(`computer_name=it's%20%22here%22`.replace("'", `'\\''`)).waitFor();
    await page.getByRole('tab', { name: 'Python' }).click();
    await page.getByText(String.raw`computer_name="it's \"here\"",`).waitFor();
    await keepPicture(page, 'explorer-samples');
    await page.getByRole('tab', { name: 'Terraform' }).click();
    await page.getByText('region     = "test-1"').waitFor();
    await page.context().close();
  });

  it('keeps the form of a body and its JSON in step, and says where a value is wrong', async () => {
    const page = await console_.openSignedIn('/explorer/operations/CreateDesktop');
    const json = page.getByLabel('As JSON');
    const fields = page.getByRole('region', { name: 'Fields of the body' });
    await keepPicture(page, 'explorer-form');
    // From the form to the text: a text, a number, a choice, one more of a list, one less.
    const first = fields.getByRole('group', { name: /^desktops 1/ });
    await first.getByLabel('computer_name', { exact: true }).fill('it\'s "新"');
    await fields.getByLabel('size', { exact: true }).last().fill('2');
    await fields.getByRole('button', { name: 'Add desktops', exact: true }).click();
    await fields
      .getByRole('group', { name: /^desktops 2/ })
      .getByLabel('user_name', { exact: true })
      .fill('bob');
    await fields.getByRole('button', { name: 'Remove tags 1' }).click();
    const written = JSON.parse(await json.inputValue());
    assert.equal(written.size, 2);
    assert.deepEqual(written.tags, []);
    assert.equal(written.desktops[0].computer_name, 'it\'s "新"');
    assert.deepEqual(written.desktops[1], { user_name: 'bob' });
    // From the text to the form.
    await json.fill(JSON.stringify({ ...written, size: 'many', desktops: [{ user_name: 'carl' }] }, null, 1));
    assert.equal(await first.getByLabel('user_name', { exact: true }).inputValue(), 'carl');
    await page.getByText('Must be a whole number.', { exact: true }).waitFor();
    await page.getByText(/^Line \d+, size: Must be a whole number\.$/).waitFor();
    await page.getByText(/^The service will refuse/).waitFor();
    await json.fill('{\n  "size": 1,\n  "desktops": [}');
    await page.getByText('This is not JSON: line 3, column 16.').first().waitFor();
    await page.getByText('The text is not JSON at line 3, column 16.').waitFor();
    await keepPicture(page, 'explorer-not-json');
    assert.ok(await page.getByRole('button', { name: 'Call', exact: true }).isDisabled());
    await page.setViewportSize({ width: 390, height: 844 });
    await json.fill(JSON.stringify({ ...written, size: 1000 }));
    await page
      .getByText(/Must be \d+ or less\./)
      .first()
      .waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390));
    await keepPicture(page, 'explorer-form-390');
    await page.context().close();
  });

  it('sends parameters as their schemas have them: choices, numbers, lists', async () => {
    const page = await console_.openSignedIn('/explorer/operations/ListDeletions');
    await page.getByLabel('limit', { exact: true }).fill('ten');
    await page.getByText('Must be a whole number.').waitFor();
    await page.getByLabel('limit', { exact: true }).fill('7');
    await page.getByRole('button', { name: 'Add state', exact: true }).click();
    await page.getByRole('button', { name: 'Add state', exact: true }).click();
    const sent = page.waitForRequest((request) => request.url().includes('/deletions?'));
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    assert.deepEqual(new URL((await sent).url()).searchParams.getAll('state').length, 2);
    assert.equal(new URL((await sent).url()).searchParams.get('limit'), '7');
    await page.getByText(/Answered 200 in/).waitFor();
    await page.context().close();
  });

  it('starts the form with an image and a size of this installation, and offers the others', async () => {
    const { images } = (await console_.service.call('GET', '/images')).body;
    const page = await console_.openSignedIn('/explorer/operations/CreateDesktop');
    const json = page.getByLabel('As JSON');
    await waitUntil(async () => (await json.inputValue()).includes(images[0].id), 'a real image is named');
    const image = page.getByLabel('image_id', { exact: true });
    await image.fill('');
    await image.click();
    await keepPicture(page, 'explorer-offered');
    await page.getByRole('option', { name: images[0].id }).first().click();
    assert.equal(JSON.parse(await json.inputValue()).image_id, images[0].id);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByText(/Answered 202 in|Answered 200 in/).waitFor();
    await page.context().close();
  });

  it('finds Chinese words without spaces between them', async () => {
    const page = await console_.openSignedIn('/explorer', { language: 'zh-CN' });
    const operation = (name: string) => page.getByRole('link', { name, exact: true });
    await operation('ListUsers').waitFor();
    for (const wanted of ['删除桌面', '删除 桌面', '删除单个桌面']) {
      await page.getByLabel('查找操作').fill('');
      await operation('ListUsers').waitFor();
      await page.getByLabel('查找操作').fill(wanted);
      await operation('ListUsers').waitFor({ state: 'detached' });
      await operation('DeleteDesktop').waitFor();
    }
    await page.context().close();
  });

  it('shows what an error code means to anyone, with cause and remedy, and no placeholder', async () => {
    for (const [language, cause] of [
      ['en', /Read the plan anew/],
      ['zh-CN', /请重新读取计划/],
    ] as const) {
      const page = await console_.open('/explorer/errors/DPL.0412', { language });
      await page.getByRole('heading', { name: 'DPL.0412' }).waitFor();
      await page.getByText(cause).waitFor();
      await keepPicture(page, `error-code-${language}`);
      await assertAccessible(page, `the page of an error code, ${language}`);
      await page.goto(`${console_.service.endpoint}/explorer/errors`);
      await page.getByRole('link', { name: 'WKS.0001', exact: true }).waitFor();
      assert.doesNotMatch(await page.locator('#content').innerText(), /\{\d\}/);
      // Everything else asks who it is.
      await page.getByRole('link', { name: 'WKS.0001', exact: true }).click();
      await page.getByRole('link', { name: 'CreateDesktop', exact: true }).click();
      await page.getByLabel(language === 'en' ? 'Password' : '密码').waitFor();
      await page.context().close();
    }
  });

  it('shows which line of a refused signature differs', async () => {
    const { credentials, endpoint } = console_.service;
    const url = `${endpoint}/v5/caller-identity`;
    const signed = await console_.service.call('POST', '//v3.0/OS-CREDENTIAL/signed-calls', {
      access_key: credentials.access_key,
      method: 'GET',
      url,
      body: 'x',
    });
    const lines = Object.entries<string>(signed.body.headers).map(([name, value]) => `${name}: ${value}`);
    const page = await console_.openSignedIn('/explorer/signature');
    await page.getByLabel('The request').fill([`POST ${url}`, ...lines, '', 'x'].join('\n'));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('None of the usual mistakes').waitFor();
    await page.getByLabel('The canonical request of your client').fill(signed.body.canonical_request);
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Lines that differ').waitFor();
    await keepPicture(page, 'explorer-signature');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
