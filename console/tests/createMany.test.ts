import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import type { Request } from 'playwright-core';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';
import { toGbk } from './gbk.js';
import { listPage } from './listPage.js';

const path = '/console/desktops/create-many';

describe('many desktops from a list', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  const names = async (): Promise<readonly string[]> => {
    const { body } = await console_.service.call('GET', '/desktops/detail?limit=500');
    return body.desktops.map((each: { computer_name: string }) => each.computer_name).toSorted();
  };
  const isOrder = (request: Request): boolean =>
    request.method() === 'POST' && request.url().endsWith('/desktops');

  it('says what is wrong by row and column, and creates nothing', async () => {
    await createDesktops(console_.service, {
      desktops: [{ computer_name: 'here-1', user_name: 'olga', user_email: 'olga@example.com' }],
    });
    const untouched = await names();
    const page = await console_.openSignedIn('/console/desktops');
    const listed = listPage(page);
    await page.getByRole('button', { name: 'Other ways to create desktops' }).click();
    await page.getByRole('menuitem', { name: 'Many from a list' }).click();
    await page.getByRole('heading', { name: 'Create many desktops' }).waitFor();
    const orders: string[] = [];
    page.on('request', (request) => {
      if (isOrder(request)) orders.push(request.url());
    });
    await listed.check();
    await page.getByText('The list is empty.').waitFor();
    await listed.enter([
      'User;Computer name;E-mail;Group',
      'anna;-no;anna@example.com;',
      'bert;HERE-1;bert@;kings',
      'carl;carl-1;carl@example.com;sudo',
      'dora;CARL-1;;default;too much',
      'olga;olga-2;other@example.com;',
      ';anna;;',
      ';;lost@example.com;',
    ]);
    await listed.check();
    assert.deepEqual(await listed.faults(), [
      ['2', 'Computer name', '-no'],
      ['3', 'E-mail', 'bert@'],
      ['3', 'Group', 'kings'],
      ['3', 'Computer name', 'HERE-1'],
      ['5', '–', '–'],
      ['5', 'Computer name', 'CARL-1'],
      ['6', 'E-mail', 'other@example.com'],
      ['7', 'Computer name', 'anna'],
      ['8', 'Computer name', '–'],
    ]);
    await page.getByText('Row 4 has this name already.').waitFor();
    await page.getByText('9 cells or rows are wrong').waitFor();
    await assertAccessible(page, 'the faults of a list');
    await keepPicture(page, 'many-faults');
    await listed.enter(['name,age', 'x,5']);
    await listed.check();
    await page.getByText('The column "age" is unknown.').waitFor();
    assert.deepEqual(orders, []);
    assert.deepEqual(await names(), untouched);
    await page.context().close();
  });

  it('makes twenty from a file of a Chinese spreadsheet, as the preview says, and shows each on its way', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    const rows = Array.from({ length: 20 }, (_, index) => `,li-${index},li${index}@example.com`);
    const buffer = toGbk(['计算机名,用户名,邮箱', ...rows].join('\r\n'));
    await listed.giveFile('desktops.csv', buffer, '计算机名');
    await keepPicture(page, 'many-list');
    await listed.check();
    await page.getByRole('heading', { name: '20 desktops would be created' }).waitFor();
    await listed.row('li19@example.com').getByText('li-1901').waitFor();
    await assertAccessible(page, 'the preview of a list');
    await keepPicture(page, 'many-preview');
    await page.getByRole('button', { name: 'Create 20 desktops' }).click();
    await page.getByText('Being created').or(page.getByText('Ordered')).first().waitFor();
    await keepPicture(page, 'many-running');
    await page.getByText('20 of 20 are created.').first().waitFor();
    await assertAccessible(page, 'the end of a list');
    await keepPicture(page, 'many-done');
    const { body } = await console_.service.call('GET', '/desktops/detail?limit=100&user_name=li-7');
    assert.deepEqual(
      body.desktops.map((each: { computer_name: string; user_list: string[] }) => [
        each.computer_name,
        each.user_list,
      ]),
      [['li-701', ['li-7']]],
    );
    await listed.row('li-701').getByRole('link').click();
    await page.getByRole('heading', { name: 'li-701' }).waitFor();
    await page.context().close();
  });

  it('makes no twins where an answer or a call is lost on the way', async () => {
    for (const [name, isAnswerLost] of [
      ['lost-answer', true],
      ['lost-call', false],
    ] as const) {
      const page = await console_.openSignedIn(path);
      const listed = listPage(page);
      let calls = 0;
      await page.route('**/desktops', async (route) => {
        if (!isOrder(route.request())) return route.continue();
        calls += 1;
        if (calls > 1) return route.continue();
        if (isAnswerLost) await route.fetch();
        return route.abort();
      });
      await listed.enter([`${name}-1`, `${name}-2`]);
      await listed.check();
      await page.getByRole('button', { name: 'Create 2 desktops' }).click();
      await page.getByText('2 of 2 are created.').first().waitFor();
      assert.equal(calls, isAnswerLost ? 1 : 2);
      assert.deepEqual(
        (await names()).filter((each) => each.startsWith(name)),
        [`${name}-1`, `${name}-2`],
      );
      await page.context().close();
    }
    // The service's answer to a name that is taken is part of it: nothing else went wrong.
    console_.troubles.splice(
      0,
      Infinity,
      ...console_.troubles.filter((each) => !each.includes('ERR_FAILED')),
    );
  });

  it('shows why a batch was refused, lets the others go on, and tries again what is left', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    await listed.enter(['name', ...Array.from({ length: 101 }, (_, index) => `wave-${index}`)]);
    await listed.check();
    await page.getByRole('button', { name: 'Create 101 desktops' }).waitFor();
    // Somebody takes a name after the list was checked.
    const [thief] = await createDesktops(console_.service, {
      desktops: [{ computer_name: 'wave-7', user_name: 'thea' }],
    });
    await page.getByRole('button', { name: 'Create 101 desktops' }).click();
    await page.getByText('another desktop already has the name wave-7').first().waitFor();
    await page.getByText('1 of 101 are created. 100 failed.').first().waitFor();
    await keepPicture(page, 'many-refused');
    const gone = await console_.service.call('PUT', `/desktops/${thief}`, {
      desktop: { computer_name: 'thea-1' },
    });
    assert.equal(gone.status, 200, gone.text);
    await page.getByRole('button', { name: 'Try 100 again' }).click();
    await page.getByText('101 of 101 are created.').first().waitFor();
    assert.equal((await names()).filter((each) => each.startsWith('wave-')).length, 101);
    await page.context().close();
  });

  it('checks a thousand rows, and refuses one more', async () => {
    const page = await console_.openSignedIn(path);
    const listed = listPage(page);
    const rows = Array.from({ length: 1000 }, (_, index) => `big-${index},boss-${index}`);
    await listed.enter(rows.with(776, 'big-776,no boss'));
    await listed.check();
    await page.getByRole('table', { name: 'What is wrong in the list' }).getByText('no boss').waitFor();
    await page.getByRole('cell', { name: '777' }).waitFor();
    await listed.enter([...rows, 'one-more,x']);
    await listed.check();
    await page.getByText('The list has 1001 rows; 1000 are allowed at once.').waitFor();
    await listed.enter(rows);
    await listed.check();
    await page.getByRole('heading', { name: '1000 desktops would be created' }).waitFor();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    assert.match(await listed.list.inputValue(), /^big-0,boss-0\n/);
    await page.context().close();
  });

  it('speaks Chinese, and fits a telephone', async () => {
    const page = await console_.openSignedIn(path, { language: 'zh-CN', mode: 'dark' });
    await page.getByRole('textbox', { name: '每行一个桌面' }).fill('wang-1,wang\nwang-1,zhao');
    await page.getByRole('button', { name: '检查清单' }).click();
    await page.getByText('第 1 行已使用该名称。').waitFor();
    await assertAccessible(page, 'the faults of a list in Chinese');
    await assertFits(page, 390, 'the faults of a list');
    await keepPicture(page, 'many-faults-zh-390');
    await page.getByRole('textbox', { name: '每行一个桌面' }).fill('wang-1,wang\nwang-2,zhao');
    await page.getByRole('button', { name: '检查清单' }).click();
    await page.getByRole('heading', { name: '将创建 2 个桌面' }).waitFor();
    await assertFits(page, 390, 'the preview of a list');
    await keepPicture(page, 'many-preview-zh-390');
    await page.context().close();
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
