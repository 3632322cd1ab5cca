import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { EngineError, type ProviderRef } from '../../engines/contract.js';
import { asId, type DesktopId, type JobId, type ProjectId } from '../../ids.js';
import { deletionOrder } from '../../testing/deletionOrder.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { createGate, type Gate } from '../../testing/interpose.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { createPostgresAcceptanceStore } from '../accept/postgresAcceptanceStore.js';
import { planDeletion } from '../plan/planDeletion.js';

/** A disk or a snapshot that is asked to go waits at the gate, then is refused as long as that is wanted; how often it is looked at meanwhile is counted. */
interface HeldDisk {
  readonly id: string;
  readonly gate: Gate;
  refused: boolean;
  looks: number;
}

let held: HeldDisk | undefined;
const heldOf = ({ kind, id }: ProviderRef) => (kind !== 'port' && id === held?.id ? held : undefined);
let service: TestService;
before(async () => {
  service = await startTestService({
    engine: (engine) => ({
      ...engine,
      remove: async (ref, how) => {
        const disk = heldOf(ref);
        await disk?.gate.pass();
        if (disk?.refused === true) throw new EngineError('refused', 'not now');
        return engine.remove(ref, how);
      },
      observe: (ref) => {
        const disk = heldOf(ref);
        if (disk !== undefined && disk.gate.came > 0) disk.looks += 1;
        return engine.observe(ref);
      },
    }),
  });
});
after(() => service.remove());

const one = async <Row extends object>(text: string, ...values: unknown[]): Promise<Row> => {
  const [row] = (await service.database.pool.query<Row>(text, values)).rows;
  assert.ok(row !== undefined, text);
  return row;
};
async function untilDone(answer: TestAnswer): Promise<void> {
  assert.equal(answer.status, 200, answer.text);
  await waitUntil(
    async () => (await readSubJobs(service, answer.body.job_id)).every(({ status }) => status === 'SUCCESS'),
    'the job to end',
  );
}

/** A desktop with a data disk that is held from now on. */
async function addDesktop(): Promise<{ desktop: DesktopId; disk: string; hold: HeldDisk }> {
  const [desktop] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
  const [{ id: disk }] = (await service.call('GET', `/desktops/${desktop}`)).body.desktop.data_volumes;
  return { desktop: asId<DesktopId>(desktop), disk, hold: await holdItem(disk) };
}
async function holdItem(item: string): Promise<HeldDisk> {
  const { id } = await one<{ id: string }>('select provider_id as id from items where id = $1', item);
  held = { id, gate: createGate(), refused: false, looks: 0 };
  return held;
}
const removeDisk = (desktop: string, disk: string) =>
  service.call('POST', `/desktops/${desktop}/volumes/batch-delete`, { volume_ids: [disk] });

describe('parts that go alone', () => {
  it('S5: the deletion of a desktop does not look at a disk that a deletion of its own still has, and goes on after it', async () => {
    const { desktop, disk, hold } = await addDesktop();
    const alone = await removeDisk(desktop, disk);
    await waitUntil(() => hold.gate.came > 0, 'the disk to be asked to go');
    assert.equal((await service.call('DELETE', `/desktops/${desktop}`)).status, 204);
    const turn = () =>
      one<{ version: number; open: string[]; seen: number }>(
        `select p.version, array_agg(i.id) as open, count(i."seenAbsent")::int as seen
         from deletion_progress p, unnest(p.items) i where p.desktop_id = $1 and i.ended is null and i.kind <> 'port' group by p.version`,
        desktop,
      );
    const waiting = await waitUntil(async () => {
      const now = await turn();
      return now.open.length === 1 && now;
    }, 'server and system disk to be gone');
    assert.deepEqual([waiting.open, waiting.seen], [[disk], 0]);
    // A claim and a record each raise the version: two more turns have looked for work.
    await waitUntil(async () => (await turn()).version >= waiting.version + 4, 'two more turns');
    assert.deepEqual([hold.looks, (await turn()).seen], [0, 0]);
    const told = (await service.call('GET', `/deletions/${desktop}`)).body.items;
    assert.match(
      told.find((item: { item_id: string }) => item.item_id === disk)?.last_error ?? '',
      /deletion of its own/,
    );
    hold.gate.open();
    await untilDone(alone);
    await showUntilGone(service, desktop);
    const { items } = (await service.call('GET', `/deletions/${desktop}`)).body;
    assert.equal(items.find((item: { item_id: string }) => item.item_id === disk)?.ended, 'absent');
  });

  /** Its deletion has failed for so long that it is looked at every five minutes, longer than a test waits. */
  async function refuseForLong(id: string): Promise<void> {
    const text = `
      update deletion_progress p set due_at = now(), version = version + 1, attempts = 100, items = array(
        select jsonb_populate_record(p.items[n], '{"attempts": 100, "dueAt": null}') from generate_subscripts(p.items, 1) n order by n)
      where desktop_id = $1 and worker is null and due_at > now()
      returning desktop_id`;
    await waitUntil(
      async () => (await service.database.pool.query(text, [id])).rows.length === 1,
      'a failed turn',
    );
    await waitsLong(id);
  }
  const waitsLong = (id: string) =>
    waitUntil(async () => {
      const text = `select worker is null and due_at > now() + interval '4 minutes' as waits from deletion_progress where desktop_id = $1`;
      return (await one<{ waits: boolean }>(text, id)).waits;
    }, 'another failed turn');

  it('L2: a disk that failed for long goes at once when its desktop is to go, or by the next call for that', async () => {
    for (const joins of [false, true]) {
      const { desktop, disk, hold } = await addDesktop();
      hold.refused = true;
      hold.gate.open();
      const alone = await removeDisk(desktop, disk);
      await refuseForLong(disk);
      if (joins) {
        assert.equal((await service.call('DELETE', `/desktops/${desktop}`)).status, 204);
        await waitsLong(disk);
      }
      hold.refused = false;
      assert.equal((await service.call('DELETE', `/desktops/${desktop}`)).status, 204);
      await untilDone(alone);
      await showUntilGone(service, desktop);
    }
  });

  it('L2: a snapshot that failed for long goes at once when its disk is to go', async () => {
    const { desktop, disk } = await addDesktop();
    await untilDone(
      await service.call('POST', '/snapshots/batch-create', {
        desktop_ids: [desktop],
        disk_type: 'DATA_DISKS',
      }),
    );
    const { id } = await one<{ id: string }>(
      'select item_id as id from snapshots where volume_id = $1',
      disk,
    );
    const refused = await holdItem(id);
    refused.refused = true;
    refused.gate.open();
    const alone = await service.call('POST', '/snapshots/batch-delete', { snapshot_ids: [id] });
    await refuseForLong(id);
    refused.refused = false;
    await untilDone(await removeDisk(desktop, disk));
    await untilDone(alone);
  });

  it('S15: a desktop of which a part was seen gone meanwhile is not deleted by the plan of before', async () => {
    const { desktop, disk, hold } = await addDesktop();
    await untilDone(
      await service.call('POST', '/snapshots/batch-create', {
        desktop_ids: [desktop],
        disk_type: 'DATA_DISKS',
      }),
    );
    const alone = await removeDisk(desktop, disk);
    await waitUntil(() => hold.gate.came > 0, 'the disk to be asked to go');
    const store = createPostgresAcceptanceStore(service.database.pool, realAmbient, 'simulated');
    const { id } = await one<{ id: ProjectId }>(
      'select project_id as id from desktops where id = $1',
      desktop,
    );
    const read = async () => {
      const found = (await store.read(id, [desktop])).get(desktop);
      assert.ok(found !== undefined);
      return found;
    };
    const order = deletionOrder(id, {});
    const accept = async (found: Awaited<ReturnType<typeof read>>) =>
      store.accept({
        order,
        jobId: asId<JobId>(randomUUID()),
        plans: [{ desktop: found, plan: planDeletion(found.inventory, order.flags), position: 0 }],
        failures: [],
      });
    const old = await read();
    assert.ok(old.inventory.items.some(({ kind }) => kind === 'snapshot'));
    hold.refused = true;
    hold.gate.open();
    await waitUntil(
      async () =>
        (
          await one<{ state: string }>(
            `select state from items where desktop_id = $1 and kind = 'snapshot'`,
            desktop,
          )
        ).state === 'absent',
      'the snapshot to be off the ledger',
    );
    assert.deepEqual([...(await accept(old))], []);
    const present = await read();
    assert.ok(!present.inventory.items.some(({ kind }) => kind === 'snapshot'));
    assert.deepEqual([...(await accept(present))], [desktop]);
    hold.refused = false;
    await untilDone(alone);
    await showUntilGone(service, desktop);
  });
});
