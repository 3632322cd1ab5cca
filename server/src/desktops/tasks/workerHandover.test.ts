import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../../ambient.js';
import { findProduct } from '../../catalogue/products.js';
import type { Engine } from '../../engines/contract.js';
import { simulatedOffer } from '../../engines/simulated/offer.js';
import { createSimulatedEngine } from '../../engines/simulated/simulatedEngine.js';
import { asId, type WorkerId } from '../../ids.js';
import { allowRemoval } from '../../testing/allowRemoval.js';
import { addProject, addService, type TestProject } from '../../testing/desktopRows.js';
import { type Around, createGate, interpose } from '../../testing/interpose.js';
import { assertLedgerMatchesEngine, engineHolds } from '../../testing/ledger.js';
import { nothingIsRebuilt } from '../../testing/nothingIsRebuilt.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import type { WorkerLease } from '../../workers/lease.js';
import { startWorkLoop, type WorkLoop } from '../../workers/loop.js';
import { acceptOrder } from '../create/acceptOrder.js';
import { createDesktopWork } from './desktopWork.js';
import { finishTask, postponeTask, showTask } from './taskQueries.js';

const logger = pino({ level: 'silent' });
const image = simulatedOffer('test-1').images[0];
const product = findProduct('workspace.x86.small');

describe('several workers on one database', () => {
  let test: TestDatabase;
  let project: TestProject;
  let engine: Engine;
  before(async () => {
    test = await createTestDatabase();
    await allowRemoval(test.pool);
  });
  beforeEach(async () => {
    await test.pool.query('truncate desktops, workers, simulated_items cascade');
    project = await addProject(test.database);
    await addService(test.database, project);
    engine = createSimulatedEngine({
      pool: test.pool,
      ambient: realAmbient,
      region: 'test-1',
      settings: { seed: 1, delayMs: 20, faultRate: 0 },
    });
  });
  afterEach(async () => {
    await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  });
  after(() => test.drop());

  const loops: WorkLoop[] = [];
  /** Lets a worker work by itself until the end of the case. */
  const letRun = ({ work }: Pick<Awaited<ReturnType<typeof worker>>, 'work'>): void => {
    loops.push(startWorkLoop(work, logger));
  };

  /** A worker whose lease outlasts any test, however slow the machine; it ends by being deleted or expired. */
  async function worker(around: Around = (_call, run) => run()) {
    const id = asId<WorkerId>(randomUUID());
    await test.pool.query(`insert into workers values ($1, now(), now() + interval '1 day')`, [id]);
    const lease: WorkerLease = { current: () => id, end: async () => undefined };
    const work = createDesktopWork({
      database: test.database,
      engine: interpose(engine, around),
      ambient: realAmbient,
      logger,
      lease,
      endFormerDisk: nothingIsRebuilt,
    });
    return { id, work };
  }

  async function order(size: number): Promise<void> {
    assert.ok(image !== undefined && product !== undefined);
    await acceptOrder(test.database, realAmbient, {
      projectId: project.projectId,
      language: 'en',
      admitUserChange: () => undefined,
      body: {
        desktop_type: 'DEDICATED',
        product_id: product.productId,
        image_id: image.id,
        root_volume: { type: 'SAS', size: 80 },
        size,
      },
      resolved: {
        product,
        image,
        imageType: 'gold',
        zone: 'test-1a',
        subnetId: project.subnetId,
        securityGroupIds: [project.securityGroupId],
      },
    });
  }

  const running = async (): Promise<number> => {
    const { rows } = await test.pool.query<{ count: number }>(
      `select count(*)::int as count from desktops where status = 'ACTIVE' and task_status = ''`,
    );
    return rows[0]?.count ?? 0;
  };

  it('take different work, and leave none', async () => {
    await order(30);
    const workers = await Promise.all([worker(), worker(), worker()]);
    const claims = await Promise.all(workers.map(({ work }) => work.claim(12)));
    const ids = claims.flat().map((task) => task.id);
    assert.equal(new Set(ids).size, ids.length);
    const rest = await Promise.all(workers.map(({ work }) => work.claim(12)));
    assert.equal(ids.length + rest.flat().length, 30);
  });

  it('take over what a dead one left as soon as its lease is over, and not before', async () => {
    await order(3);
    const dead = await worker();
    assert.equal((await dead.work.claim(10)).length, 3);
    const living = await worker();
    assert.deepEqual(await living.work.claim(10), []);
    await test.pool.query('update workers set lease_until = now() where id = $1', [dead.id]);
    assert.equal((await living.work.claim(10)).length, 3);
    letRun(await worker());
    await test.pool.query('delete from workers where id = $1', [living.id]);
    await waitUntil(async () => (await running()) === 3, 'the takeover');
    await assertLedgerMatchesEngine(test.pool);
  });

  it('write nothing any more about a desktop that was taken from them', async () => {
    await order(1);
    const first = await worker();
    const [task] = await first.work.claim(1);
    assert.ok(task !== undefined);
    await test.pool.query('delete from workers where id = $1', [first.id]);
    const second = await worker();
    assert.equal((await second.work.claim(1)).length, 1);
    const state = async (): Promise<unknown> =>
      (await test.pool.query('select * from desktops where id = $1', [task.id])).rows[0];
    const found = await state();
    await showTask(test.database, task, 'spawning');
    await postponeTask(test.database, task, { inMilliseconds: 0, attempts: 7 });
    await finishTask(test.database, task, { status: 'ERROR', now: new Date() });
    await first.work.perform(task);
    assert.deepEqual(await state(), found);
    assert.deepEqual(await engineHolds(test.pool), []);
  });

  it('D7: leave no item behind when the answers of one that was given up for dead come late', async () => {
    await order(4);
    const gate = createGate();
    const slow = await worker(async (call, run) => {
      if (call.verb === 'create') await gate.pass();
      return run();
    });
    const tasks = await slow.work.claim(10);
    const late = Promise.all(tasks.map((task) => slow.work.perform(task)));
    await waitUntil(() => gate.came === 8, 'a disk and a port for each');
    await test.pool.query('delete from workers where id = $1', [slow.id]);
    const living = await worker();
    letRun(living);
    await waitUntil(async () => (await running()) === 4, 'the desktops to run');
    gate.open();
    await late;
    await waitUntil(async () => (await engineHolds(test.pool)).length === 12, 'what came too late to go');
    await assertLedgerMatchesEngine(test.pool);
    assert.equal(await running(), 4);
  });

  it('D7: never ask for one item at the same moment: who comes second waits for the first', async () => {
    await order(1);
    const gate = createGate();
    const slow = await worker(async (call, run) => {
      if (call.verb === 'create' && call.kind === 'volume') await gate.pass();
      return run();
    });
    const [task] = await slow.work.claim(1);
    assert.ok(task !== undefined);
    const late = slow.work.perform(task);
    await waitUntil(() => gate.came === 1, 'the call for the disk');
    // The claim runs out although its worker lives, as when an engine takes more than a minute to answer.
    await test.pool.query('update desktops set task_due_at = now()');
    let calls = 0;
    const second = await worker((call, run) => {
      if (call.verb === 'create' && call.kind === 'volume') calls += 1;
      return run();
    });
    // The first one may be writing down its port just now; a claim leaves out what is being changed.
    const again = await waitUntil(async () => (await second.work.claim(1)).at(0), 'the claim to run out');
    await second.work.perform(again);
    assert.equal(calls, 0);
    gate.open();
    await late;
    letRun(second);
    await waitUntil(async () => (await running()) === 1, 'the desktop to run');
    assert.equal(calls, 0);
    await assertLedgerMatchesEngine(test.pool);
  });
});
