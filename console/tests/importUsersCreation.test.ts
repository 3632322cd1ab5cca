import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';
import { listPage } from './listPage.js';
import { importPath, isCreation, userNames } from './userCreation.js';

describe('the creation of the users of a list', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('makes no twins where an answer or a call is lost, and waits where the service asks for patience', async () => {
    for (const [name, trouble] of [
      ['lost-answer', 'answer'],
      ['lost-call', 'call'],
      ['too-fast', 'patience'],
    ] as const) {
      const page = await console_.openSignedIn(importPath);
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
        (await userNames(console_)).filter((each) => each.startsWith(name)),
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
    const page = await console_.openSignedIn(importPath);
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
      (await userNames(console_)).filter((each) => each.startsWith('part')),
      ['part-1', 'part-2', 'part-2b', 'part-3'],
    );
    await page.context().close();
  });

  it('stops when told to, or when nobody answers, and goes on with those who are left', async () => {
    const page = await console_.openSignedIn(importPath);
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
    assert.equal((await userNames(console_)).filter((each) => each.startsWith('stop-')).length, 24);

    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.goto(console_.service.endpoint + importPath);
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
    assert.equal((await userNames(console_)).filter((each) => each.startsWith('halt-')).length, 20);
    await page.context().close();
  });

  it('creates a thousand in five calls', async () => {
    const page = await console_.openSignedIn(importPath);
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

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
