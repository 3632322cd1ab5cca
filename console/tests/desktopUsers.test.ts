import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('the users of a desktop in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  const usersOf = async (id: string): Promise<string[]> =>
    (await console_.service.call('GET', `/desktops/${id}`)).body.desktop.attach_user_infos.map(
      (user: { user_name: string }) => user.user_name,
    );

  it('are assigned to a desktop that was nobody’s, as its kind allows, taken away again, and in its history', async () => {
    const [id] = await createDesktops(console_.service, { desktops: [{ computer_name: 'lent' }, {}] });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByText('Nobody has this desktop.').waitFor();
    await page.getByText('A dedicated desktop has one user.').waitFor();
    const assign = page.getByRole('button', { name: 'Assign a user', exact: true });
    await assign.click();
    const dialog = page.getByRole('dialog', { name: 'Assign a user to lent' });
    await dialog.getByRole('button', { name: 'Assign a user' }).click();
    await dialog.getByText('Give the name of a user').waitFor();
    await dialog.getByRole('combobox').fill('anna');
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Assign a user' }).click();
    await dialog.getByText('WKS.00170312').waitFor();
    await assertAccessible(page, 'assigning a user');
    await keepPicture(page, 'desktop-assign');
    assert.deepEqual(await usersOf(id), []);
    await dialog.getByLabel('E-mail address of a new user').fill('anna@example.com');
    await dialog.getByText('The user may administer the system').click();
    await dialog.getByRole('button', { name: 'Assign a user' }).click();
    await page.getByText('lent is given to anna.').waitFor();
    assert.deepEqual(await usersOf(id), ['anna']);
    // One is all that it may have, and that is said before anything is tried.
    await page.getByRole('cell', { name: 'On', exact: true }).waitFor();
    assert.equal(await assign.getAttribute('aria-disabled'), 'true');
    await assertAccessible(page, 'the page of a desktop with its user');
    await keepPicture(page, 'desktop-users');

    await page.getByRole('button', { name: 'Take away anna' }).click();
    const question = page.getByRole('dialog', { name: 'Take anna away from lent' });
    await question.getByText('A screen that is open now closes.').waitFor();
    await assertAccessible(page, 'taking a user away');
    await keepPicture(page, 'desktop-take-away');
    await question.getByRole('button', { name: 'Take away' }).click();
    await page.getByText('lent is taken from anna.').waitFor();
    assert.deepEqual(await usersOf(id), []);

    await page.getByRole('tab', { name: 'History' }).click();
    // Two were made by one call.
    for (const what of ['Created', 'Given to a user', 'Taken from a user'])
      await page.getByRole('rowheader', { name: what, exact: true }).first().waitFor();
    await page.context().close();
  });

  it('says why one cannot be taken away, and takes one of several off a shared desktop', async () => {
    const [id] = await createDesktops(console_.service, {
      desktop_type: 'SHARED',
      desktops: [{ computer_name: 'pool', user_name: 'ben' }],
    });
    await console_.service.call('POST', '/users', { user_name: 'cleo', user_email: 'cleo@example.com' });
    const page = await console_.openSignedIn(`/console/desktops/${id}`, { language: 'zh-CN' });
    await page.getByText('共享桌面最多 500 个用户和用户组。').waitFor();
    await page.getByRole('button', { name: '分配用户', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '为 pool 分配用户' });
    await dialog.getByRole('combobox').fill('cleo');
    await page.getByRole('option', { name: 'cleo' }).first().click();
    await dialog.getByRole('button', { name: '分配用户' }).click();
    await page.getByText('pool 已分配给 cleo。').waitFor();
    assert.deepEqual((await usersOf(id)).toSorted(), ['ben', 'cleo']);
    await page.getByRole('button', { name: '解绑 ben' }).click();
    const question = page.getByRole('dialog', { name: '将 ben 与 pool 解绑' });
    // Somebody else was quicker.
    const gone = { desktop_id: id, detach_user_infos: [{ user_name: 'ben' }] };
    await console_.service.call('POST', '/desktops/batch-detach', { desktops: [gone] });
    await question.getByRole('button', { name: '解绑', exact: true }).click();
    await question.getByText('WKS.00170312').waitFor();
    assert.deepEqual(await usersOf(id), ['cleo']);
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
