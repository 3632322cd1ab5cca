import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../../ambient.js';
import { asId, type JobId, type WorkerId } from '../../ids.js';
import { deletionOrder } from '../../testing/deletionOrder.js';
import { addDesktop, addProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import type { HeldLease } from '../../workers/lease.js';
import { startWorkLoop, type TakingLoop } from '../../workers/loop.js';
import type { Claim } from '../carryOut/deletionStore.js';
import { planDeletion } from '../plan/planDeletion.js';
import { createGrantee } from './grantee.js';
import { createPostgresAcceptanceStore } from './postgresAcceptanceStore.js';

const capacity = 2;

describe('places that are kept for what an acceptance grants', () => {
  let test: TestDatabase;
  let loop: TakingLoop<Claim>;
  before(async () => {
    test = await createTestDatabase();
    loop = startWorkLoop<Claim>(
      {
        name: 'deletion',
        capacity,
        claim: async () => [],
        keyOf: ({ desktopId }) => desktopId,
        perform: async () => undefined,
      },
      pino({ level: 'silent' }),
    );
  });
  after(async () => {
    await loop?.stop();
    await test?.drop();
  });

  it('are free again when it breaks before anything is sent, and nothing is in doubt', async () => {
    const doubted: WorkerId[] = [];
    const worker = asId<WorkerId>(realAmbient.uuid());
    const lease: HeldLease = {
      current: () => worker,
      doubt: (id) => doubted.push(id),
      end: async () => undefined,
    };
    const grantee = createGrantee(loop, lease);
    const freePlaces = (): number => {
      const reserved = grantee.reserve(capacity);
      reserved.take([]);
      return reserved.places;
    };
    await waitUntil(async () => freePlaces() === capacity, 'it has looked for work once');
    const withoutRandomness = {
      ...realAmbient,
      randomBytes: (): never => {
        throw new Error('no randomness');
      },
    };
    const project = await addProject(test.database);
    const store = createPostgresAcceptanceStore(test.pool, withoutRandomness, 'simulated', grantee);
    const id = await addDesktop(test.database, project);
    const desktop = (await store.read(project.projectId, [id])).get(id);
    assert.ok(desktop !== undefined);
    const order = deletionOrder(project.projectId);
    const plans = [{ desktop, plan: planDeletion(desktop.inventory, order.flags), position: 0 }];
    const jobId = asId<JobId>(realAmbient.uuid());
    await assert.rejects(store.accept({ order, jobId, plans, failures: [] }), /no randomness/);
    assert.equal(freePlaces(), capacity);
    assert.deepEqual(doubted, []);
  });
});
