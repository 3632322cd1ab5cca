import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { connect } from '../../database/connect.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';

const hour = 3_600_000;
const owned = (name: string) => ({ desktops: [{ user_name: name, user_email: `${name}@example.com` }] });

/** The receipt with the mail's addendum, held to what a verifier demands of its times. */
async function prove(service: TestService, id: string) {
  const bundle = await waitUntil(async () => {
    const { receipt } = (await service.call('GET', `/deletions/${id}`)).body;
    return receipt !== null && receipt.addenda.length > 0 && receipt;
  }, `the receipt of ${id}`);
  const verdict = verifyReceipt(canonicalBytes(bundle));
  assert.ok(verdict.valid, JSON.stringify(verdict));
  return JSON.parse(Buffer.from(bundle.receipt.envelope.payload, 'base64').toString('utf8'));
}

describe('A12: the times of a deletion, by replicas whose clocks are hours apart', () => {
  let ahead: TestService;
  let behind: TestService;
  before(async () => {
    ahead = await startTestService({ clock: () => new Date(Date.now() + 2 * hour) });
    behind = await startTestService({
      clock: () => new Date(Date.now() - 2 * hour),
      database: ahead.database,
    });
  });
  after(async () => {
    await behind.stop();
    await ahead.remove();
  });

  it('come from one clock, in their order, whichever replica did what', async () => {
    const start = await databaseTime(ahead.database);
    const ids: string[] = [];
    for (const [index, replica] of [ahead, behind, ahead, behind].entries()) {
      const [id] = await createDesktops(replica, owned(`user${index}`));
      const other = replica === ahead ? behind : ahead;
      assert.equal((await other.call('DELETE', `/desktops/${id}`)).status, 204);
      assert.equal((await replica.call('DELETE', `/desktops/${id}?delete_users=true`)).status, 204);
      ids.push(id);
    }
    for (const id of ids) {
      const receipt = await prove(behind, id);
      const end = await databaseTime(ahead.database);
      const told = [receipt.accepted.at, receipt.completed_at, ...receipt.items.flatMap(timesOf)];
      for (const time of told) assert.ok(time >= start && time <= end, `${start} <= ${time} <= ${end}`);
    }
  });
});

describe("A12: the times of a deletion, while the database's clock is set back", () => {
  let service: TestService;
  let hold: Promise<void> | undefined;
  let goOn = (): void => undefined;
  before(async () => {
    service = await startTestService({
      database: await withMovableClock(),
      engine: (simulated) => ({
        ...simulated,
        observe: async (ref) => {
          await hold;
          return simulated.observe(ref);
        },
      }),
    });
  });
  after(() => service.remove());

  const setClock = (offset: number) =>
    service.database.pool.query('update clocks.offsets set milliseconds = $1', [offset]);
  const holdItems = (): void => {
    hold = new Promise((resolve) => {
      goOn = resolve;
    });
  };

  it('never run back: what comes later is not said to have been earlier', async () => {
    await setClock(hour);
    const [id] = await createDesktops(service, owned('tick'));
    holdItems();
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await setClock(3 * hour);
    assert.equal((await service.call('DELETE', `/desktops/${id}?delete_users=true`)).status, 204);
    await setClock(-hour);
    goOn();
    const receipt = await prove(service, id);
    assert.deepEqual(
      receipt.raised_later.map(({ at }: { at: string }) => at <= receipt.completed_at),
      [true],
    );
    assert.ok(Date.parse(receipt.completed_at) - Date.parse(receipt.accepted.at) >= 1.9 * hour);
  });

  it('never run back for an item that is released either', async () => {
    await setClock(hour);
    const [id] = await createDesktops(service, owned('tock'));
    holdItems();
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await setClock(0);
    const { items } = (await service.call('GET', `/deletions/${id}`)).body;
    for (const { item_id: itemId } of items) {
      const body = { reason: 'the clock was set back' };
      const answer = await service.call('POST', `/deletions/${id}/items/${itemId}/release`, body);
      assert.equal(answer.status, 200, answer.text);
    }
    goOn();
    const receipt = await prove(service, id);
    assert.deepEqual([...new Set(receipt.items.map(({ ended }: { ended: string }) => ended))], ['released']);
  });
});

function timesOf(item: Record<string, unknown>): unknown[] {
  return Object.entries(item).flatMap(([name, value]) =>
    name.endsWith('_at') && value !== null ? [value] : [],
  );
}

async function databaseTime({ pool }: TestDatabase): Promise<string> {
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now.toISOString() ?? '';
}

/** A database whose statements find a clock of ours before PostgreSQL's: one that can be set back. */
async function withMovableClock(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  const name = new URL(made.url).pathname.slice(1);
  await made.pool.query(`
    create schema clocks;
    create table clocks.offsets (milliseconds float8 not null);
    insert into clocks.offsets values (0);
    create function clocks.clock_timestamp() returns timestamptz language sql volatile as $$
      select pg_catalog.clock_timestamp() + make_interval(secs => milliseconds / 1000) from clocks.offsets
    $$;
    alter database ${name} set search_path = clocks, pg_catalog, public`);
  // A setting of the database counts for connections that are made after it.
  const connections = connect({ url: made.url, connections: 8 });
  return {
    ...connections,
    url: made.url,
    drop: async () => {
      await connections.close();
      await made.drop();
    },
  };
}
