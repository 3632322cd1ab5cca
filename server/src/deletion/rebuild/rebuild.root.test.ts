import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { showDesktop } from '../../testing/diskCalls.js';
import { type LocalService, startLocalService } from '../../testing/localService.js';
import { rebuildCallsOf } from '../../testing/rebuildCalls.js';
import { waitUntil } from '../../testing/waitUntil.js';

let local: LocalService;
const { planOf, rebuild, untilEnded, receiptOf } = rebuildCallsOf(() => local.service);
before(async () => {
  local = await startLocalService();
});
after(() => local?.remove());

interface Item {
  readonly provider_id: string;
  readonly key_id: string | null;
}

async function itemOf(id: string): Promise<Item> {
  const { rows } = await local.service.database.pool.query<Item>(
    'select provider_id, key_id from items where id = $1',
    [id],
  );
  assert.ok(rows[0] !== undefined);
  return rows[0];
}

/** The directory of an open disk that is its desktop's own. */
const filesOf = ({ provider_id: id }: Item): string =>
  join(local.host.runtimeDir, 'disks', id.slice(0, 6), 'files');

/** What the engine host has on this machine of a disk, by the names of files. */
async function remains({ provider_id: id }: Item): Promise<string[]> {
  const all = await readdir(local.host.stateDir, { recursive: true });
  return all.filter((path) => path.includes(id) || path.includes(`${id.slice(0, 6)}.`));
}

describe('a desktop of the local engine that is rebuilt by the API', () => {
  it('S6: begins anew with its system disk, keeps its data disk, and what it held before can be read no more', async () => {
    const image = local.host.engine.offer.images[0]?.id ?? '';
    const wish = { image_id: image, data_volumes: [{ type: 'SSD', size: 10 }] };
    const [desktop] = await createDesktops(local.service, wish);
    const earlier = await showDesktop(local.service, desktop);
    const [root, data] = [earlier.root_volume.id, earlier.data_volumes[0].id];
    const [former, kept] = [await itemOf(root), await itemOf(data)];
    assert.notEqual(former.key_id, null);
    await writeFile(join(filesOf(former), 'note'), 'on the system disk');
    await writeFile(join(filesOf(kept), 'note'), 'on the data disk');
    assert.notDeepEqual(await remains(former), []);
    const order = { desktop_ids: [desktop], disk_type: 'SYSTEM_DISK' };
    await untilEnded(await local.service.call('POST', '/snapshots/batch-create', order));
    const plan = await planOf(desktop, image);
    assert.equal(plan.status, 200, plan.text);
    assert.deepEqual(
      plan.body.items.map(({ kind }: { kind: string }) => kind),
      ['snapshot', 'volume'],
    );
    const agreed = { 'if-match': `"${plan.body.digest}"` };
    const [job] = await untilEnded(await rebuild([desktop], { image_id: image }, agreed));
    assert.equal(job?.status, 'SUCCESS', JSON.stringify(job));
    const shown = await showDesktop(local.service, desktop);
    assert.deepEqual([shown.status, shown.task_status], ['ACTIVE', '']);
    const next = await itemOf(shown.root_volume.id);
    assert.ok(next.key_id !== null && next.key_id !== former.key_id);
    await assert.rejects(readFile(join(filesOf(next), 'note')), /ENOENT/);
    assert.equal(await readFile(join(filesOf(kept), 'note'), 'utf8'), 'on the data disk');
    const receipt = await receiptOf(root);
    const disk = receipt.items.find(({ kind }) => kind === 'volume');
    assert.deepEqual([disk?.ended, disk?.grade, disk?.key.id], ['absent', 'crypto-erased', former.key_id]);
    assert.equal(receipt.items.length, 2);
    assert.deepEqual(await remains(former), []);
    assert.equal((await local.service.call('DELETE', `/desktops/${desktop}`)).status, 204);
    await waitUntil(
      async () => (await local.service.call('GET', `/desktops/${desktop}`)).status === 404,
      'the desktop to be gone',
    );
    assert.deepEqual(await remains(next), []);
  });
});
