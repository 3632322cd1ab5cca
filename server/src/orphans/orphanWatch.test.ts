import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { createSimulatedEngine } from '../engines/simulated/simulatedEngine.js';
import { addDesktop, addProject } from '../testing/desktopRows.js';
import { addItem, plantInEngine } from '../testing/plantItems.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { createOrphanScanner } from './orphanScanner.js';
import { createOrphanWatch, readOrphanFigures } from './orphanWatch.js';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database.drop());

describe('the orphan scan that runs by itself', () => {
  it('is made by one of several replicas and keeps its figures', async () => {
    assert.equal(await readOrphanFigures(database.database), undefined);
    const project = await addProject(database.database);
    const desktop = await addDesktop(database.database, project, { gone_at: new Date() });
    const item = await addItem(database.database, project, desktop, {
      state: 'absent',
      asked_at: new Date(),
    });
    await plantInEngine(database.database, { name: item.single_use_name });
    await plantInEngine(database.database);
    const engine = createSimulatedEngine({
      pool: database.pool,
      ambient: realAmbient,
      settings: { seed: 1, delayMs: 10, faultRate: 0 },
      region: 'test-1',
    });
    const watches = [1, 2, 3].map(() =>
      createOrphanWatch({
        database: database.database,
        pool: database.pool,
        scanner: createOrphanScanner({ database: database.database, engine, ambient: realAmbient }),
        logger: pino({ level: 'silent' }),
        first: 0,
        every: 60_000,
      }),
    );
    const claims = await Promise.all(watches.map((watch) => watch.claim(1)));
    assert.deepEqual(claims, [['scan'], ['scan'], ['scan']]);
    await Promise.all(watches.map((watch) => watch.perform('scan')));
    for (const watch of watches) assert.deepEqual(await watch.claim(1), []);
    const { rows } = await database.pool.query('select id from orphan_scans');
    assert.equal(rows.length, 1);
    const figures = await readOrphanFigures(database.database);
    assert.ok(figures !== undefined);
    const { finishedAt, ...counts } = figures;
    assert.ok(Math.abs(finishedAt.getTime() - Date.now()) < 3_600_000);
    assert.deepEqual(counts, {
      complete: true,
      oursLive: 0,
      oursOrphaned: 1,
      unknown: 0,
      missing: 0,
      foreign: 1,
    });
    const { rows: locks } = await database.pool.query(
      `select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    );
    assert.equal(locks.length, 0);
  });
});
