import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('scheduled tasks in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
    await createDesktops(console_.service, { desktop_name: 'night' });
  });
  after(() => console_?.close());

  it('are created, shown, changed, disabled and deleted', async () => {
    const page = await console_.openSignedIn('/console/scheduled-tasks');
    await page.getByText('No scheduled tasks yet').waitFor();
    await page.getByRole('button', { name: 'Create scheduled task' }).click();
    const form = page.getByRole('dialog', { name: 'Create a scheduled task' });
    await form.getByRole('button', { name: 'Create the task' }).click();
    await form.getByText('Choose a desktop at least.').waitFor();
    await assertAccessible(page, 'creating a scheduled task');
    await form.locator('input[name=task_name]').fill('Evening');
    await form.locator('input[name=scheduled_time]').fill('19:30');
    await form.locator('input[name=expire_time]').fill('tomorrow');
    await form.getByText('Give a date, for instance 2027-03-31 18:00, or nothing.').waitFor();
    await form.locator('input[name=expire_time]').fill('2099-12-31');
    await form.locator('input[name=description]').fill('Saves power');
    await form.getByRole('button', { name: /Choose desktops/ }).click();
    await page.getByRole('option', { name: 'night' }).click();
    await page.keyboard.press('Escape');
    await keepPicture(page, 'task-create');
    await form.getByRole('button', { name: 'Create the task' }).click();
    await page.getByRole('heading', { name: 'Evening', exact: true }).waitFor();
    await page.getByText('It has not been due yet.').waitFor();
    await page.getByText('By days: each day').waitFor();
    await page.getByText('2099-12-31 23:59:59').waitFor();
    await page.getByText('Saves power').waitFor();
    await assertAccessible(page, 'a scheduled task');
    await assertFits(page, 390, 'a scheduled task');
    await keepPicture(page, 'task');

    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Evening is disabled.').waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    const editing = page.getByRole('dialog', { name: 'Edit scheduled task Evening' });
    await editing.locator('input[name=task_name]').fill('Night');
    await editing.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Night', exact: true }).waitFor();
    const { scheduled_tasks: tasks } = (
      await console_.service.call('GET', '/scheduled-tasks?offset=0&limit=50')
    ).body;
    assert.deepEqual(
      tasks.map((each: { task_name: string; enable: boolean }) => [each.task_name, each.enable]),
      [['Night', false]],
    );
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const deleting = page.getByRole('dialog', { name: 'Delete scheduled task Night' });
    await deleting.getByRole('button', { name: 'Delete the task' }).click();
    await page.getByText('Scheduled task Night was deleted.').waitFor();
    await page.getByText('No scheduled tasks yet').waitFor();
    await page.context().close();
  });

  it('asked nothing that failed', () => {
    assert.deepEqual(console_.troubles, []);
  });
});

describe('name policies in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('are created, changed and deleted', async () => {
    const page = await console_.openSignedIn('/console/name-policies');
    await page.getByText('No name policies yet').waitFor();
    await page.getByRole('button', { name: 'Create name policy' }).click();
    const form = page.getByRole('dialog', { name: 'Create a name policy' });
    await form.getByRole('button', { name: 'Create the policy' }).click();
    await form.getByText('Give such a prefix.').waitFor();
    await assertAccessible(page, 'creating a name policy');
    await form.locator('input[name=name]').fill('Lab');
    await form.locator('input[name=prefix]').fill('lab-');
    await form.getByRole('button', { name: 'Create the policy' }).click();
    await page.getByText('Name policy Lab was created.').waitFor();
    await page.getByText('lab-01').waitFor();
    await assertAccessible(page, 'the name policies');
    await assertFits(page, 390, 'the name policies');
    await page.getByRole('button', { name: 'Edit Lab' }).click();
    const editing = page.getByRole('dialog', { name: 'Edit name policy Lab' });
    await editing.locator('input[name=digits]').fill('3');
    await editing.getByRole('button', { name: 'Save' }).click();
    await page.getByText('lab-001').waitFor();
    await page.goto(`${console_.service.endpoint}/console/desktops/create`);
    await page.getByRole('button', { name: /Named by/ }).click();
    await page.getByRole('option', { name: 'Lab' }).click();
    await page.locator('input[name=name]').waitFor({ state: 'detached' });
    await assertAccessible(page, 'a desktop that is named by a policy');
    await page.getByRole('button', { name: 'Create the desktop' }).click();
    await page.getByText('Its name comes from the policy.').waitFor();
    await page.getByRole('link', { name: 'lab-001' }).waitFor();
    await page.goto(`${console_.service.endpoint}/console/name-policies`);
    await page.getByRole('button', { name: 'Delete Lab' }).click();
    const deleting = page.getByRole('dialog', { name: 'Delete name policy Lab' });
    await deleting.getByRole('button', { name: 'Delete the policy' }).click();
    await page.getByText('No name policies yet').waitFor();
    await page.context().close();
  });

  it('asked nothing that failed', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
