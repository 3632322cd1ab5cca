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
