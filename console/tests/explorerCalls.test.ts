import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type ConsoleBrowser, keepPicture, openAs, openConsole } from './consoleBrowser.js';

describe('calls from the API Explorer', () => {
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
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The desktop goes for good').waitFor();
    await dialog.getByRole('table', { name: /^What/ }).first().waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Call it' }).isDisabled());
    await dialog.getByLabel('Type explored to go ahead').fill('explored');
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

  it('shows the plan of every desktop of a batch, and does nothing when one has changed meanwhile', async () => {
    const { service } = console_;
    const ids: readonly string[] = await createDesktops(service, { size: 2, desktop_name: 'batch' });
    const page = await console_.openSignedIn('/explorer/operations/BatchDeleteDesktops');
    await page.getByLabel('As JSON').fill(JSON.stringify({ desktop_ids: ids, delete_users: true }));
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/^batch/)
      .nth(1)
      .waitFor();
    await keepPicture(page, 'explorer-batch-plan');
    // Protected since: its plan is refused now, whatever was typed.
    await service.call('PUT', `/desktops/${ids[1]}`, { desktop: { deletion_protection: true } });
    await dialog.getByLabel('Type DELETE to go ahead').fill('DELETE');
    await dialog.getByRole('button', { name: 'Call it' }).click();
    await dialog.getByRole('alert').first().waitFor();
    for (const id of ids) assert.equal((await service.call('GET', `/desktops/${id}`)).status, 200);
    await service.call('PUT', `/desktops/${ids[1]}`, { desktop: { deletion_protection: false } });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await dialog.getByLabel('Type DELETE to go ahead').fill('DELETE');
    await dialog.getByRole('button', { name: 'Call it' }).click();
    await page.getByText(/Answered 202 in/).waitFor();
    for (const id of ids)
      await waitUntil(
        async () => (await service.call('GET', `/desktops/${id}`)).status === 404,
        'it is gone',
      );
    await page.context().close();
  });

  it('says of everything else that goes what it is, and has its name typed', async () => {
    const { service } = console_;
    const created = await service.call('POST', '/users', {
      user_name: 'leaving',
      user_email: 'leaving@example.com',
      active_type: 'ADMIN_ACTIVATE',
      password: 'Desk-2026-Plane',
    });
    assert.ok(created.status < 300, JSON.stringify(created.body));
    const { users } = (await service.call('GET', '/users?user_name=leaving')).body;
    const page = await console_.openSignedIn('/explorer/operations/DeleteUser');
    await page.getByLabel('user_id', { exact: true }).fill(users[0].id);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The desktop user goes.').waitFor();
    await dialog.getByRole('button', { name: 'leaving', exact: true }).click();
    await dialog.getByText('leaving@example.com').waitFor();
    await keepPicture(page, 'explorer-user');
    await dialog.getByLabel('Type leaving to go ahead').fill('leaving');
    await page.keyboard.press('Enter');
    await page.getByText(/Answered 204 in/).waitFor();
    assert.equal((await service.call('GET', '/users?user_name=leaving')).body.total_count, 0);
    await page.context().close();
  });

  it('signs the call in the page with a pasted key that never leaves it, and by the service; both run as curl', async () => {
    const { access_key: accessKey, secret_key: secretKey } = console_.service.credentials;
    const page = await console_.openSignedIn('/explorer/operations/ListDesktops');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.getByLabel('computer_name', { exact: true }).fill(`it's "这里"[1-2]`);
    await page.getByRole('button', { name: /^Signed form of the call/ }).click();
    await page.getByLabel('Access key (AK)').fill(accessKey);
    await page.getByLabel('Secret key (SK)').fill(secretKey);
    for (const how of ['page', 'service'] as const) {
      if (how === 'service') await page.getByLabel('Secret key (SK)').fill('');
      const soFar = sent.length;
      await page.getByRole('button', { name: 'Sign', exact: true }).click();
      if (how === 'service')
        await waitUntil(() => Promise.resolve(sent.length > soFar), 'it was asked to sign');
      const shown = page.getByRole('region', { name: 'As curl' });
      await shown.waitFor();
      const canonical = await page
        .getByRole('region', { name: 'Canonical request' })
        .locator('pre')
        .innerText();
      assert.match(canonical, /computer_name=it%27s%20%22%E8%BF%99%E9%87%8C%22%5B1-2%5D/);
      const command = await shown.locator('pre').innerText();
      assert.ok(!command.includes(secretKey));
      const { stdout } = await promisify(execFile)('sh', ['-c', command]);
      assert.match(stdout, /^HTTP\/1.1 200 /);
      await page.setViewportSize({ width: 1280, height: 1800 });
      await keepPicture(page, `explorer-signed-${how}`);
    }
    assert.deepEqual(
      sent.filter((each) => each.includes(secretKey)),
      [],
    );
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    assert.ok(!kept.includes(secretKey));
    // Another call has another signature.
    await page.getByLabel('computer_name', { exact: true }).fill('other');
    await page.getByRole('region', { name: 'As curl' }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('sends no call, and writes no sample of one, whose path would become another one', async () => {
    for (const [language, wrong, mend] of [
      ['en', 'Must not be “.” or “..”', 'Mend first: key.'],
      ['zh-CN', '不能为“.”或“..”', '请先更正：key。'],
    ] as const) {
      const page = await console_.openSignedIn('/explorer/operations/DeleteTag', { language });
      const sent: string[] = [];
      page.on('request', (request) => sent.push(request.method()));
      await page.getByLabel('desktop_id', { exact: true }).fill('5b6e1b3a-0000-4000-8000-000000000000');
      const key = page.getByLabel('key', { exact: true });
      const call = page.getByRole('button', { name: language === 'en' ? 'Call' : '调用', exact: true });
      const samples = page.getByRole('tab', { name: 'Python' });
      await key.fill('stage');
      await samples.waitFor();
      for (const value of ['.', '..']) {
        await key.fill(value);
        await page.getByText(wrong).first().waitFor();
        await page.getByText(mend).filter({ visible: true }).first().waitFor();
        assert.ok(await call.isDisabled());
        await call.click({ force: true });
        assert.equal(await samples.count(), 0);
      }
      await keepPicture(page, `explorer-dots-${language}`);
      await key.fill('');
      await page
        .getByText(language === 'en' ? /^Must not be empty/ : /^不能为空/)
        .first()
        .waitFor();
      assert.ok(await call.isDisabled());
      await key.fill('%2e%2e');
      await samples.waitFor();
      assert.deepEqual(
        sent.filter((method) => method !== 'GET'),
        [],
      );
      await page.context().close();
    }
  });

  it('says why a call was refused to who may decode it, and whom to ask to the others', async () => {
    const users = await createPolicyUsers(console_.service);
    const read = { Effect: 'Allow', Action: ['workspace:*:get*', 'workspace:*:list*'] };
    await users.add('erin', { identity: [read] });
    await users.add('egon', {
      identity: [read, { Effect: 'Allow', Action: ['sts::decodeAuthorizationMessage'] }],
    });
    const account = console_.service.credentials.domain_name;
    for (const [name, words] of [
      ['erin', `Ask who administers the account ${account} to be allowed that.`],
      ['egon', 'Why: no policy allows workspace:users:create.'],
    ] as const) {
      const page = await openAs(console_, name, '/explorer/operations/CreateDesktopUser');
      await page.getByRole('button', { name: 'Call', exact: true }).click();
      await page.getByText(/Answered 403 in/).waitFor();
      await page.getByText(words).first().waitFor();
      const message = page.getByText(/^[\w+/=.-]{200,}$/);
      assert.equal(await message.filter({ visible: true }).count(), 0);
      await keepPicture(page, `explorer-refused-${name}`);
      await page.getByRole('button', { name: 'The reason as it came, encoded' }).click();
      await message.filter({ visible: true }).first().waitFor();
      await page.context().close();
    }
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
