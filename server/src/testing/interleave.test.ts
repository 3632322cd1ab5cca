import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createInterleaver, type Interleaver, type Session } from './interleave.js';
import { createTestDatabase, type TestDatabase } from './testDatabase.js';

describe('putting two operations together statement by statement', () => {
  let test: TestDatabase;
  let interleaver: Interleaver;
  before(async () => {
    test = await createTestDatabase();
    await test.pool.query('create table counters (id integer primary key, value integer not null)');
    interleaver = await createInterleaver(test);
  });
  after(async () => {
    await interleaver.close();
    await test.drop();
  });

  const prepare = async (): Promise<void> => {
    await test.pool.query('delete from counters');
    await test.pool.query('insert into counters values (1, 0), (2, 0)');
  };

  const describeCounters = async (): Promise<readonly string[]> => {
    const { rows } = await test.pool.query<{ line: string }>(
      `select id || ': ' || value as line from counters order by id`,
    );
    return rows.map((row) => row.line);
  };

  async function add({ pool }: Session): Promise<void> {
    await pool.query('update counters set value = value + 1 where id = 1');
  }

  async function readThenWrite({ pool }: Session): Promise<void> {
    const { rows } = await pool.query<{ value: number }>('select value from counters where id = 1');
    await pool.query('update counters set value = $1 where id = 1', [(rows[0]?.value ?? 0) + 1]);
  }

  const addTo =
    (...ids: readonly number[]) =>
    async ({ pool }: Session): Promise<void> => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        for (const id of ids) await client.query('update counters set value = value + 1 where id = $1', [id]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    };

  it('tells how often one waited for the other, and what both lead to', async () => {
    const explored = await interleaver.inEveryWay({
      prepare,
      first: add,
      second: add,
      describe: describeCounters,
    });
    assert.ok(explored.waits > 0 && explored.ways > 2);
    assert.deepEqual(explored, {
      ...explored,
      deadlocks: 0,
      ends: [
        ['1: 2', '2: 0'],
        ['1: 2', '2: 0'],
      ],
    });
  });

  it('finds an update that gets lost, and says between which statements', async () => {
    const exploring = interleaver.inEveryWay({
      prepare,
      first: readThenWrite,
      second: readThenWrite,
      describe: describeCounters,
    });
    await assert.rejects(exploring, /first: 1 statements, the other: 1, then the rest\nleads to\n {2}1: 1\n/);
  });

  it('finds two that wait for each other', async () => {
    const exploring = interleaver.inEveryWay({
      prepare,
      first: addTo(1, 2),
      second: addTo(2, 1),
      describe: describeCounters,
    });
    await assert.rejects(
      exploring,
      (error) => error instanceof Error && /deadlock/.test(String(error.cause)),
    );
  });
});
