import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../../ambient.js';
import type { Engine, PowerMode } from '../../engines/contract.js';
import { createSimulatedEngine } from '../../engines/simulated/simulatedEngine.js';
import {
  asId,
  type DesktopId,
  type ItemId,
  type JobId,
  type SingleUseName,
  type WorkerId,
} from '../../ids.js';
import { addDesktop, addProject } from '../../testing/desktopRows.js';
import { specsOfDesktop, untilStatus } from '../../testing/engineItems.js';
import { nothingIsRebuilt } from '../../testing/nothingIsRebuilt.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { createDesktopWork } from '../tasks/desktopWork.js';

const logger = pino({ level: 'silent' });

describe('a power switch', () => {
  let test: TestDatabase;
  let real: Engine;
  before(async () => {
    test = await createTestDatabase();
    real = createSimulatedEngine({
      pool: test.pool,
      ambient: realAmbient,
      region: 'test-1',
      settings: { seed: 1, delayMs: 0, faultRate: 0 },
    });
  });
  after(() => test.drop());

  /** A running desktop that is to be stopped, and a worker whose clock the test sets. */
  async function stopping(guest: (mode: PowerMode) => 'obeys' | 'ignores') {
    // What an earlier case left is not to be worked on by this one.
    await test.pool.query('update desktops set task_due_at = null');
    const project = await addProject(test.database);
    const server = await real.create(specsOfDesktop(real).server([], []));
    await untilStatus(real, server, 'active');
    const desktopId: DesktopId = await addDesktop(test.database, project, {
      task_status: 'powering-off',
      task_job_id: asId<JobId>(randomUUID()),
      task_due_at: new Date(0),
    });
    await test.database
      .insertInto('items')
      .values({
        id: asId<ItemId>(randomUUID()),
        project_id: project.projectId,
        desktop_id: desktopId,
        kind: 'server',
        single_use_name: asId<SingleUseName>(`dp-${randomUUID()}`),
        state: 'present',
        provider_id: server.id,
        generation: server.generation,
        created_at: new Date(),
      })
      .execute();
    let now = Date.now();
    const asked: PowerMode[] = [];
    const id = asId<WorkerId>(randomUUID());
    await test.pool.query(`insert into workers values ($1, now(), now() + interval '1 hour')`, [id]);
    const work = createDesktopWork({
      database: test.database,
      engine: {
        ...real,
        power: async (ref, action, mode) => {
          asked.push(mode);
          if (guest(mode) === 'obeys') await real.power(ref, action, mode);
        },
      },
      ambient: { ...realAmbient, now: () => new Date(now) },
      logger,
      lease: { current: () => id, end: async () => undefined },
      endFormerDisk: nothingIsRebuilt,
    });
    return {
      asked,
      turn: async (laterMilliseconds: number) => {
        now += laterMilliseconds;
        await test.pool.query('update desktops set task_due_at = now() where task_due_at is not null');
        for (const task of await work.claim(10)) await work.perform(task);
        return test.database
          .selectFrom('desktops')
          .select(['status', 'task_status'])
          .where('id', '=', desktopId)
          .executeTakeFirstOrThrow();
      },
    };
  }

  it('is asked for once, and waited for', async () => {
    const desktop = await stopping(() => 'ignores');
    for (const later of [0, 1_000, 30_000, 20_000]) {
      assert.deepEqual(await desktop.turn(later), { status: 'ACTIVE', task_status: 'powering-off' });
    }
    assert.deepEqual(desktop.asked, ['soft']);
  });

  it('cuts the power of a guest that does not end by itself within a minute', async () => {
    const desktop = await stopping((mode) => (mode === 'hard' ? 'obeys' : 'ignores'));
    await desktop.turn(0);
    await desktop.turn(61_000);
    assert.deepEqual(desktop.asked, ['soft', 'hard']);
    assert.deepEqual(await desktop.turn(1_000), { status: 'SHUTOFF', task_status: '' });
  });

  it('fails when even that does not help, and leaves the desktop as it was', async () => {
    const desktop = await stopping(() => 'ignores');
    await desktop.turn(0);
    await desktop.turn(61_000);
    assert.deepEqual(await desktop.turn(61_000), { status: 'ACTIVE', task_status: '' });
    assert.deepEqual(desktop.asked, ['soft', 'hard']);
  });
});
