import assert from 'node:assert/strict';
import type { ItemKind, Observation, ProviderRef, RemoveAnswer } from '../engines/contract.js';
import { createDesktops } from './desktopCalls.js';
import { engineHolds } from './ledger.js';
import { hurry } from './progressRows.js';
import { startTestService, type TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** Stands around calls of the engine: may fail, wait, or answer something else. */
export interface Trouble {
  create?: (kind: ItemKind, run: () => Promise<ProviderRef>) => Promise<ProviderRef>;
  observe?: (kind: ItemKind, run: () => Promise<Observation>) => Promise<Observation>;
  remove?: (kind: ItemKind, run: () => Promise<RemoveAnswer>) => Promise<RemoveAnswer>;
}

/** A service whose engine can be put into trouble at any time, with what is asked again and again about a deletion. */
export interface TroubledService {
  readonly service: TestService;
  /** From now on, instead of what was before; without any: the engine is well. */
  trouble(next?: Trouble): void;
  /** Names in the engine of what a desktop is made of. */
  madeFor(desktopId: string): Promise<string[]>;
  /** Lets no item wait for its next turn. */
  hurry(): Promise<void>;
  /** Deletes a desktop, which is to be accepted. */
  deleteIt(desktopId: string, query?: string): Promise<void>;
  /** Waits until a desktop is not shown any more, and lets nothing wait meanwhile. */
  untilGone(desktopId: string): Promise<void>;
  /** A desktop whose deletion does not get past its disks: the engine says yes each time and does nothing. */
  addStuck(wish: Record<string, unknown>, query?: string): Promise<string>;
}

export async function startTroubledService(): Promise<TroubledService> {
  let now: Trouble = {};
  const service = await startTestService({
    simulated: { delayMs: 5 },
    engine: (simulated) => ({
      ...simulated,
      create: (spec, notAfter) => {
        const run = () => simulated.create(spec, notAfter);
        return now.create?.(spec.kind, run) ?? run();
      },
      observe: (ref) => {
        const run = () => simulated.observe(ref);
        return now.observe?.(ref.kind, run) ?? run();
      },
      remove: (ref, how) => {
        const run = () => simulated.remove(ref, how);
        return now.remove?.(ref.kind, run) ?? run();
      },
    }),
  });
  const { pool } = service.database;

  async function deleteIt(id: string, query = ''): Promise<void> {
    const answer = await service.call('DELETE', `/desktops/${id}${query}`);
    assert.equal(answer.status, 204, answer.text);
  }

  return {
    service,
    trouble: (next = {}) => {
      now = next;
    },
    madeFor: async (id) => {
      const { rows } = await pool.query<{ name: string }>(
        'select single_use_name as name from items where desktop_id = $1',
        [id],
      );
      const held = new Set((await engineHolds(pool)).map(({ name }) => name));
      return rows.map(({ name }) => name).filter((name) => held.has(name));
    },
    hurry: () => hurry(pool),
    deleteIt,
    untilGone: async (id) => {
      await waitUntil(async () => {
        await hurry(pool);
        return (await service.call('GET', `/desktops/${id}`)).status === 404;
      }, 'the desktop to be gone');
    },
    addStuck: async (wish, query) => {
      const [id] = await createDesktops(service, wish);
      now = { remove: (kind, run) => (kind === 'volume' ? Promise.resolve('accepted') : run()) };
      await deleteIt(id, query);
      await waitUntil(async () => {
        await hurry(pool);
        const { rows } = await pool.query('select from deletion_items where desktop_id = $1 and asks > 2', [
          id,
        ]);
        return rows.length > 0;
      }, 'the disk to be asked again and again');
      return id;
    },
  };
}
