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

  const exported = async (path: string, language: 'en' | 'zh-CN' = 'en'): Promise<readonly string[]> => {
    const page = await console_.openSignedIn(path, { language });
    const downloading = page.waitForEvent('download');
    await page
      .getByRole('button', { name: language === 'en' ? 'Export all of it as CSV' : '将全部内容导出为 CSV' })
      .click();
    const file = await downloading;
    assert.match(file.suggestedFilename(), /^[a-z]+-\d{4}-\d\d-\d\d\.csv$/);
    const bytes = await readFile(await file.path());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    await page.context().close();
    return bytes.toString().slice(1).split('\r\n');
  };

  it('has every user, whatever page is shown, and no cell that becomes a formula', async () => {
    const lines = await exported('/console/users');
    assert.equal(lines[0], 'Name,Status,Mail address,Telephone,Desktops,Description,ID');
    assert.equal(lines.length, 1 + 24 + 1);
    assert.match(
      lines.join('\n'),
      /^eve,No password,eve@example\.com,,0,"'=HYPERLINK\(""http:\/\/x"",""y""\)",[0-9a-f]{32}$/m,
    );
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

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
