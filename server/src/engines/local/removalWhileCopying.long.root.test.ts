import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createDesktops, readSubJobs } from '../../testing/desktopCalls.js';
import { diskFilesOf, loopDevices, mountsOf } from '../../testing/localDisks.js';
import { type LocalService, startLocalService } from '../../testing/localService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let local: LocalService;
before(async () => {
  local = await startLocalService();
});
after(() => local?.remove());

const call: LocalService['service']['call'] = (...request) => local.service.call(...request);

/** Puts something in the place of a file that nobody ever reads to its end. */
async function makeEndless(file: string): Promise<void> {
  await rm(file);
  await promisify(execFile)('mkfifo', ['--mode=0600', file]);
}

/** Who copies a file, once somebody does. */
const copyOf = (file: string): Promise<number> =>
  waitUntil(async () => {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (words.startsWith('cp\0') && words.includes(`\0${file}\0`)) return Number(pid);
    }
    return undefined;
  }, 'the file to be copied');

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function untilDone({ body, status, text }: Awaited<ReturnType<typeof call>>): Promise<void> {
  assert.equal(status, 200, text);
  await waitUntil(
    async () => (await readSubJobs(local.service, body.job_id)).every((job) => job.status === 'SUCCESS'),
    'the job to end',
  );
}

/** By other means than the engine's word. @param erased so many keys, at least, were seen to be destroyed */
async function assertNothingLeft(desktop: string, copy: number, erased: number): Promise<void> {
  const receipt = await waitUntil(
    async () => (await call('GET', `/deletions/${desktop}`)).body.receipt ?? undefined,
    'the deletion to be done',
  );
  assert.deepEqual(await diskFilesOf(local.host), []);
  assert.deepEqual(await mountsOf(local.host), []);
  assert.deepEqual(await loopDevices(local.host), []);
  assert.equal(isThere(copy), false, 'nobody copies any more');
  const statement = Buffer.from(receipt.receipt.envelope.payload, 'base64').toString();
  const items: { kind: string; absence_grade: string }[] = JSON.parse(statement).items;
  assert.ok(
    items.filter(({ absence_grade: grade }) => grade === 'crypto-erased').length >= erased,
    statement,
  );
}

describe('a desktop that is deleted by force while a disk of it is copied', () => {
  it('S13: to a snapshot: leaves nothing of disk, key, snapshot and copy, and does not wait for it', async () => {
    const [desktop] = await createDesktops(local.service, {
      image_id: local.host.engine.offer.images[0]?.id,
    });
    const stop = { desktop_ids: [desktop], op_type: 'os-stop', type: 'HARD' };
    await untilDone(await call('POST', '/desktops/action', stop));
    const [image] = await readdir(join(local.host.stateDir, 'volumes'));
    assert.ok(image !== undefined);
    const file = join(local.host.stateDir, 'volumes', image);
    await makeEndless(file);
    const order = { desktop_ids: [desktop], disk_type: 'SYSTEM_DISK' };
    const answer = await call('POST', '/snapshots/batch-create', order);
    assert.equal(answer.status, 200, answer.text);
    const copy = await copyOf(file);
    assert.equal((await call('DELETE', `/desktops/${desktop}?is_force_delete=true`)).status, 204);
    await assertNothingLeft(desktop, copy, 1);
  });

  it('S13: back from a snapshot: leaves nothing of disk, key, snapshot and copy, and does not wait for it', async () => {
    const [desktop] = await createDesktops(local.service, {
      image_id: local.host.engine.offer.images[0]?.id,
      data_volumes: [{ type: 'SSD', size: 10 }],
    });
    const order = { desktop_ids: [desktop], disk_type: 'DATA_DISKS' };
    await untilDone(await call('POST', '/snapshots/batch-create', order));
    const stop = { desktop_ids: [desktop], op_type: 'os-stop', type: 'HARD' };
    await untilDone(await call('POST', '/desktops/action', stop));
    const [snapshot] = (await call('GET', `/snapshots?desktop_id=${desktop}`)).body.desktop_snapshots;
    const [image] = await readdir(join(local.host.stateDir, 'snapshots'));
    assert.ok(image !== undefined);
    const file = join(local.host.stateDir, 'snapshots', image);
    await makeEndless(file);
    const restore = await call('POST', '/snapshots/batch-restore', { snapshot_ids: [snapshot.snapshot_id] });
    assert.equal(restore.status, 200, restore.text);
    const copy = await copyOf(file);
    assert.equal((await call('DELETE', `/desktops/${desktop}?is_force_delete=true`)).status, 204);
    await assertNothingLeft(desktop, copy, 2);
    const [part] = await readSubJobs(local.service, restore.body.job_id);
    assert.deepEqual([part?.status, part?.error_code], ['FAILED', 'WKS.00010032']);
    const path = `/desktops/${desktop}/snapshots/${snapshot.snapshot_id}/restores/${restore.body.job_id}/receipt`;
    assert.equal((await call('GET', path)).status, 404, 'nobody saw it made');
  });
});
