import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyAuditExport } from '@deskplane/verify/verifyAuditExport.js';
import {
  assertAccessible,
  assertFits,
  assertWordsWhole,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('audit events in the console', () => {
  let console_: ConsoleBrowser;
  let desktop: string;
  before(async () => {
    console_ = await openConsole({ simulated: { delayMs: 5 } });
    [desktop] = await createDesktops(console_.service, {});
    for (let round = 0; round < 60; round += 1)
      await console_.service.call('PUT', `/desktops/${desktop}`, { desktop: { deletion_protection: true } });
  });
  after(() => console_?.close());

  it('goes from page to page, the newest first, and back', async () => {
    const page = await console_.openSignedIn('/console/audit');
    const rows = page.locator('tbody tr');
    await page.getByRole('button', { name: 'updateDesktop' }).first().waitFor();
    assert.equal(await rows.count(), 50);
    assert.equal(await page.getByRole('button', { name: 'Newer events' }).isEnabled(), false);
    await page.getByRole('button', { name: 'Older events' }).click();
    await page.getByText('Page 2').waitFor();
    await page.getByRole('button', { name: 'createDesktops', exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Older events' }).isEnabled(), false);
    await page.getByRole('button', { name: 'Newer events' }).click();
    await page.getByText('Page 1').waitFor();
    await assertAccessible(page, 'the list of audit events');
    await keepPicture(page, 'audit');
    await page.context().close();
  });

  it('finds events by what they are and on what, and shows all of one', async () => {
    const page = await console_.openSignedIn('/console/audit');
    await page.getByLabel('Event', { exact: true }).fill('createDesktops');
    await page.keyboard.press('Enter');
    const event = page.getByRole('button', { name: 'createDesktops', exact: true });
    await page.getByRole('button', { name: 'updateDesktop' }).first().waitFor({ state: 'detached' });
    await event.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The account itself', { exact: true }).waitFor();
    await dialog.getByText('POST /v2/:project_id/desktops', { exact: true }).waitFor();
    await dialog.getByText('called createDesktops, and it was accepted.').waitFor();
    await dialog.getByText('A token', { exact: true }).waitFor();
    assert.equal(await dialog.getByText('"outcome"').isVisible(), false);
    await dialog.getByText(console_.service.credentials.user_name, { exact: true }).waitFor();
    await assertAccessible(page, 'an audit event');
    await keepPicture(page, 'audit-event');
    await dialog.getByRole('button', { name: 'As the service tells it (JSON)' }).click();
    await dialog.getByText('"outcome"').waitFor();
    await assertAccessible(page, 'an audit event with its JSON');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download the event' }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^createDesktops-.+\.json$/);
    const kept = JSON.parse(await readFile(await file.path(), 'utf8'));
    assert.equal(kept.trace_name, 'createDesktops');
    assert.equal(JSON.parse(kept.message).outcome, 'accepted');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByLabel('Event', { exact: true }).fill('deleteDesktop');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('No audit events').waitFor();
    await page.context().close();
  });

  it('says in words who was refused what and why, and what a call was told to do', async () => {
    const users = await createPolicyUsers(console_.service);
    const deny = { Effect: 'Deny', Action: ['workspace:desktops:delete'] };
    const denied = await users.add('denied', { identity: [{ Effect: 'Allow', Action: ['*'] }, deny] });
    const project = console_.service.credentials.project_id;
    const refused = await denied.call('DELETE', `/v2/${project}/desktops/${desktop}`);
    assert.equal(refused.status, 403, refused.text);
    const [other] = await createDesktops(console_.service, {});
    await console_.service.call('DELETE', `/desktops/${other}?is_force_delete=true&email_notification=false`);
    for (const [language, mode, width, words] of [
      [
        'en',
        'light',
        1280,
        ['Denied', 'Refused for lack of a right', 'is_force_delete: on', 'email_notification: off'],
      ],
      ['zh-CN', 'dark', 390, ['拒绝', '因缺少权限被拒绝', 'is_force_delete：开', 'email_notification：关']],
    ] as const) {
      const page = await console_.openSignedIn('/console/audit', { language, mode });
      const events = page.getByRole('button', { name: 'deleteDesktop', exact: true });
      // The newest first: the deletion, then the refusal.
      await events.nth(1).click();
      const dialog = page.getByRole('dialog');
      for (const word of words.slice(0, 2)) await dialog.getByText(word, { exact: true }).first().waitFor();
      await dialog.getByText('workspace:desktops:delete', { exact: true }).waitFor();
      await assertAccessible(page, `a refusal, ${language}`);
      await assertFits(page, width, 'a refusal');
      await keepPicture(page, `audit-refusal-${language}-${width}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await events.first().click();
      for (const word of words.slice(2)) await dialog.getByText(word, { exact: true }).waitFor();
      await keepPicture(page, `audit-deletion-${language}-${width}`);
      await page.context().close();
    }
  });

  it('names what an event is about, and finds events by that name', async () => {
    const [named] = await createDesktops(console_.service, { desktops: [{ computer_name: 'nora-1' }] });
    for (const language of ['en', 'zh-CN'] as const) {
      const page = await console_.openSignedIn('/console/audit', { language });
      await page.getByLabel(language === 'en' ? 'Resource' : '资源', { exact: true }).fill('NORA-1');
      await page.keyboard.press('Enter');
      // Until then the table is of all events.
      await waitUntil(async () => (await page.locator('tbody tr').count()) === 1, 'one event to be left');
      await page.getByText(language === 'en' ? 'Desktop nora-1' : '桌面 nora-1').waitFor();
      await page.getByText(named, { exact: true }).waitFor();
      await page.getByText(language === 'en' ? 'Create desktops' : '创建桌面').waitFor();
      await assertWordsWhole(page, 'tbody button, tbody .event-lines > span', 'the table of events');
      await keepPicture(page, `audit-named-${language}`);
      await page.context().close();
    }
  });

  it('exports the file that the command verifies', async () => {
    const page = await console_.openSignedIn('/console/audit');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^audit-\d{4}-\d\d-\d\d\.jsonl$/);
    const verdict = verifyAuditExport(await readFile(await download.path()));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.ok(verdict.events >= 61, `${verdict.events} events`);
    await page.context().close();
  });

  it('verifies the events on the page, says what was checked and what was not, and holds the log to what it was', async () => {
    const page = await console_.openSignedIn('/console/audit');
    const verify = page.getByRole('button', { name: 'Verify', exact: true });
    await page.getByRole('button', { name: 'updateDesktop' }).first().waitFor();
    await verify.click();
    await page.getByText('50 events on this page are in the log as they are shown.').waitFor();
    await page.getByText('this browser sees it for the first time').waitFor();
    await assertAccessible(page, 'verified audit events');
    await keepPicture(page, 'audit-verified');

    await console_.service.call('PUT', `/desktops/${desktop}`, { desktop: { deletion_protection: false } });
    await page.getByRole('button', { name: 'Read again' }).click();
    await verify.click();
    await page.getByText('The log has only grown since this browser saw it last').waitFor();

    // The head of another log, as if this one had been put in its place.
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('deskplane.log-head') ?? '');
      const said = JSON.parse(atob(kept.head.payload));
      kept.head.payload = btoa(JSON.stringify({ ...said, root: '0'.repeat(64) }));
      localStorage.setItem('deskplane.log-head', JSON.stringify(kept));
    });
    await verify.click();
    await page.getByText('There is no proof that the log has only grown').waitFor();
    await assertAccessible(page, 'a log that does not verify');
    await keepPicture(page, 'audit-not-verified');
    await page.getByRole('button', { name: 'Forget the kept head' }).click();
    await page.getByText('this browser sees it for the first time').waitFor();
    await page.context().close();
  });

  it('finds an event that is shown otherwise than it is in the log', async () => {
    const page = await console_.openSignedIn('/console/help');
    await page.route('**/traces?*', async (route) => {
      const answer = await route.fetch();
      const text = await answer.text();
      await route.fulfill({
        response: answer,
        body: text.replace('"trace_name":"updateDesktop"', '"trace_name":"createTag"'),
      });
    });
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await page.getByRole('button', { name: 'createTag' }).waitFor();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText('An event is shown otherwise than it is in the log').waitFor();
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
