import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('the API Explorer', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('finds an operation, shows what it needs, and calls DELETE as who is signed in, once the plan was agreed to', async () => {
    const { service } = console_;
    const [id] = await createDesktops(service, { size: 1, desktop_name: 'explored' });
    const page = await console_.openSignedIn('/explorer');
    await page.getByLabel('Find operations').fill('delete one desktop');
    await keepPicture(page, 'explorer');
    await page.getByRole('link', { name: 'DeleteDesktop', exact: true }).click();
    await page.getByText('workspace:desktops:delete').first().waitFor();
    await page.getByText('You may do this', { exact: true }).waitFor();
    await page.getByLabel('desktop_id', { exact: true }).fill(id);
    await keepPicture(page, 'explorer-operation');
    const sent = page.waitForRequest((request) => request.method() === 'DELETE');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByText('What will happen').waitFor();
    await keepPicture(page, 'explorer-plan');
    await page.getByRole('button', { name: 'Call it' }).click();
    const headers = await (await sent).allHeaders();
    assert.match(headers['if-match'] ?? '', /^"[0-9a-f]{64}"$/);
    assert.equal(headers['x-auth-token'], undefined);
    assert.equal(headers['authorization'], undefined);
    await page.getByText(/Answered 204 in/).waitFor();
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).status === 404,
      'the desktop is gone',
    );
    // Once more: the error links to its meaning.
    await page.goto(`${service.endpoint}/explorer/operations/ShowDesktopDetail`);
    await page.getByLabel('desktop_id', { exact: true }).fill(id);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByText(/Answered 404 in/).waitFor();
    await page.getByRole('link', { name: 'What this error means' }).click();
    await page.getByRole('heading', { name: 'DPL.0404' }).waitFor();
    assert.deepEqual(console_.troubles, []);
    await page.context().close();
  });

  it('writes the values of the form into the samples', async () => {
    const page = await console_.openSignedIn('/explorer/operations/ListDesktops');
    await page.getByLabel(/^computer_name/).fill(`it's "here"`);
    await page.getByText(`computer_name=it's%20%22here%22`.replace("'", `'\\''`)).waitFor();
    await page.getByRole('tab', { name: 'Python' }).click();
    await page.getByText(String.raw`computer_name="it's \"here\"",`).waitFor();
    await keepPicture(page, 'explorer-samples');
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
