import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { openTestLog, type TestLog } from '../testing/openTestLog.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { startSealer } from './sealer.js';

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

  it('rests between its rounds however much is written meanwhile, and leaves nothing when it stops', async () => {
    const sealer = startSealer({ ...log, logger: pino({ level: 'silent' }) });
    let written = 0;
    const countHeads = async () =>
      (await log.database.selectFrom('log_heads').select('signed_at').execute()).length;
    for (let heads = 0; heads < 3; heads = await countHeads()) {
      await log.append(...Array.from({ length: 20 }, (_, index) => `entry ${written + index}`));
      written += 20;
    }
    const signed = await log.database.selectFrom('log_heads').select('signed_at').orderBy('size').execute();
    const times = signed.map((head) => head.signed_at.getTime());
    for (const [index, time] of times.entries())
      assert.ok(index === 0 || time - (times[index - 1] ?? 0) >= 150, `signed at ${times.join(', ')}`);
    await sealer.stop();
    const leaves = await log.database.selectFrom('log_leaves').select('index').execute();
    assert.equal(leaves.length, written);
  });
});
