import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { openTestLog, type TestLog } from '../testing/openTestLog.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { readHead } from './readLog.js';
import { startSealer } from './sealer.js';
import { maxEntries } from './sealLog.js';

describe('the sealer of the log', () => {
  let database: TestDatabase;
  let log: TestLog;
  before(async () => {
    database = await createTestDatabase();
    log = await openTestLog(database.database);
  });
  after(async () => {
    await log.remove();
    await database.drop();
  });

  it('rests after each round that was not full, however much is written meanwhile, and leaves nothing when it stops', async (context) => {
    const sealer = startSealer({ ...log, logger: pino({ level: 'silent' }) });
    context.after(() => sealer.stop());
    let written = 0;
    const countHeads = async () =>
      (await log.database.selectFrom('log_heads').select('signed_at').execute()).length;
    for (let count = 0; count < 3; count = await countHeads()) {
      await log.append(...Array.from({ length: 20 }, (_, index) => `entry ${written + index}`));
      written += 20;
    }
    const heads = await log.database
      .selectFrom('log_heads')
      .select(['size', 'signed_at'])
      .orderBy('size')
      .execute();
    let last = { size: 0, signedAt: 0, entries: 0 };
    for (const head of heads) {
      const signedAt = head.signed_at.getTime();
      const rested = signedAt - last.signedAt >= 150;
      assert.ok(rested || last.entries === maxEntries, JSON.stringify(heads));
      last = { size: Number(head.size), signedAt, entries: Number(head.size) - last.size };
    }
    await sealer.stop();
    assert.equal((await readHead(log.database))?.size, written);
  });

  it('leaves nothing when it stops, also where more waits than goes into a round', async () => {
    const sealed = (await readHead(log.database))?.size ?? 0;
    const size = 2 * maxEntries + 1;
    for (let written = 0; written < size; written += 1_000)
      await log.append(
        ...Array.from({ length: Math.min(1_000, size - written) }, (_, index) => `late ${written + index}`),
      );
    await startSealer({ ...log, logger: pino({ level: 'silent' }) }).stop();
    assert.equal((await readHead(log.database))?.size, sealed + size);
  });
});
