import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { mailsTo } from '@deskplane/server/testing/invitationCalls.js';
import { type MailServer, startMailServer } from '@deskplane/server/testing/mailServer.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Request } from 'playwright-core';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openAs,
  openConsole,
} from './consoleBrowser.js';
import { toGbk } from './gbk.js';
import { listPage } from './listPage.js';

const path = '/console/users/import';

describe('many users from a list', () => {
  let console_: ConsoleBrowser;
  let mails: MailServer;
  before(async () => {
    mails = await startMailServer();
    console_ = await openConsole({ smtpUrl: `smtp://127.0.0.1:${mails.port}`, knowsAddress: true });
  });
  after(async () => {
    await console_?.close();
    await mails?.close();
  });

  const names = async (): Promise<readonly string[]> => {
    const { body } = await console_.service.call('GET', '/users');
    return body.users.map((each: { user_name: string }) => each.user_name).toSorted();
  };
  const isCreation = (request: Request): boolean =>
    request.method() === 'POST' && request.url().endsWith('/users/batch-create');

  it('can be an export, and says which of its columns are not imported', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download a template' }).click();
    const file = await (await downloading).path();
    assert.equal(
      (await readFile(file, 'utf8')).slice(1),
      'Name,Email,Phone,Description,Expires,Alias,Password\r\n',
    );
    await listed.enter(['Name,Email,Phone,State,Groups,ID', "zoe,zoe@example.com,'+1 555,active,Blue,1"]);
    await listed.check();
    await page.getByText('Columns that are not imported: State, Groups, ID').waitFor();
    await page.context().close();
  });

  it('S4: says what is wrong by row and column, shows no password, and creates nobody', async () => {
    await console_.service.call('POST', '/users', { user_name: 'olga', user_email: 'olga@example.com' });
    const untouched = await names();
    const page = await console_.openSignedIn('/console/users');
    const listed = listPage(page);
    const calls: string[] = [];
    page.on('request', (request) => {
      if (isCreation(request)) calls.push(request.url());
    });
    await page.getByRole('link', { name: 'Import users' }).click();
    await page.getByRole('heading', { name: 'Import users' }).waitFor();
    await listed.check();
    await page.getByText('The list is empty.').waitFor();
    await listed.enter([
      '用户名;E-mail;Password;expires;Phone',
      '-no;anna@example.com;;;',
      'bert;bert@;short;never;+1 x',
      'carl;carl@example.com;;0;1',
      'CARL;;Secret-1234;;;too much',
      'OLGA;olga@example.com;;;',
      ';lost@example.com;;;',
      'dora;;;;',
    ]);
    await listed.check();
    assert.deepEqual(await listed.faults(), [
      ['2', '用户名', '-no'],
      ['3', 'E-mail', 'bert@'],
      ['3', 'Phone', '+1 x'],
      ['3', 'expires', 'never'],
      ['3', 'Password', '–'],
      ['5', '–', '–'],
      ['5', '用户名', 'CARL'],
      ['6', '用户名', 'OLGA'],
      ['7', '用户名', '–'],
      ['8', 'E-mail', '–'],
    ]);
    await page.getByText('Row 4 has this name already.').waitFor();
    await page.getByText('10 cells or rows are wrong').waitFor();
    await assertAccessible(page, 'the faults of a list of users');
    await keepPicture(page, 'import-faults');
    await listed.enter(['name,age', 'x,5']);
    await listed.check();
    await page.getByText('The column "age" is unknown.').waitFor();
    await listed.enter(['user_email', 'x@example.com']);
    await listed.check();
    await page.getByText('The column user_name is missing.').waitFor();
    assert.deepEqual(calls, []);
    assert.deepEqual(await names(), untouched);
    await page.context().close();
  });

  it('creates those of a file of a Chinese spreadsheet as the preview says, and invites them', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    const rows = Array.from({ length: 5 }, (_, index) => `li-${index},li${index}@example.com,第${index}组,`);
    const text = ['用户名,邮箱,描述,密码', ...rows, 'wang,,, Secret-1234 '].join('\r\n');
    await listed.giveFile('users.csv', toGbk(text), '用户名');
    await keepPicture(page, 'import-list');
    await listed.check();
    await page.getByRole('heading', { name: '6 users would be created' }).waitFor();
    await listed.row('li-4').getByText('第4组').waitFor();
    await listed.row('wang').getByText('With the password of the list').waitFor();
    assert.equal(await page.getByText('Secret-1234').count(), 0);
    await assertAccessible(page, 'the preview of a list of users');
    await keepPicture(page, 'import-preview');
    assert.ok(!(await names()).includes('wang'), 'nobody is created by looking');
    await page.getByRole('button', { name: 'Create 6 users' }).click();
    await page.getByText('6 of 6 are created. Mails with the link are queued for 5').first().waitFor();
    await listed.row('li-0').getByText('Created and invited').waitFor();
    await assertAccessible(page, 'the end of an import');
    await keepPicture(page, 'import-done');
    await mailsTo(mails, 'li4@example.com');
    const { enterprise_id } = (await console_.service.call('GET', '/workspaces')).body;
    const desk = await console_.open(`/desk?enterprise=${enterprise_id}`);
    await desk.locator('input[name=user]').fill('wang');
    await desk.locator('input[name=password]').fill(' Secret-1234 ');
    await desk.keyboard.press('Enter');
    await desk.getByRole('heading', { name: /password/i }).waitFor();
    await desk.context().close();
    await page.getByRole('link', { name: 'To the users' }).click();
    await page.getByRole('link', { name: 'li-4' }).waitFor();
    await page.context().close();
  });

  it('takes UTF-8 with a byte order mark, and a pasted list without titles', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    const buffer = Buffer.from('\ufeffname\tmail\njörg\tjorg@example.com\n');
    await listed.giveFile('users.tsv', buffer, 'name\tmail\njörg');
    await listed.check();
    await page.getByText('begin with a letter or digit').waitFor();
    await listed.enter(['mona\tmona@example.com', 'nora\t\t+86 1']);
    await listed.check();
    await page.getByRole('heading', { name: '2 users would be created' }).waitFor();
    await listed.row('nora').getByText('No password, no mail address').waitFor();
    await page.context().close();
  });

  it('makes no twins where an answer or a call is lost, and waits where the service asks for patience', async () => {
    for (const [name, trouble] of [
      ['lost-answer', 'answer'],
      ['lost-call', 'call'],
      ['too-fast', 'patience'],
    ] as const) {
      const page = await console_.openSignedIn(path);
      const listed = listPage(page);
      let calls = 0;
      await page.route('**/users/batch-create', async (route) => {
        if (!isCreation(route.request())) return route.continue();
        calls += 1;
        if (calls > 1) return route.continue();
        if (trouble === 'patience')
          return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: {} });
        if (trouble === 'answer') await route.fetch();
        return route.abort();
      });
      await listed.enter([`${name}-1,a@example.com`, `${name}-2,b@example.com`]);
      await listed.check();
      await page.getByRole('button', { name: 'Create 2 users' }).click();
      if (trouble === 'patience') await page.getByText('The service asks to wait 1 s.').first().waitFor();
      await page.getByText('2 of 2 are created.').first().waitFor();
      assert.equal(calls, trouble === 'answer' ? 1 : 2);
      assert.deepEqual(
        (await names()).filter((each) => each.startsWith(name)),
        [`${name}-1`, `${name}-2`],
      );
      await page.context().close();
    }
    console_.troubles.splice(
      0,
      Infinity,
      ...console_.troubles.filter((each) => !each.includes('ERR_FAILED')),
    );
  });

  it('says who was not created and why, lets the others go on, and leaves those who are there out of the next list', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    await listed.enter([
      'name,mail',
      'part-1,p1@example.com',
      'part-2,p2@example.com',
      'part-3,p3@example.com',
    ]);
    await listed.check();
    await page.getByRole('button', { name: 'Create 3 users' }).waitFor();
    // Somebody takes a name after the list was checked.
    await console_.service.call('POST', '/users', { user_name: 'part-2', user_email: 'other@example.com' });
    await page.getByRole('button', { name: 'Create 3 users' }).click();
    await page.getByText('2 of 3 are created.').first().waitFor();
    await page.getByText('Not created: 1 failed, 0 not tried').waitFor();
    await listed.row('part-2').getByText('exists already').waitFor();
    await assertAccessible(page, 'an import of which a part failed');
    await keepPicture(page, 'import-partial');
    await page.getByRole('button', { name: 'Back to the list' }).click();
    assert.equal(await page.getByRole('checkbox', { name: 'Leave out users who exist' }).isChecked(), true);
    await listed.check();
    await page.getByText('Everybody on the list exists.').waitFor();
    await listed.enter([
      'name,mail',
      'part-1,p1@example.com',
      'part-2b,p2@example.com',
      'part-3,p3@example.com',
    ]);
    await listed.check();
    await page.getByRole('button', { name: 'Create 1 user' }).click();
    await page.getByText('1 of 1 are created.').first().waitFor();
    assert.deepEqual(
      (await names()).filter((each) => each.startsWith('part')),
      ['part-1', 'part-2', 'part-2b', 'part-3'],
    );
    await page.context().close();
  });

  it('stops when told to, or when nobody answers, and goes on with those who are left', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    // With passwords, a call makes twenty of them.
    const named = (name: string) => (_: unknown, index: number) => `${name}-${index},,,Secret-1234`;
    const titles = 'name,mail,phone,password';
    const rows = [titles, ...Array.from({ length: 24 }, named('stop'))];
    let refused = true;
    await page.route('**/users/batch-create', async (route) => {
      if (!isCreation(route.request()) || !refused) return route.continue();
      if ((route.request().postData() ?? '').includes('stop-20'))
        return route.fulfill({ status: 403, json: { error_code: 'APIGW.0302', error_msg: 'not you' } });
      return route.continue();
    });
    await listed.enter(rows);
    await listed.check();
    await page.getByRole('button', { name: 'Create 24 users' }).click();
    await page.getByText('Not created: 1 failed, 3 not tried').waitFor();
    refused = false;
    await page.getByRole('button', { name: 'Try 4 again' }).click();
    await page.getByText('24 of 24 are created.').first().waitFor();
    assert.equal((await names()).filter((each) => each.startsWith('stop-')).length, 24);

    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.goto(console_.service.endpoint + path);
    await page.route('**/users/batch-create', async (route) => {
      if (isCreation(route.request())) await held;
      return route.continue();
    });
    await listed.enter([titles, ...Array.from({ length: 21 }, named('halt'))]);
    await listed.check();
    await page.getByRole('button', { name: 'Create 21 users' }).click();
    await page.getByRole('row', { name: 'halt-0 ' }).getByText('Being created').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    release?.();
    await page.getByText('Not created: 0 failed, 1 not tried').waitFor();
    assert.equal((await names()).filter((each) => each.startsWith('halt-')).length, 20);
    await page.context().close();
  });

  it('checks a thousand rows, and refuses one more', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    const rows = Array.from({ length: 1000 }, (_, index) => `big-${index},big${index}@example.com`);
    await listed.enter(rows.with(776, 'big-776,nothing'));
    await listed.check();
    await page.getByRole('cell', { name: '777' }).waitFor();
    await listed.enter([...rows, 'one-more,x@example.com']);
    await listed.check();
    await page.getByText('The list has 1001 rows; 1000 are allowed at once.').waitFor();
    await listed.enter(rows);
    await listed.check();
    await page.getByRole('heading', { name: '1000 users would be created' }).waitFor();
    await page.context().close();
  });

  it('creates a thousand in five calls', async () => {
    const page = await console_.openSignedIn(path);
    let calls = 0;
    page.on('request', (request) => {
      if (isCreation(request)) calls += 1;
    });
    const listed = listPage(page);
    // Without a mail address nobody is mailed.
    await listed.enter(Array.from({ length: 1000 }, (_, index) => `kilo-${index},,+86 ${index}`));
    await listed.check();
    await page.getByRole('button', { name: 'Create 1000 users' }).click();
    await page.getByText('1000 of 1000 are created.').first().waitFor();
    assert.equal(calls, 5);
    await page.context().close();
  });

  it('can be used with the keyboard alone', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    await listed.list.focus();
    await page.keyboard.insertText('keys-1,k@example.com');
    const go = async (name: string): Promise<void> => {
      const button = page.getByRole('button', { name, exact: true });
      await button.waitFor();
      await waitUntil(async () => {
        await page.keyboard.press('Tab');
        return button.evaluate((each) => each === document.activeElement);
      }, `the keyboard comes to ${name}`);
      await page.keyboard.press('Enter');
    };
    await go('Check the list');
    await go('Create 1 user');
    await page.getByText('1 of 1 are created.').first().waitFor();
    assert.ok((await names()).includes('keys-1'));
    await page.context().close();
  });

  it('is not offered to those who may create nobody', async () => {
    const users = await createPolicyUsers(console_.service);
    const statement = { Effect: 'Allow', Action: ['workspace:users:list', 'workspace:users:get'] };
    await users.add('reader', { identity: [statement] });
    const page = await openAs(console_, 'reader', path);
    const button = page.getByRole('button', { name: 'Check the list' });
    await waitUntil(async () => (await button.getAttribute('aria-disabled')) === 'true', 'no offer');
    await page.context().close();
  });

  it('speaks Chinese, and fits a telephone', async () => {
    const page = await console_.openSignedIn(path, { language: 'zh-CN', mode: 'dark' });
    const textbox = page.getByRole('textbox', { name: '每行一个用户' });
    await textbox.fill('zhao-1,zhao@example.com\nzhao-1,qian@');
    await page.getByRole('button', { name: '检查清单' }).click();
    await page.getByText('第 1 行已使用该名称。').waitFor();
    await assertAccessible(page, 'the faults of a list of users in Chinese');
    await assertFits(page, 390, 'the faults of a list of users');
    await keepPicture(page, 'import-faults-zh-390');
    await textbox.fill('zhao-1,zhao@example.com\nzhao-2,qian@example.com');
    await page.getByRole('button', { name: '检查清单' }).click();
    await page.getByRole('heading', { name: '将创建 2 个用户' }).waitFor();
    await assertFits(page, 390, 'the preview of a list of users');
    await keepPicture(page, 'import-preview-zh-390');
    await page.getByRole('button', { name: '创建 2 个用户' }).click();
    await page.getByText('已创建 2 个，共 2 个。').first().waitFor();
    await assertFits(page, 390, 'the end of an import');
    await keepPicture(page, 'import-done-zh-390');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
