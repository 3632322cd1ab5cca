import fastify from 'fastify';
import type { Connections } from './production.js';

const rows = 1_000;

/**
 * The least that a durable answer can cost here: the same Fastify and driver, one single-row update for each request. What
 * is accepted per second is told as a share of this, measured in the same run on the same machine.
 */
export async function startFloor(
  pool: Connections['pool'],
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  await pool.query('create table if not exists bench_floor (id integer primary key, n bigint not null)');
  await pool.query(
    'insert into bench_floor select g, 0 from generate_series(1, $1::int) g on conflict do nothing',
    [rows],
  );
  const server = fastify({ forceCloseConnections: 'idle' });
  server.delete('/floor', async (_, reply) => {
    await pool.query({
      name: 'floor',
      text: 'update bench_floor set n = n + 1 where id = $1',
      values: [1 + Math.floor(Math.random() * rows)],
    });
    return reply.code(204).send();
  });
  const endpoint = await server.listen({ host: '127.0.0.1', port: 0 });
  return { endpoint, stop: () => server.close() };
}
