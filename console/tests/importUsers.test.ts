import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { mailsTo } from '@deskplane/server/testing/invitationCalls.js';
import { type MailServer, startMailServer } from '@deskplane/server/testing/mailServer.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
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
import { importPath, isCreation, userNames } from './userCreation.js';

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

  it('can be an export, and says which of its columns are not imported', async () => {
    const page = await console_.openSignedIn(importPath);
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

  it('can be its own example', async () => {
    const page = await console_.openSignedIn(importPath);
    const listed = listPage(page);
    const example = (await listed.list.getAttribute('placeholder')) ?? '';
    await listed.enter(example.split('\n'));
    await listed.check();
    await page.getByRole('button', { name: 'Create 2 users' }).waitFor();
    await page.context().close();
  });

  it('S4: says what is wrong by row and column, shows no password, and creates nobody', async () => {
    await console_.service.call('POST', '/users', { user_name: 'olga', user_email: 'olga@example.com' });
    const untouched = await userNames(console_);
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
    assert.deepEqual(await userNames(console_), untouched);
    await page.context().close();
  });

  it('creates those of a file of a Chinese spreadsheet as the preview says, and invites them', async () => {
    const page = await console_.openSignedIn(importPath);
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
    assert.ok(!(await userNames(console_)).includes('wang'), 'nobody is created by looking');
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
    const page = await console_.openSignedIn(importPath);
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

  it('checks a thousand rows, and refuses one more', async () => {
    const page = await console_.openSignedIn(importPath);
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

  it('can be used with the keyboard alone', async () => {
    const page = await console_.openSignedIn(importPath);
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
    assert.ok((await userNames(console_)).includes('keys-1'));
    await page.context().close();
  });

  it('is not offered to those who may create nobody', async () => {
    const users = await createPolicyUsers(console_.service);
    const statement = { Effect: 'Allow', Action: ['workspace:users:list', 'workspace:users:get'] };
    await users.add('reader', { identity: [statement] });
    const page = await openAs(console_, 'reader', importPath);
    const button = page.getByRole('button', { name: 'Check the list' });
    await waitUntil(async () => (await button.getAttribute('aria-disabled')) === 'true', 'no offer');
    await page.context().close();
  });

  it('speaks Chinese, and fits a telephone', async () => {
    const page = await console_.openSignedIn(importPath, { language: 'zh-CN', mode: 'dark' });
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
