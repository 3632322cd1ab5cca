import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';

const maxMs = 60_000;

/**
 * A worker dies while it holds items; another lives.
 * @returns seconds from the death until the other has taken the last of them
 */
export async function measurePickUp(bench: Bench): Promise<number> {
  const { database, service } = bench;
  const ids = await bench.fill(50);
  service.hold(true);
  await bench.deleteAll(ids);
  const heldBy = async (worker?: string): Promise<{ worker: string; count: number }[]> => {
    const { rows } = await database.pool.query<{ worker: string; count: number }>(
      `select worker::text, count(*)::int from deletion_progress
       where worker is not null and ($1::uuid is null or worker = $1) group by 1`,
      [worker ?? null],
    );
    return rows;
  };
  const dead = await until(async () => (await heldBy()).find(({ count }) => count >= ids.length)?.worker);
  const other = await bench.startAnother();
  await service.kill();
  const died = performance.now();
  await until(async () => ((await heldBy(dead)).length === 0 ? true : undefined));
  const seconds = (performance.now() - died) / 1000;
  await other.stop();
  return seconds;
}

async function until<Result>(look: () => Promise<Result | undefined>): Promise<Result> {
  const deadline = performance.now() + maxMs;
  for (;;) {
    const result = await look();
    if (result !== undefined) return result;
    if (performance.now() > deadline) throw new Error('Nothing was picked up in time.');
    await pause(20);
  }
}
