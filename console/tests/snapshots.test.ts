import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { type Around, createGate, interpose } from '@deskplane/server/testing/interpose.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
import {
  assertAccessible,
  assertFits,
  assertWordsWhole,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
} from './consoleBrowser.js';

describe('snapshots in the console', () => {
  let console_: ConsoleBrowser;
  let around: Around = (_call, run) => run();
  before(async () => {
    console_ = await openConsole({
      engine: (simulated) => interpose(simulated, (call, run) => around(call, run)),
    });
  });
  afterEach(() => {
    around = (_call, run) => run();
  });
  after(() => console_?.close());

  it('are made of the disks of a desktop, and deleted as planned, which the page of the deletion proves', async () => {
    const [id] = await createDesktops(console_.service, { desktop_name: 'frozen' });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByRole('button', { name: 'Create snapshots' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('before the update');
    await assertAccessible(page, 'the dialog of new snapshots');
    await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('button', { name: 'Delete the snapshot before the update' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Its key [0-9a-f]{32} is kept: the disk stays and needs it\.$/).waitFor();
    const [known] = (await console_.service.call('GET', `/snapshots?desktop_id=${id}`)).body
      .desktop_snapshots;
    const going = dialog.getByRole('listitem').filter({ hasText: 'the snapshot before the update' });
    await going.getByText(known.snapshot_id, { exact: true }).waitFor();
    await dialog.getByText('The engine is simulated: nothing real is changed.').waitFor();
    await dialog.getByText(/^Disk: System disk \/dev\/vda, 80 GB\. Made /).waitFor();
    await assertAccessible(page, 'the dialog of a snapshot');
    await keepPicture(page, 'delete-snapshot');
    await assertFits(page, 390, 'the dialog of a snapshot');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { name: 'Deletion of a snapshot of frozen' }).waitFor();
    await page.getByText('The receipt is valid.').first().waitFor();
    const left = await waitUntil(async () => {
      const { body } = await console_.service.call('GET', `/snapshots?desktop_id=${id}`);
      return body.total_count === 0 && body;
    }, 'the snapshot to be gone');
    assert.deepEqual(left.desktop_snapshots, []);
    await page.getByRole('rowheader', { name: /^Snapshot before the update · \/dev\/vda/ }).waitFor();
    await keepPicture(page, 'deletion-of-a-snapshot');
    await page.context().close();
  });

  it('are made of the disks that are chosen, with a description', async () => {
    const [id] = await createDesktops(console_.service, {
      desktop_name: 'chosen',
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByRole('button', { name: 'Create snapshots' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('/dev/vda, 80 GB; /dev/vdb, 20 GB').waitFor();
    await dialog.getByLabel('Data disks only').check();
    await dialog.getByLabel('Name').fill('papers');
    await dialog.getByLabel('Description').fill('Before they were sorted');
    await assertAccessible(page, 'the dialog of new snapshots with a choice');
    await keepPicture(page, 'create-snapshots');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Before they were sorted').waitFor();
    const { body } = await console_.service.call('GET', `/snapshots?desktop_id=${id}`);
    assert.deepEqual(
      body.desktop_snapshots.map(
        (each: { snapshot_name: string; is_system_disk: boolean; description: string }) => [
          each.snapshot_name,
          each.is_system_disk,
          each.description,
        ],
      ),
      [['papers', false, 'Before they were sorted']],
    );
    await page.context().close();
  });

  const makeFrozen = async (name: string) => {
    const { service } = console_;
    const [id] = await createDesktops(service, {
      desktop_name: name,
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const words = {
      name: `before the update of ${name}`,
      description: 'As it was when all of it still worked',
    };
    await service.call('POST', '/snapshots/batch-create', {
      desktop_ids: [id],
      disk_type: 'ALL',
      system_disk_snapshot: words,
      data_disk_snapshot: words,
    });
    const snapshots = await waitUntil(async () => {
      const { body } = await service.call('GET', `/snapshots?desktop_id=${id}&status=available`);
      return body.total_count === 2 && body.desktop_snapshots;
    }, 'two snapshots');
    return { id, name, words, snapshots };
  };

  for (const language of ['en', 'zh-CN'] as const)
    it(`can be read and deleted in any width, with their disk and description, in ${language}`, async () => {
      const { id, name, words, snapshots } = await makeFrozen(`cold-${language === 'en' ? 1 : 2}`);
      const page = await console_.openSignedIn(`/console/desktops/${id}`, { language });
      await page.getByRole('tab', { name: language === 'en' ? 'Resources' : '资源' }).click();
      await page.getByText(words.description).first().waitFor();
      await page.getByText('/dev/vdb', { exact: true }).nth(1).waitFor();
      for (const width of [1280, 1440, 700, 390]) {
        await assertFits(page, width, 'the resources');
        await assertWordsWhole(page, '.records', `the resources at ${width} px`);
        if (width === 390 || width === 1280) await assertAccessible(page, `the resources at ${width} px`);
        await page.locator('.records').nth(1).scrollIntoViewIfNeeded();
        await keepPicture(page, `resources-${language}-${width}`);
        for (const button of await page.locator('.records button').all()) {
          const box = await button.boundingBox();
          assert.ok(box !== null && box.x >= 0 && box.x + box.width <= width, `a button at ${width} px`);
        }
      }
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: /(Delete the disk|删除磁盘) \/dev\/vdb/ }).click();
      // Not that of the system disk.
      const going = dialog.getByRole('listitem').filter({ hasText: words.name });
      await going.waitFor();
      const own = snapshots.find((each: { is_system_disk: boolean }) => !each.is_system_disk);
      await going.getByText(own.snapshot_id, { exact: true }).waitFor();
      assert.equal(await dialog.getByRole('listitem').count(), 2);
      await assertAccessible(page, 'the dialog of a disk with a snapshot');
      await keepPicture(page, `delete-disk-with-snapshot-${language}`);
      await assertFits(page, 390, 'the dialog of a disk with a snapshot');
      await page.setViewportSize({ width: 1280, height: 900 });
      await dialog.getByPlaceholder(name).fill(name);
      await dialog.getByRole('button', { name: language === 'en' ? 'Delete' : '删除', exact: true }).click();
      await page
        .getByRole('rowheader', { name: /\/dev\/vdb/ })
        .nth(1)
        .waitFor();
      await page.context().close();
    });

  it('are what a disk is put back to as planned, once its desktop is off', async () => {
    const { id, words, snapshots } = await makeFrozen('thaw');
    const { service } = console_;
    const page = await console_.openSignedIn(`/console/desktops/${id}`);
    await page.getByRole('tab', { name: 'Resources' }).click();
    const open = page.getByRole('button', { name: `Restore the disk to the snapshot ${words.name}` }).first();
    await open.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The disk cannot be restored now').waitFor();
    assert.match(await dialog.innerText(), /Stop thaw first; it is now:\s*Running/);
    assert.ok(await dialog.getByRole('button', { name: 'Restore', exact: true }).isDisabled());
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'SHUTOFF',
      'the desktop to be off',
    );
    await page.reload();
    await page.getByRole('tab', { name: 'Resources' }).click();
    await open.click();
    await dialog.getByText(/What was written to it since is lost for good\.$/).waitFor();
    const [first] = await dialog.getByRole('listitem').filter({ hasText: words.name }).allTextContents();
    const chosen = snapshots.find((each: { snapshot_id: string }) => first?.includes(each.snapshot_id));
    const losing = dialog.getByRole('listitem').filter({ hasText: /what is on the disk .* is lost/ });
    await losing.getByText(chosen.volume_id, { exact: true }).waitFor();
    await dialog.getByText('The engine is simulated: nothing real is changed.').waitFor();
    await dialog.getByText(/^The key [0-9a-f]{32} of the disk is kept\.$/).waitFor();
    await assertAccessible(page, 'the dialog of a restore');
    await keepPicture(page, 'restore-snapshot');
    await assertFits(page, 390, 'the dialog of a restore');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Jobs' }).click();
    await page.getByText('Restore disks to snapshots').first().waitFor();
    await page.getByRole('link', { name: 'Receipt' }).click();
    await page.getByRole('heading', { name: 'Restore of a disk of thaw' }).waitFor();
    await page.getByText('The receipt is valid.').waitFor();
    await page.getByText(/^The engine answered that it put the disk back/).waitFor();
    await page.getByText('simulated: nothing real was changed').waitFor();
    await page.getByText(words.name).waitFor();
    await page.getByText(/^(System|Data) disk \/dev\/vd[ab], \d+ GB/).waitFor();
    await page.getByText(/^It does not prove that the answer is true/).waitFor();
    await assertAccessible(page, 'the receipt of a restore');
    await keepPicture(page, 'restore-receipt');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const verdict = verifyRestore(await readFile(await download.path()));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.deepEqual([verdict.restore.desktopId, verdict.restore.outcome], [id, 'restored']);
    await page.context().close();
  });

  for (const language of ['en', 'zh-CN'] as const)
    it(`lead to the receipt of the last restore, as the list of jobs does, in ${language}`, async () => {
      const { service } = console_;
      const texts = {
        en: { receipt: 'Receipt', valid: 'The receipt is valid.' },
        'zh-CN': { receipt: '回执', valid: '回执有效。' },
      }[language];
      const { id, name, snapshots } = await makeFrozen(`melt-${language === 'en' ? 1 : 2}`);
      await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
      await waitUntil(
        async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'SHUTOFF',
        'the desktop to be off',
      );
      const ids: string[] = snapshots.map((each: { snapshot_id: string }) => each.snapshot_id);
      const { body } = await service.call('POST', '/snapshots/batch-restore', { snapshot_ids: ids });
      const page = await console_.openSignedIn(`/console/desktops/${id}`, { language });
      await page.getByRole('tab', { name: language === 'en' ? 'Resources' : '资源' }).click();
      await page
        .getByRole('link', { name: language === 'en' ? /^Restored / : / 恢复$/ })
        .first()
        .click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.getByText(texts.valid).waitFor();
      for (const width of [390, 1280]) {
        await assertFits(page, width, 'the receipt of a restore');
        await assertAccessible(page, `the receipt of a restore at ${width} px`);
        await keepPicture(page, `restore-receipt-${language}-${width}`);
      }
      await page.goto(`${service.endpoint}/console/jobs`);
      const job = page.getByRole('row').filter({ hasText: language === 'en' ? 'Restore disks' : '恢复' });
      await job.first().getByRole('link', { name, exact: true }).waitFor();
      await job.first().getByRole('button').first().click();
      await page.getByRole('link', { name: texts.receipt }).first().click();
      await page.getByText(texts.valid).waitFor();
      assert.ok(page.url().endsWith(`/${body.job_id}`), page.url());
      await page.context().close();
    });

  it('have no receipt where a deletion by force took the desktop over, and the page says so', async () => {
    const { service } = console_;
    const { id, snapshots } = await makeFrozen('gone-meanwhile');
    await service.call('POST', '/desktops/action', { desktop_ids: [id], op_type: 'os-stop', type: 'HARD' });
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'SHUTOFF',
      'the desktop to be off',
    );
    const gate = createGate();
    around = async (call, run) => {
      if (call.verb === 'restore') await gate.pass();
      return run();
    };
    const [{ snapshot_id: snapshot }] = snapshots;
    const { body } = await service.call('POST', '/snapshots/batch-restore', { snapshot_ids: [snapshot] });
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    const page = await console_.openSignedIn(`/console/restores/${id}/${snapshot}/${body.job_id}`);
    await page.getByText('There is one once the restore has ended.').waitFor();
    await service.call('DELETE', `/desktops/${id}?is_force_delete=true`);
    await page.getByText(/^There is none: a deletion by force took the desktop over/).waitFor();
    await page.getByText('Cancelled: the desktop was deleted by force. (WKS.00010032)').waitFor();
    await assertAccessible(page, 'a restore without a receipt');
    gate.open();
    await page.goto(`${service.endpoint}/console/restores/${id}/${snapshot}/${id}`);
    await page
      .getByRole('alert')
      .getByText(/receipt of this restore/)
      .waitFor();
    await page.context().close();
  });

  it('S1: stand in the plan of their desktop by their own ids, names and disks, in the order in which they go', async () => {
    const { id, words, snapshots } = await makeFrozen('glacier');
    const page = await console_.openSignedIn(`/console/deletions/plan?desktops=${id}`);
    for (const { snapshot_id, is_system_disk } of snapshots) {
      const device = is_system_disk ? '/dev/vda' : '/dev/vdb';
      await page
        .getByRole('rowheader', { name: `Snapshot ${words.name} · ${device} ${snapshot_id}` })
        .waitFor();
    }
    const kinds = ['Server', 'Snapshot', 'Snapshot', 'Disk', 'Disk', 'Port'];
    const planned = await page.getByRole('rowheader').allInnerTexts();
    assert.deepEqual(
      planned.slice(0, kinds.length).map((text) => text.split(' ')[0]),
      kinds,
    );
    await keepPicture(page, 'plan-with-snapshots');
    await page.context().close();
  });
});
