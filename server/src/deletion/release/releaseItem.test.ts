import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { failOften, hurry } from '../../testing/progressRows.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

/** Kinds that do not go whatever is asked. */
const stubborn = new Set<string>();
/** Kinds that are said to go and do not. */
const silent = new Set<string>();
let service: TestService;
before(async () => {
  service = await startTestService({
    simulated: { delayMs: 5 },
    engine: (simulated) => ({
      ...simulated,
      remove: async (ref, how) => {
        if (silent.has(ref.kind)) return 'accepted';
        if (stubborn.has(ref.kind)) throw new EngineError('refused', `the ${ref.kind} is locked`);
        return simulated.remove(ref, how);
      },
    }),
  });
});
after(() => service.remove());

interface Item {
  readonly item_id: string;
  readonly kind: string;
  readonly ended: string | null;
  readonly ended_at: Date | null;
  readonly released_by: string | null;
  readonly release_reason: string | null;
}

async function itemsOf(desktopId: string): Promise<Item[]> {
  const { rows } = await service.database.pool.query<Item>(
    `select item_id, kind, ended, ended_at, released_by, release_reason from deletion_items
     where desktop_id = $1 order by stage, item_id`,
    [desktopId],
  );
  return rows;
}

const release = (desktopId: string, itemId: string, body: unknown = { reason: 'taken over by storage' }) =>
  service.call('POST', `/deletions/${desktopId}/items/${itemId}/release`, body);

/** A desktop of which only what is stubborn is left. */
async function stuckDesktop(...kinds: string[]): Promise<{ id: string; open: [Item, ...Item[]] }> {
  const [id] = await createDesktops(service, {});
  for (const kind of kinds) stubborn.add(kind);
  assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
  const open = await waitUntil(async () => {
    const left = (await itemsOf(id)).filter((item) => item.ended === null);
    return left.every(({ kind }) => kinds.includes(kind) || silent.has(kind)) ? left : undefined;
  }, 'only the stubborn items to be left');
  const [first, ...others] = open;
  assert.ok(first !== undefined);
  return { id, open: [first, ...others] };
}

describe('releasing an item', () => {
  it('S7: ends it by name and reason, finishes the deletion, and keeps it in the ledger and in the engine', async () => {
    const { id, open } = await stuckDesktop('volume');
    const [volume] = open;
    const answer = await release(id, volume.item_id, { reason: '  array 7 was retired  ' });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.body.ended, answer.body.release_reason], ['released', 'array 7 was retired']);
    await showUntilGone(service, id);
    const { rows } = await service.database.pool.query(
      `select i.ended, i.released_by = d.accepted_by as by_the_caller, i.release_reason, items.released, i.worker,
         items.state, d.state as deletion, s.status as job,
         (select count(*)::int from simulated_items where id = items.provider_id) as in_the_engine
       from deletion_items i join deletions d using (desktop_id) join items on items.id = i.item_id
       join shown_sub_jobs s on s.desktop_id = d.desktop_id::text join jobs j on j.id = s.job_id
       where i.item_id = $1 and j.job_type = 'deleteDesktops'`,
      [volume.item_id],
    );
    assert.deepEqual(rows, [
      {
        ended: 'released',
        by_the_caller: true,
        release_reason: 'array 7 was retired',
        released: true,
        worker: null,
        state: 'present',
        deletion: 'done',
        job: 'SUCCESS',
        in_the_engine: 1,
      },
    ]);
    stubborn.clear();
  });

  it('S17: is logged in the same transaction', async () => {
    const { id, open } = await stuckDesktop('port');
    await release(id, open[0].item_id, { reason: 'logged' });
    const { rows } = await service.database.pool.query<{ payload: Buffer }>(
      `select payload from log_entries where desktop_id = $1 and kind = 'release'`,
      [id],
    );
    const [entry, ...more] = rows.map((row) => JSON.parse(row.payload.toString()));
    assert.deepEqual([entry.item_id, entry.reason, more.length], [open[0].item_id, 'logged', 0]);
    stubborn.clear();
  });

  it('opens the next stage when it was the last of its own, and what is still held is named, not forgotten', async () => {
    const { id, open } = await stuckDesktop('server', 'volume', 'port');
    assert.deepEqual(open.map((item) => item.kind).sort(), ['port', 'server', 'volume']);
    const [server, ...others] = open;
    assert.equal(server.kind, 'server');
    stubborn.delete('volume');
    stubborn.delete('port');
    assert.equal((await release(id, server.item_id)).status, 200);
    await waitUntil(async () => {
      const { body } = await service.call('GET', '/deletions?state=running');
      const mine = body.deletions.find((each: { desktop_id: string }) => each.desktop_id === id);
      const errors = mine.waiting_for.map((item: { last_error: string | null }) => item.last_error ?? '');
      return errors.length === 2 && errors.every((error: string) => error.includes('is in use by a server'));
    }, 'the disk and the port to be asked to go');
    for (const item of others) assert.equal((await release(id, item.item_id)).status, 200);
    await showUntilGone(service, id);
    assert.ok((await itemsOf(id)).every((item) => item.ended === 'released'));
    stubborn.clear();
  });

  it('shows a deletion as running again once nothing of it fails any more', async () => {
    silent.add('port');
    const { id, open } = await stuckDesktop('volume');
    const [volume, port] = ['volume', 'port'].map((kind) => open.find((item) => item.kind === kind));
    assert.ok(volume !== undefined && port !== undefined);
    const shown = async () => {
      const { body } = await service.call('GET', `/desktops/${id}`);
      const { rows } = await service.database.pool.query<{ state: string; since: Date | null }>(
        'select state, failed_since as since from deletions where desktop_id = $1',
        [id],
      );
      return [body.desktop.task_status, rows[0]?.state, rows[0]?.since === null];
    };
    await waitUntil(async () => {
      await failOften(service.database.pool, { desktopId: id, kind: 'volume' });
      return (await shown())[0] === 'deleteFailed';
    }, 'the deletion to be shown as failing');
    assert.deepEqual(await shown(), ['deleteFailed', 'failed', false]);
    assert.equal((await release(id, volume.item_id)).status, 200);
    assert.deepEqual(await shown(), ['deleting', 'running', true]);
    assert.equal((await release(id, port.item_id)).status, 200);
    await showUntilGone(service, id);
    stubborn.clear();
    silent.clear();
  });

  it('shows it as failing still when something else of it fails', async () => {
    const { id, open } = await stuckDesktop('volume', 'port');
    await waitUntil(async () => {
      await failOften(service.database.pool, { desktopId: id });
      return (await service.call('GET', `/desktops/${id}`)).body.desktop.task_status === 'deleteFailed';
    }, 'the deletion to be shown as failing');
    await release(id, open[0].item_id);
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.task_status, 'deleteFailed');
    stubborn.clear();
    await release(id, open[1]?.item_id ?? '');
    await showUntilGone(service, id);
  });

  it('refuses what has ended, what is not there, and a release without a reason', async () => {
    const { id, open } = await stuckDesktop('port');
    const [port] = open;
    const gone = (await itemsOf(id)).find((item) => item.ended === 'absent');
    assert.ok(gone !== undefined);
    const missing = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
    for (const [desktop, item, status, code] of [
      [id, gone.item_id, 409, 'DPL.0409'],
      [id, missing, 404, 'DPL.0404'],
      [missing, port.item_id, 404, 'DPL.0404'],
    ] as const) {
      const refused = await release(desktop, item);
      assert.deepEqual([refused.status, refused.body.error_code], [status, code]);
    }
    const [alive] = await createDesktops(service, {});
    assert.equal((await release(alive, port.item_id)).status, 404, 'an item of another desktop');
    for (const body of [{}, { reason: '' }, { reason: '  \n ' }, { reason: 'x'.repeat(1001) }, { reason: 7 }])
      assert.equal((await release(id, port.item_id, body)).status, 400, JSON.stringify(body));
    assert.equal((await itemsOf(id)).find((item) => item.item_id === port.item_id)?.ended, null);
    assert.equal((await release(id, port.item_id)).status, 200);
    const again = await release(id, port.item_id);
    assert.deepEqual([again.status, again.body.error_code], [409, 'DPL.0409']);
    stubborn.clear();
  });

  it('S8: of two releases at once one is recorded, and an item ends once though a worker has it in hand', async () => {
    const { id, open } = await stuckDesktop('volume', 'port');
    stubborn.clear();
    await hurry(service.database.pool);
    const answers = await Promise.all(
      open.flatMap((item) => [release(id, item.item_id), release(id, item.item_id)]),
    );
    await showUntilGone(service, id);
    const released = answers.filter((answer) => answer.status === 200).length;
    assert.ok(answers.every((answer) => answer.status === 200 || answer.status === 409));
    const ends = (await itemsOf(id)).map((item) => item.ended);
    assert.equal(ends.filter((end) => end === 'released').length, released);
    assert.ok(ends.every((end) => end !== null));
  });
});
