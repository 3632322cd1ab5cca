import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { mailsTo } from '@deskplane/server/testing/invitationCalls.js';
import { pixelsOf, untilDesktop } from '@deskplane/server/testing/screenBrowser.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  signIn,
  visitService,
} from './consoleBrowser.js';
import { type Installation, startInstallation } from './installation.js';

const execute = promisify(execFile);
const password = 'Chosen-by-anna-2';
/** No other desktop of the machine has a file of this name. */
const note = `note-${randomUUID()}`;
const people = ['anna', ...Array.from({ length: 19 }, (_, index) => `person-${index + 2}`)];
const nameOf = (person: string): string => `pc-${person}`;
const list = ['name,user,email', ...people.map((each) => `${nameOf(each)},${each},${each}@example.com`)].join(
  '\n',
);

describe('a day with the console, on the local engine', () => {
  let installation: Installation;
  let visitor: Pick<ConsoleBrowser, 'open' | 'troubles' | 'close'>;
  /** The administrator's. */
  let page: Page;
  /** The one that shows anna her desktop. */
  let screen: Page;
  before(async () => {
    installation = await startInstallation();
    visitor = await visitService(installation.endpoint);
  });
  after(async () => {
    await visitor?.close();
    await installation?.remove();
  });

  const goTo = (path: string) => page.goto(installation.endpoint + path);
  const row = (text: string) => page.locator('tr', { hasText: text });
  const deleteButton = () => page.getByRole('button', { name: /^Delete (this desktop|\d+ desktops)$/ });

  it('begins with the first credentials at the address that the start has printed', async () => {
    page = await visitor.open('/');
    assert.equal(new URL(page.url()).pathname.split('/')[1], 'console');
    await signIn(page, installation);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await assertAccessible(page, 'the first overview');
    await keepPicture(page, 'day-1-first');
  });

  it('makes twenty desktops from a CSV file', async () => {
    await goTo('/console/desktops/create-many');
    const buffer = Buffer.from(`\u{feff}${list}`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await waitUntil(
      async () => (await page.getByRole('textbox', { name: 'One desktop a row' }).inputValue()) !== '',
      'the file is read',
    );
    await page.getByRole('button', { name: 'Check the list' }).click();
    await page.getByRole('button', { name: 'Create 20 desktops' }).click();
    await page.getByText('20 of 20 are created.').first().waitFor();
    await keepPicture(page, 'day-2-created');
    await goTo('/console/desktops');
    await page.getByRole('heading', { name: /^Desktops/ }).waitFor();
    await keepPicture(page, 'day-2-desktops');
  });

  it('invites by a mail, whose link lets her choose a password and see her desktop', async () => {
    const [mail] = await mailsTo(installation.mails, 'anna@example.com');
    const link = /http:\S+\/desk\/invitation\?\S+/.exec(mail?.email.text ?? '')?.[0] ?? '';
    assert.ok(link.startsWith(installation.endpoint), mail?.email.text);
    await goTo('/console/mails');
    await row('anna@example.com').first().waitFor();
    assert.equal((await page.content()).includes(new URL(link).hash.slice(1)), false);
    const desk = await visitor.open(link.slice(installation.endpoint.length));
    await desk.locator('input[name=new]').fill(password);
    await desk.locator('input[name=again]').fill(password);
    await keepPicture(desk, 'day-3-invitation');
    await desk.keyboard.press('Enter');
    await desk.getByRole('link', { name: 'Open pc-anna in a new tab' }).waitFor();
    assert.equal(await desk.getByRole('listitem').filter({ hasText: 'pc-' }).count(), 1);
    await keepPicture(desk, 'day-3-desk');
    const opened = desk.waitForEvent('popup');
    await desk.getByRole('link', { name: 'Open pc-anna in a new tab' }).click();
    screen = await opened;
  });

  it('shows her the desktop, which takes what she types', async () => {
    await untilDesktop(screen);
    const before_ = await pixelsOf(screen);
    await screen.locator('#stage canvas').click();
    await screen.keyboard.type(`echo typed by anna > ~/${note}`, { delay: 15 });
    await screen.keyboard.press('Enter');
    await waitUntil(async () => (await pixelsOf(screen)) !== before_, 'the picture changes');
    await waitUntil(async () => (await notesOnDisks()).includes('typed by anna\n'), 'it is on her disk');
    await keepPicture(screen, 'day-4-screen');
  });

  it('shows what goes with her desktop, deletes it, follows it, and verifies the receipt', async () => {
    await goTo('/console/desktops');
    await page.getByRole('link', { name: 'pc-anna', exact: true }).click();
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByText('Delete users, too').click();
    await page.getByLabel('Type pc-anna').fill('pc-anna');
    await page.getByRole('cell', { name: 'Is deleted' }).nth(3).waitFor();
    await assertAccessible(page, 'the plan');
    await keepPicture(page, 'day-5-plan');
    await deleteButton().click();
    await page.getByText('The receipt is valid.').waitFor();
    await keepPicture(page, 'day-5-receipt');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const verdict = verifyReceipt(await readFile(await download.path()));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    await screen
      .getByText(/deleted/i)
      .first()
      .waitFor();
    await keepPicture(screen, 'day-5-ended');
    assert.equal((await notesOnDisks()).length, 0);
    const mails = await mailsTo(installation.mails, 'anna@example.com', 2);
    assert.match(mails[1]?.email.subject ?? '', /pc-anna/);
  });

  it('tells everything about her afterwards, and forgets her values when that is asked', async () => {
    await goTo('/console/persons');
    await page.getByRole('link', { name: 'anna', exact: true }).click();
    await page.getByText('pc-anna').first().waitFor();
    await keepPicture(page, 'day-6-person');
    // Whoever is still to be written to cannot be erased.
    await waitUntil(async () => {
      const { mails } = JSON.parse(await installation.run('mail', 'list', '--json'));
      const hers = mails.filter(({ recipient }: { recipient: string }) => recipient === 'anna@example.com');
      return hers.length === 2 && hers.every(({ state }: { state: string }) => state === 'sent');
    }, 'her mails are recorded as sent');
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByLabel('Type anna').fill('anna');
    await page.getByRole('button', { name: 'Erase this person' }).click();
    await page.getByText('This person was erased').waitFor();
    assert.ok(!(await installation.run('mail', 'list', '--json')).includes('anna@example.com'));
    await keepPicture(page, 'day-6-erased');
  });

  it('deletes from the Explorer as who is signed in', async () => {
    const { desktops } = JSON.parse(await installation.run('desktop', 'list', '--json'));
    const id = desktops.find(
      (each: { computer_name: string }) => each.computer_name === nameOf('person-2'),
    )?.desktop_id;
    await goTo('/explorer/operations/DeleteDesktop');
    await page.getByLabel('desktop_id', { exact: true }).fill(id);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type pc-person-2 to go ahead').fill('pc-person-2');
    await keepPicture(page, 'day-7-explorer');
    await page.getByRole('button', { name: 'Call it' }).click();
    await page.getByText(/Answered 204 in/).waitFor();
  });

  it('refuses one whom no policy allows it, and says so', async () => {
    const made = JSON.parse(
      await installation.run('admin', 'add', 'eve', '--policy', 'AuditorReadOnlyPolicy', '--json'),
    );
    const eve = await visitor.open('/console/desktops');
    await signIn(eve, {
      credentials: { ...installation.credentials, user_name: 'eve', password: made.password },
    });
    await eve.locator('tr', { hasText: nameOf('person-3') }).waitFor();
    for (const [who, isOffered] of [
      [eve, false],
      [page, true],
    ] as const) {
      await who.goto(`${installation.endpoint}/console/desktops`);
      await who
        .locator('tr', { hasText: nameOf('person-3') })
        .getByRole('checkbox')
        .check();
      const action = who.locator('a, button').filter({ hasText: /^Delete/ });
      assert.equal(await action.getAttribute('aria-disabled'), isOffered ? null : 'true');
    }
    await keepPicture(eve, 'day-8-auditor');
    await eve.context().close();
  });

  it('speaks Chinese to whoever does, on a telephone, too', async () => {
    const telephone = await visitor.open('/console/desktops', {
      language: 'zh-CN',
      mode: 'dark',
      width: 390,
    });
    await signIn(telephone, installation);
    await telephone.getByRole('heading', { name: /^云桌面/ }).waitFor();
    await assertFits(telephone, 390, 'the table of desktops');
    await keepPicture(telephone, 'day-9-telephone');
    await telephone.context().close();
  });

  it('deletes all that are left at once; nothing of them stays, and engine and ledger agree', async () => {
    await goTo('/console/desktops');
    await row(nameOf('person-20')).waitFor();
    // The header that stands still lies above it.
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).dispatchEvent('click');
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByLabel('Type DELETE').fill('DELETE');
    await keepPicture(page, 'day-10-plan');
    await deleteButton().click();
    await page.waitForURL('**/console/deletions');
    await waitUntil(
      async () => JSON.parse(await installation.run('desktop', 'list', '--json')).desktops.length === 0,
      'none is left',
    );
    await goTo('/console/deletions');
    await row(nameOf('person-20')).getByText('Done').waitFor();
    await keepPicture(page, 'day-10-deletions');
    await goTo('/console/orphans');
    await page.getByText('Engine and ledger agree').waitFor();
    await goTo('/console/audit');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText('are in the log as they are shown').waitFor();
    await keepPicture(page, 'day-10-audit');
  });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(visitor.troubles, []);
  });
});

/** What the note holds, wherever it is on a disk of the machine. */
async function notesOnDisks(): Promise<readonly string[]> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  const disks = mounts
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((place) => place.includes('/disks/'));
  if (disks.length === 0) return [];
  const found = await execute('find', [...disks, '-xdev', '-name', note, '-type', 'f']).catch(
    (error: unknown) => {
      // Disks of others come and go meanwhile.
      if (!(error instanceof Error && 'stdout' in error)) throw error;
      return { stdout: String(error.stdout) };
    },
  );
  const files = found.stdout.split('\n').filter((path) => path !== '');
  return Promise.all(files.map((path) => readFile(path, 'utf8').catch(() => '')));
}
