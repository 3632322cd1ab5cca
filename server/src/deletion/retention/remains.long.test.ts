import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId, type DesktopId } from '../../ids.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { awaitSettled, compactAll, moveBack } from '../../testing/oldDeletions.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const rounds = 8;
/** Until then rows and index entries that go still make more room than is used again. */
const roundsBefore = 3;
const desktopsPerRound = 300;
/** What a deletion may leave for ever, in bytes. */
const max = 10_240;

let service: TestService;
before(async () => {
  service = await startTestService({ simulated: { delayMs: 0 } });
});
after(() => service.remove());

/** What all tables and indexes take, but for those of the simulated engine's world. */
async function bytesOfAll(): Promise<number> {
  const { pool } = service.database;
  // What was deleted while others still looked at it, and index pages that only the first one emptied, need a second one.
  await pool.query('vacuum');
  await pool.query('vacuum');
  const { rows } = await pool.query<{ bytes: number }>(
    `select sum(pg_table_size(oid) + pg_indexes_size(oid))::float8 as bytes from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'simulated_items'`,
  );
  return rows[0]?.bytes ?? 0;
}

let users = 0;

async function makeDesktops(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const desktops = Array.from({ length: 50 }, () => {
      users += 1;
      return { user_name: `user${users}`, user_email: `user${users}@example.org` };
    });
    ids.push(...(await createDesktops(service, { desktops })));
  }
  return ids;
}

async function deleteAll(ids: readonly string[]): Promise<void> {
  for (const id of ids)
    assert.equal((await service.call('DELETE', `/desktops/${id}?delete_users=true`)).status, 204);
  await waitUntil(async () => {
    const open = await service.database.database
      .selectFrom('deletions')
      .select('desktop_id')
      .where(
        'desktop_id',
        'in',
        ids.map((id) => asId<DesktopId>(id)),
      )
      .where('state', '<>', 'done')
      .executeTakeFirst();
    return open === undefined;
  }, 'the deletions to end');
  await awaitSettled(service, ids);
}

describe('what a deletion leaves for ever', () => {
  it(`is at most ${max / 1024} kB, with its server, disk, port, user and mail`, async () => {
    const sizes: number[] = [];
    let whole = 0;
    for (let round = 0; round < rounds; round += 1) {
      const begun = await bytesOfAll();
      const ids = await makeDesktops(desktopsPerRound);
      await deleteAll(ids);
      if (round === 0) whole = (await bytesOfAll()) - begun;
      await moveBack(service, ids);
      assert.equal(await compactAll(service, 50), ids.length);
      sizes.push(await bytesOfAll());
    }
    // Rows that go leave room for those of the next round: only once it is used again the growth is what stays.
    const settled = sizes.slice(roundsBefore - 1);
    const grown = (settled.at(-1) ?? 0) - (settled[0] ?? 0);
    const each = grown / ((rounds - roundsBefore) * desktopsPerRound);
    assert.ok(each <= max, `${each.toFixed(0)} bytes`);
    assert.ok(whole / desktopsPerRound > 1.5 * each, `${whole / desktopsPerRound} bytes before`);
  });
});
