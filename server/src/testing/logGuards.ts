import type pg from 'pg';

/** Takes the guards off the log, or puts them on again: what only the owner of the tables can do. */
export async function setGuards(client: pg.PoolClient, how: 'disable' | 'enable'): Promise<void> {
  for (const table of ['log_entries', 'log_tiles', 'log_heads', 'log_checkpoints'])
    await client.query(`alter table ${table} ${how} trigger user`);
}
