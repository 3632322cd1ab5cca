import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openAs, openConsole } from './consoleBrowser.js';

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
