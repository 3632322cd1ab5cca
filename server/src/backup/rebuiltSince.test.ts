import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import type { Engine } from '../engines/contract.js';
import { backupRequest } from '../testing/backupRequest.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { showDesktop } from '../testing/diskCalls.js';
import { rebuildCallsOf } from '../testing/rebuildCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase, testMasterKeyFile } from '../testing/testDatabase.js';
import { keepTombstones } from '../tombstones/keepTombstones.js';
import { makeBackup, restore } from './backupAndRestore.js';

/**
 * A desktop is rebuilt so often after a backup of its service, which is then restored with the tombstones of since, with the engine as it
 * is by then.
 */
async function restoredAfter(
  rebuilds: number,
  check: (restored: {
    readonly service: TestService;
    readonly desktop: string;
    /** What the desktop begins with by now. */
    readonly disk: string;
    /** The disks of the desktop that the engine has. */
    readonly onEngine: () => Promise<number>;
  }) => Promise<void>,
): Promise<void> {
  const directory = await makeTemporaryDirectory();
  const target = await createTestDatabase();
  let engine: Engine | undefined;
  const first = await startTestService({ engine: (simulated) => (engine = simulated) });
  let second: TestService | undefined;
  try {
    const { rebuild, untilEnded, receiptOf } = rebuildCallsOf(() => first);
    const [desktop] = await createDesktops(first, {});
    const tombstones = join(directory.path, 'tombstones.jsonl');
    const request = (url: string) => backupRequest(url, directory, tombstones);
    await makeBackup(request(first.database.url));
    for (let done = 0; done < rebuilds; done += 1) {
      const former = (await showDesktop(first, desktop)).root_volume.id;
      await untilEnded(await rebuild([desktop]));
      await receiptOf(former);
    }
    const disk = (await showDesktop(first, desktop)).root_volume.id;
    const kept = await keepTombstones({
      pool: first.database.pool,
      path: tombstones,
      deskplane: './deskplane',
      logger: pino({ enabled: false }),
      onOlderDatabase: () => assert.fail('the database is not older'),
    });
    await kept.copyNow();
    await kept.stop();
    await restore(request(target.url));
    await copyFile(testMasterKeyFile(first.database.url), testMasterKeyFile(target.url));
    const same = engine;
    assert.ok(same !== undefined);
    second = await startTestService({
      database: target,
      credentials: first.credentials,
      engine: () => same,
    });
    const onEngine = async () => {
      const { rowCount } = await first.database.pool.query(
        `select from simulated_items where kind = 'volume' and spec ->> 'desktopId' = $1
           and not (changes_to = 'gone' and changes_at <= now()) is true`,
        [desktop],
      );
      return rowCount ?? 0;
    };
    await check({ service: second, desktop, disk, onEngine });
  } finally {
    await second?.stop();
    await first.remove();
    await target.drop();
    await directory.remove();
  }
}

describe('a backup of before a desktop was rebuilt', () => {
  for (const rebuilds of [1, 2])
    it(`S2, S6: knows the disk that the desktop begins with by now, after ${rebuilds} of them, and it goes with the desktop`, () =>
      restoredAfter(rebuilds, async ({ service, desktop, disk, onEngine }) => {
        assert.equal((await showDesktop(service, desktop)).root_volume.id, disk);
        assert.equal(await onEngine(), 1);
        assert.equal((await service.call('DELETE', `/desktops/${desktop}`)).status, 204);
        await showUntilGone(service, desktop);
        const { items } = (await service.call('GET', `/deletions/${desktop}`)).body;
        const volumes = items.filter((item: { kind: string }) => item.kind === 'volume');
        assert.deepEqual(
          volumes.map((item: { item_id: string; ended: string }) => [item.item_id, item.ended]),
          [[disk, 'absent']],
        );
        assert.equal(await onEngine(), 0);
      }));
});
