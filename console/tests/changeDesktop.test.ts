import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Page } from 'playwright-core';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('a desktop that is changed in the console', () => {
  let console_: ConsoleBrowser;
  let id: string;
  before(async () => {
    console_ = await openConsole();
    [id] = await createDesktops(console_.service, { desktop_name: 'grow', size: 1 });
  });
  after(() => console_?.close());

  const show = async () => (await console_.service.call('GET', `/desktops/${id}`)).body.desktop;

  /** Opens the page of the desktop and one entry of its menu. */
  async function choose(entry: string): Promise<Page> {
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('menuitem', { name: entry }).click();
    await page.getByRole('dialog').waitFor();
    return page;
  }

  it('gets another size', async () => {
    const page = await choose('Another size');
    await assertAccessible(page, 'another size');
    await page.getByRole('button', { name: 'Choose a size' }).click();
    await page.getByRole('option', { name: '8 vCPU' }).click();
    await keepPicture(page, 'desktop-size');
    await page.getByRole('button', { name: 'Change the size' }).click();
    await page.getByText('grow gets another size.').waitFor();
    await waitUntil(async () => (await show()).product.cpu === '8', 'the new size');
    await page.context().close();
  });

  it('gets another address', async () => {
    await waitUntil(async () => (await show()).task_status === '', 'the desktop to be idle');
    const page = await choose('Network');
    await page.getByLabel('Address').fill('10.0.0.1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await assertAccessible(page, 'another network, refused');
    await page.getByLabel('Address').fill('100.64.0.200');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The network of grow is being changed.').waitFor();
    await waitUntil(async () => (await show()).ipv4 === '100.64.0.200', 'the new address');
    assert.equal((await show()).desktop_id, id);
    await page.context().close();
  });

  it('goes into another enterprise project', async () => {
    const finance = { name: 'Finance' };
    const made = await console_.service.call('POST', '//v1.0/enterprise-projects', finance);
    const page = await choose('Enterprise project');
    await assertAccessible(page, 'another enterprise project');
    await page.getByRole('dialog').getByRole('button', { name: 'Enterprise project' }).click();
    await page.getByRole('option', { name: 'Finance' }).click();
    await keepPicture(page, 'desktop-project');
    await page.getByRole('button', { name: 'Move the desktop' }).click();
    await page.getByText('grow is in the enterprise project Finance.').waitFor();
    assert.equal((await show()).enterprise_project_id, made.body.enterprise_project.id);
    await page.context().close();
  });

  it('goes into maintenance, and out of it', async () => {
    await waitUntil(async () => (await show()).task_status === '', 'the desktop to be idle');
    for (const [entry, isKept] of [
      ['Keep its users out', true],
      ['Let its users in again', false],
    ] as const) {
      const page = await console_.openSignedIn(`/console/desktops/${id}`);
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      await page.getByRole('menuitem', { name: entry }).click();
      await waitUntil(async () => (await show()).in_maintenance_mode === isKept, entry);
      await page.context().close();
    }
  });

  it('is sent a message, and says in its jobs that it was shown', async () => {
    const page = await choose('Send a message');
    await page.getByRole('textbox', { name: 'Message' }).fill('Restart at 18:00.');
    await assertAccessible(page, 'a message to a desktop');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The message goes to grow').waitFor();
    await waitUntil(async () => {
      const { jobs } = (await console_.service.call('GET', '/workspace-sub-jobs?job_type=sendNotifications'))
        .body;
      return jobs.some(({ status }: { status: string }) => status === 'SUCCESS');
    }, 'the message to be shown');
    await page.context().close();
  });
});
