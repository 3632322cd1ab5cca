import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs } from '../../testing/desktopCalls.js';
import { type LocalService, startLocalService } from '../../testing/localService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let local: LocalService;
before(async () => {
  local = await startLocalService();
});
after(() => local?.remove());

const call: LocalService['service']['call'] = (...request) => local.service.call(...request);

async function untilDone(answer: {
  readonly status: number;
  readonly body: { job_id: string };
  text: string;
}) {
  assert.equal(answer.status, 200, answer.text);
  await waitUntil(async () => {
    const jobs = await readSubJobs(local.service, answer.body.job_id);
    assert.ok(!jobs.some(({ status }) => status === 'FAILED'), JSON.stringify(jobs));
    return jobs.every(({ status }) => status === 'SUCCESS');
  }, 'the job to end');
}

async function power(desktop: string, action: 'os-start' | 'os-stop', status: string): Promise<void> {
  const body = { desktop_ids: [desktop], op_type: action, type: 'HARD' };
  await untilDone(await call('POST', '/desktops/action', body));
  assert.equal((await call('GET', `/desktops/${desktop}`)).body.desktop.status, status);
}

describe('a disk of the local engine that is put back to a snapshot by the API', () => {
  it('holds, when its desktop starts again, what it held then and nothing of what came after', async () => {
    const [desktop] = await createDesktops(local.service, {
      image_id: local.host.engine.offer.images[0]?.id,
      data_volumes: [{ type: 'SSD', size: 10 }],
    });
    const volume: string = (await call('GET', `/desktops/${desktop}`)).body.desktop.data_volumes[0].id;
    const { rows } = await local.service.database.pool.query<{ id: string }>(
      'select provider_id as id from items where id = $1',
      [volume],
    );
    const place = join(local.host.runtimeDir, 'disks', (rows[0]?.id ?? '').slice(0, 6), 'files');
    const note = join(place, 'note');
    await writeFile(note, 'before');
    const order = { desktop_ids: [desktop], disk_type: 'DATA_DISKS' };
    await untilDone(await call('POST', '/snapshots/batch-create', order));
    const [snapshot] = (await call('GET', `/snapshots?desktop_id=${desktop}`)).body.desktop_snapshots;
    await writeFile(note, 'after');
    await writeFile(`${note}2`, 'after');
    const restore = { snapshot_ids: [snapshot.snapshot_id] };
    const early = await call('POST', '/snapshots/batch-restore', restore);
    assert.deepEqual([early.status, early.body.error_code], [409, 'DPL.0437']);
    await power(desktop, 'os-stop', 'SHUTOFF');
    const plan = await call('GET', `/desktops/${desktop}/snapshots/${snapshot.snapshot_id}/restore-plan`);
    assert.equal(plan.status, 200, plan.text);
    assert.deepEqual([plan.body.engine, plan.body.volume_id, plan.body.size], ['local', volume, 10]);
    const agreed = { 'if-match': `"${plan.body.digest}"` };
    await untilDone(await call('POST', '/snapshots/batch-restore', restore, agreed));
    await power(desktop, 'os-start', 'ACTIVE');
    assert.equal(await readFile(note, 'utf8'), 'before');
    await assert.rejects(readFile(`${note}2`), /ENOENT/);
    assert.equal((await call('DELETE', `/desktops/${desktop}`)).status, 204);
    await waitUntil(
      async () => (await call('GET', `/desktops/${desktop}`)).status === 404,
      'the desktop to be gone',
    );
  });
});
