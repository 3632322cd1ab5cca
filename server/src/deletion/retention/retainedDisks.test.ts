import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { pino } from 'pino';
import { makeBackup, restore } from '../../backup/backupAndRestore.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { compactAll, countLeft, deleteAndSettle, moveBack } from '../../testing/oldDeletions.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../testing/temporaryDirectory.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { keepTombstones } from '../../tombstones/keepTombstones.js';

let directory: TemporaryDirectory;
let service: TestService;
let target: TestDatabase;
let desktop: string;
let disk: string;
let jobId: string;

const request = (database: TestDatabase) => ({
  progress: () => undefined,
  environment: { DATABASE_URL: database.url, DESKPLANE_DATA_DIR: directory.path },
  file: join(directory.path, 'alive'),
  tombstones: undefined,
  withoutTombstones: false,
});
const show = async () => (await service.call('GET', `/deletions/${disk}`)).body;

before(async () => {
  directory = await makeTemporaryDirectory();
  service = await startTestService();
  target = await createTestDatabase();
  const keeper = await keepTombstones({
    pool: service.database.pool,
    path: join(directory.path, 'tombstones.jsonl'),
    logger: pino({ level: 'silent' }),
    deskplane: './deskplane',
    onOlderDatabase: assert.fail,
  });
  [desktop] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
  disk = (await service.call('GET', `/desktops/${desktop}`)).body.desktop.data_volumes[0].id;
  await makeBackup(request(service.database));
  const answer = await service.call('POST', `/desktops/${desktop}/volumes/batch-delete`, {
    volume_ids: [disk],
  });
  assert.equal(answer.status, 200, answer.text);
  jobId = answer.body.job_id;
  await waitUntil(async () => (await show()).receipt_state === 'sealed', 'the receipt of the disk');
  await keeper.stop();
});
after(async () => {
  await target?.drop();
  await service?.remove();
  await directory?.remove();
});

describe('a disk that went without its desktop', () => {
  it('S9: does not come back with a backup from before it went', async () => {
    const { replayed } = await restore(request(target));
    assert.equal(replayed.get('volume'), 1);
    const { rows } = await target.pool.query(
      `select i.state, x.state as deletion, x.replayed_at is not null as replayed, x.disk_of,
         (select gone_at is null from desktops where id = x.disk_of) as desktop_stays,
         (select count(*)::int from items o where o.desktop_id = i.desktop_id and o.state = 'present') as others
       from items i join deletions x on x.desktop_id = i.id where i.id = $1`,
      [disk],
    );
    assert.deepEqual(rows, [
      { state: 'absent', deletion: 'done', replayed: true, disk_of: desktop, desktop_stays: true, others: 3 },
    ]);
  });

  it('A3: is let go with its desktop and not before; its receipt stays, and proves it as before', async () => {
    await moveBack(service, [disk]);
    assert.equal(await compactAll(service), 0);
    const whole = await show();
    await deleteAndSettle(service, desktop);
    await moveBack(service, [desktop]);
    assert.equal(await compactAll(service), 1);
    for (const id of [desktop, disk]) assert.deepEqual(await countLeft(service, id), {});
    const kept = await show();
    assert.deepEqual(
      [kept.desktop_id, kept.volume_id, kept.state, kept.receipt.receipt.envelope],
      [desktop, disk, 'done', whole.receipt.receipt.envelope],
    );
    const keys = readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);
    const verdict = verifyReceipt(canonicalBytes(kept.receipt), { keys });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.receipt.volumeId, disk);
    assert.equal((await service.call('GET', `/workspace-jobs/${jobId}`)).status, 404);
    assert.equal((await service.call('GET', `/deletions/${disk}/events`)).status, 204);
  });
});
