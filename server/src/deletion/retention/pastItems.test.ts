import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError, type ItemKind } from '../../engines/contract.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import {
  awaitSettled,
  compactAll,
  countLeft,
  deleteAndSettle,
  moveBack,
} from '../../testing/oldDeletions.js';
import { plantInEngine } from '../../testing/plantItems.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

interface PastItem {
  readonly item_id: string;
  readonly kind: ItemKind;
  readonly name: string;
  readonly provider_id: string;
  readonly generation: string;
  readonly key_id: string | null;
}

let service: TestService;
let locked: ItemKind | undefined;
before(async () => {
  service = await startTestService({
    engine: (simulated) => ({
      ...simulated,
      remove: async (ref, how) => {
        if (ref.kind === locked) throw new EngineError('refused', `the ${ref.kind} is locked`);
        return simulated.remove(ref, how);
      },
    }),
  });
});
after(() => service.remove());

const scan = async () => (await service.call('GET', '/orphan-scan')).body;

async function itemsOf(desktopId: string): Promise<PastItem[]> {
  const { rows } = await service.database.pool.query<PastItem>(
    `select id as item_id, kind, single_use_name as name, provider_id, generation, key_id from items
     where desktop_id = $1 order by id`,
    [desktopId],
  );
  return rows;
}

async function compactedDesktop(): Promise<{ readonly id: string; readonly items: readonly PastItem[] }> {
  const [id] = await createDesktops(service, {});
  const items = await itemsOf(id);
  await deleteAndSettle(service, id);
  await moveBack(service, [id]);
  assert.equal(await compactAll(service), 1);
  assert.deepEqual(await countLeft(service, id), {});
  return { id, items };
}

describe('the orphan scan after the retention', () => {
  it('A13, S3: knows each item that appears again, by ID and generation, and has it removed', async () => {
    const { id, items } = await compactedDesktop();
    assert.equal(items.length, 3);
    for (const { kind, provider_id, generation, name, key_id } of items)
      await plantInEngine(service.database.database, { kind, id: provider_id, generation, name }, [], key_id);
    const { items: found } = await scan();
    const shown = found.map((item: Record<string, unknown>) =>
      ['class', 'reason', 'item_id', 'desktop_id', 'id'].map((key) => item[key]).join(' '),
    );
    assert.deepEqual(
      shown.sort(),
      items.map((item) => `ours-orphaned seen-absent ${item.item_id} ${id} ${item.provider_id}`).sort(),
    );
    const { body, text } = await service.call('POST', '/orphan-scan/reclaim', {});
    assert.deepEqual(
      body.results.map((result: { result: string }) => result.result),
      ['removed', 'removed', 'removed'],
      text,
    );
    assert.deepEqual((await scan()).items, []);
  });

  it('S3: takes an item of another generation under such an ID for nobody’s, and one under such a name for doubtful', async () => {
    const [one, another] = (await compactedDesktop()).items;
    assert.ok(one !== undefined && another !== undefined);
    const { database } = service.database;
    await plantInEngine(database, {
      kind: one.kind,
      id: one.provider_id,
      generation: 'another',
      name: 'stranger',
    });
    const namesake = await plantInEngine(database, { kind: another.kind, name: another.name });
    const { items, foreign_items } = await scan();
    assert.deepEqual(
      items.map((item: Record<string, unknown>) => [item['class'], item['reason'], item['id']]),
      [['unknown', 'another-generation', namesake.id]],
    );
    assert.ok(foreign_items.some((item: { id: string }) => item.id === one.provider_id));
    await service.database.pool.query('delete from simulated_items where id in ($1, $2)', [
      one.provider_id,
      namesake.id,
    ]);
  });

  it('S7, L6: still has on the ledger what was released and never seen gone, with its address', async () => {
    const [id] = await createDesktops(service, {});
    const items = await itemsOf(id);
    const port = items.find(({ kind }) => kind === 'port');
    assert.ok(port !== undefined);
    locked = 'port';
    await service.call('DELETE', `/desktops/${id}`);
    await waitUntil(async () => {
      const { body } = await service.call('GET', `/deletions/${id}`);
      return body.progress.ended === 2;
    }, 'only the port to be left');
    const answer = await service.call('POST', `/deletions/${id}/items/${port.item_id}/release`, {
      reason: 'its host burnt',
    });
    assert.equal(answer.status, 200, answer.text);
    locked = undefined;
    await showUntilGone(service, id);
    await awaitSettled(service, [id]);
    await moveBack(service, [id]);
    const held = async () =>
      (
        await service.database.pool.query(
          `select id, held_address is not null as held, released from items where desktop_id = $1 and state <> 'absent'`,
          [id],
        )
      ).rows;
    const kept = await held();
    assert.deepEqual(kept, [{ id: port.item_id, held: true, released: true }]);
    assert.equal(await compactAll(service), 1);
    assert.deepEqual(await countLeft(service, id), { items: 1 });
    assert.deepEqual(await held(), kept);
    const { items: found } = await scan();
    assert.deepEqual(
      found.map((item: Record<string, unknown>) => [item['class'], item['reason'], item['id']]),
      [['ours-orphaned', 'released', port.provider_id]],
    );
    const { body } = await service.call('GET', `/deletions/${id}`);
    const released = body.items.find((item: { kind: string }) => item.kind === 'port');
    assert.deepEqual([released.ended, released.release_reason], ['released', 'its host burnt']);
  });
});
