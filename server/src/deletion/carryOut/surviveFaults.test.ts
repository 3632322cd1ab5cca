import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Engine, EngineError, type Observation } from '../../engines/contract.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { hurry } from '../../testing/progressRows.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

/** Everything that the engine still holds, and everything that the ledger believes to be there. */
async function leftovers(service: TestService): Promise<{ engine: string[]; ledger: string[] }> {
  const { database } = service.database;
  const engine = await database
    .selectFrom('simulated_items')
    .select('name')
    .where('status', '<>', 'deleting')
    .execute();
  const ledger = await database
    .selectFrom('items')
    .select('single_use_name')
    .where('state', '<>', 'absent')
    .execute();
  return { engine: engine.map((row) => row.name), ledger: ledger.map((row) => row.single_use_name) };
}

describe('a deletion under faults', () => {
  it('L2: ends, item by item, with an engine of which every fourth call fails', async () => {
    const service = await startTestService({ simulated: { faultRate: 0.25, delayMs: 10, seed: 7 } });
    try {
      const wish = { size: 3, desktop_name: 'faulty' };
      const ids = await createDesktops(service, wish);
      await Promise.all(ids.map((id) => service.call('DELETE', `/desktops/${id}`)));
      for (const id of ids) await showUntilGone(service, id);
      assert.deepEqual(await leftovers(service), { engine: [], ledger: [] });
    } finally {
      await service.remove();
    }
  });

  it('S8 (apache/cloudstack#12602): goes on in another service when the first one stops in the middle', async () => {
    const first = await startTestService({ simulated: { delayMs: 300 } });
    const ids = await createDesktops(first, { size: 8, desktop_name: 'handed' });
    await first.call('POST', '/desktops/batch-delete', { desktop_ids: ids, is_force_delete: true });
    await first.stop();
    const second = await startTestService({ database: first.database });
    try {
      for (const id of ids) await showUntilGone(second, id);
      assert.deepEqual(await leftovers(second), { engine: [], ledger: [] });
    } finally {
      await second.remove();
    }
  });

  it('L2, regression: takes an item up again within seconds when a turn broke off for no fault of the engine', async () => {
    const broken = new Set<string>();
    const service = await startTestService({
      engine: (simulated): Engine => ({
        ...simulated,
        remove: (ref, how) => {
          if (broken.has(ref.id)) return simulated.remove(ref, how);
          broken.add(ref.id);
          throw new Error('no free connection');
        },
      }),
    });
    try {
      const [id] = await createDesktops(service, {});
      await service.call('DELETE', `/desktops/${id}`);
      await showUntilGone(service, id);
      assert.ok(broken.size >= 3);
    } finally {
      await service.remove();
    }
  });

  it('S8 (coder/coder#12331, #7615): is taken over from a worker that is never heard of again', async () => {
    const service = await startTestService({ simulated: { delayMs: 10 } });
    try {
      const [id] = await createDesktops(service, {});
      const dead = '00000000-0000-4000-8000-000000000000';
      // A worker that claimed the deletion far into the future and then died.
      await service.database.pool.query(
        `create function claim_by_the_dead() returns trigger language plpgsql as $$
         begin new.worker := '${dead}'; new.claimed_until := now() + interval '1 hour'; return new; end $$;
         create trigger claim_by_the_dead before insert on deletion_progress for each row
         execute function claim_by_the_dead();`,
      );
      await service.call('DELETE', `/desktops/${id}`);
      await showUntilGone(service, id);
    } finally {
      await service.remove();
    }
  });

  it('S5: is not fooled by an engine that knows nothing, and shows what holds it up', async () => {
    let answer: () => Promise<Observation> = async () => ({ state: 'unknown', reason: 'the host is down' });
    let blind = false;
    const service = await startTestService({
      engine: (simulated): Engine => ({
        ...simulated,
        observe: (ref) => (blind ? answer() : simulated.observe(ref)),
      }),
    });
    try {
      const [id] = await createDesktops(service, {});
      blind = true;
      await service.call('DELETE', `/desktops/${id}`);
      await waitUntil(
        async () => (await heldUp(service, id)).includes('the host is down'),
        'the reason to show',
      );
      answer = async () => Promise.reject(new EngineError('refused', 'forbidden'));
      await waitUntil(
        async () => (await heldUp(service, id)).includes('refused: forbidden'),
        'the new reason',
      );
      assert.equal((await service.call('GET', `/desktops/${id}`)).status, 200);
      blind = false;
      await showUntilGone(service, id);
      assert.deepEqual(await leftovers(service), { engine: [], ledger: [] });
    } finally {
      await service.remove();
    }
  });

  it('S7 (kubernetes/cloud-provider-openstack#2530): shows a deletion that keeps failing as deleteFailed, and still finishes it when the engine heals', async () => {
    let broken = false;
    const service = await startTestService({
      engine: (simulated): Engine => ({
        ...simulated,
        remove: async (ref, how) => {
          if (broken) throw new EngineError('internal', 'no luck');
          return simulated.remove(ref, how);
        },
      }),
    });
    try {
      const [id] = await createDesktops(service, {});
      broken = true;
      await service.call('DELETE', `/desktops/${id}`);
      await waitUntil(async () => {
        await hurry(service.database.pool);
        return (await service.call('GET', `/desktops/${id}`)).body.desktop.task_status === 'deleteFailed';
      }, 'the deletion to be shown as failed');
      assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
      broken = false;
      await hurry(service.database.pool);
      await showUntilGone(service, id);
      assert.deepEqual(await leftovers(service), { engine: [], ledger: [] });
    } finally {
      await service.remove();
    }
  });

  it('S3 (bpg/terraform-provider-proxmox#2925): leaves a stranger alone that got the id of an item of ours', async () => {
    const service = await startTestService({ simulated: { delayMs: 10 } });
    try {
      const [id] = await createDesktops(service, {});
      await service.database.pool.query(
        `update simulated_items set generation = 'stranger', name = 'theirs' where kind = 'volume'`,
      );
      await service.call('DELETE', `/desktops/${id}`);
      await showUntilGone(service, id);
      const { engine } = await leftovers(service);
      assert.deepEqual(engine, ['theirs']);
    } finally {
      await service.remove();
    }
  });
});

async function heldUp(service: TestService, desktopId: string): Promise<string> {
  const { rows } = await service.database.pool.query<{ last_error: string | null }>(
    'select last_error from deletion_items where desktop_id = $1 and last_error is not null',
    [desktopId],
  );
  return rows.map((row) => row.last_error).join('\n');
}
