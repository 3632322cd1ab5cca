import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type ConsoleBrowser, openConsole } from './consoleBrowser.js';

describe('tables as files', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
    const ids = await createDesktops(console_.service, {
      desktops: Array.from({ length: 23 }, (_, index) => ({
        computer_name: `pc-${index}`,
        user_name: `user-${index}`,
      })),
      tags: [{ key: 'team', value: '=1+1' }],
    });
    await createDesktops(console_.service, { desktop_name: 'odd-1', tags: [{ key: '=cmd', value: 'x' }] });
    const user = {
      user_name: 'eve',
      user_email: 'eve@example.com',
      description: '=HYPERLINK("http://x","y")',
    };
    assert.equal((await console_.service.call('POST', '/users', user)).status, 201);
    for (const id of ids.slice(0, 22))
      assert.equal((await console_.service.call('DELETE', `/desktops/${id}`)).status, 204);
    await waitUntil(
      async () => (await console_.service.call('GET', '/deletions?state=done')).body.total_count === 22,
      'the deletions are done',
    );
  });
  after(() => console_?.close());

  const exported = async (
    path: string,
    language: 'en' | 'zh-CN' = 'en',
    button = language === 'en' ? 'Export all of it as CSV' : '将全部内容导出为 CSV',
    name = /^[a-z]+-\d{4}-\d\d-\d\d\.csv$/,
  ): Promise<readonly string[]> => {
    const page = await console_.openSignedIn(path, { language });
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const file = await downloading;
    assert.match(file.suggestedFilename(), name);
    const bytes = await readFile(await file.path());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    await page.context().close();
    return bytes.toString().slice(1).split('\r\n');
  };

  it('has every user, whatever page is shown, and no cell that becomes a formula', async () => {
    const lines = await exported('/console/users');
    assert.equal(lines[0], 'Name,Email,Phone,Description,Expires,Alias,Activation,State,Groups,Desktops,ID');
    assert.equal(lines.length, 1 + 24 + 1);
    assert.match(
      lines.join('\n'),
      /^eve,eve@example\.com,,"'=HYPERLINK\(""http:\/\/x"",""y""\)",,,by the user,no password,,0,[0-9a-f]{32}$/m,
    );
    assert.match(
      (await exported('/console/users', 'zh-CN', '导出全部为 CSV'))[0] ?? '',
      /^用户名,邮箱,手机号,/,
    );
    assert.equal((await console_.service.call('GET', '/export-tasks')).body.count, 0);
  });

  it('has whom a search finds, on all pages of it, and says so', async () => {
    const page = await console_.openSignedIn('/console/users');
    const search = page.getByRole('searchbox');
    const take = async (button: string): Promise<readonly string[]> => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: button }).click();
      const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\r\n');
      return lines.slice(1).map((line) => line.split(',')[0] ?? '');
    };
    await search.fill('USER-2');
    const found = ['user-2', 'user-20', 'user-21', 'user-22'];
    assert.deepEqual(await take('Export the 4 found as CSV'), found);
    await search.fill('user-');
    assert.equal((await take('Export the 23 found as CSV')).length, 23);
    await search.fill('eve@example');
    assert.deepEqual(await take('Export the one found as CSV'), ['eve']);
    await search.fill('nobody has this name');
    await page.getByText('Nothing matches').waitFor();
    assert.equal(
      await page.getByRole('button', { name: 'Export the 0 found as CSV' }).getAttribute('aria-disabled'),
      'true',
    );
    assert.equal(await page.getByRole('button', { name: 'Export all of it as CSV' }).count(), 0);
    assert.equal((await console_.service.call('GET', '/export-tasks')).body.count, 0);
    await page.context().close();
  });

  it('has every user of a group, and every group', async () => {
    const { users } = (await console_.service.call('GET', '/users?user_name=eve')).body;
    const named = { group_name: 'readers', platform_type: 'LOCAL' };
    const { id } = (await console_.service.call('POST', '/groups', named)).body;
    const joining = { op_type: 'ADD', user_ids: [users[0].id] };
    await console_.service.call('POST', `/groups/${id}/actions`, joining);
    const lines = await exported(
      `/console/user-groups/${id}`,
      'en',
      'Export all users of the group as CSV',
      /^readers-members-2/,
    );
    assert.equal(lines.length, 1 + 1 + 1);
    assert.match(lines[1] ?? '', /^eve,eve@example\.com,/);
    const groups = await exported('/console/user-groups');
    assert.equal(groups[0], 'Name,Description,Users,Desktops,Created,ID');
    assert.match(groups[1] ?? '', /^readers,,1,0,20.*Z,[0-9a-f]{32}$/);
  });

  it('has which users of a group a search finds', async () => {
    const { users } = (await console_.service.call('GET', '/users?limit=100')).body;
    const named = { group_name: 'writers', platform_type: 'LOCAL' };
    const { id } = (await console_.service.call('POST', '/groups', named)).body;
    const joining = { op_type: 'ADD', user_ids: users.map((user: { id: string }) => user.id) };
    const joined = await console_.service.call('POST', `/groups/${id}/actions`, joining);
    assert.deepEqual([users.length, joined.status], [24, 204], joined.text);
    const page = await console_.openSignedIn(`/console/user-groups/${id}`);
    await page.getByRole('button', { name: 'Export all users of the group as CSV' }).waitFor();
    await page.getByRole('searchbox', { name: 'Find users' }).fill('USER-2');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the 4 found as CSV' }).click();
    const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\r\n');
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(',')[0]),
      ['user-2', 'user-20', 'user-21', 'user-22'],
    );
    await page.context().close();
  });

  it('has every desktop', async () => {
    const lines = await exported('/console/desktops');
    assert.equal(lines.length, 1 + 2 + 1);
    assert.match(
      lines[0] ?? '',
      /^Name,Status,User,Size,Image,Address,Tags,Created,Protection,Connection,Zone,ID$/,
    );
    assert.match(lines.join('\n'), /^odd-1,Running,,"[^"]+",[^,]+,[\d.]+,'=cmd=x,/m);
    assert.match((await exported('/console/desktops', 'zh-CN'))[0] ?? '', /^名称,状态,用户,规格/);
  });

  it('has every deletion, beyond the first page', async () => {
    const lines = await exported('/console/deletions');
    assert.equal(lines.length, 1 + 22 + 1);
    assert.match(lines[1] ?? '', /^pc-\d+,[0-9a-f-]{36},Done,/);
  });

  it('has more than a call exports, each once and the titles once', async () => {
    const count = 1_100;
    for (let start = 0; start < count; start += 200) {
      const users = Array.from({ length: Math.min(200, count - start) }, (_, index) => ({
        user_name: `Many-${start + index}`,
        user_phone: '+86 4711',
      }));
      assert.equal((await console_.service.call('POST', '/users/batch-create', { users })).status, 200);
    }
    const page = await console_.openSignedIn('/console/users');
    await page.getByRole('searchbox').fill('4711');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the 1100 found as CSV' }).click();
    const text = await readFile(await (await downloading).path(), 'utf8');
    assert.equal(text.match(/^.?Name,/gm)?.length, 1);
    const names = text.match(/^Many-\d+/gm) ?? [];
    assert.deepEqual([names.length, new Set(names).size], [count, count]);
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
