import type { TestDatabase } from './testDatabase.js';

/** Lets commits not wait for the disk, where PostgreSQL itself does not die, so that nothing is lost by it. */
export async function commitWithoutWaiting({ pool, url }: TestDatabase): Promise<void> {
  const client = await pool.connect();
  const name = client.escapeIdentifier(new URL(url).pathname.slice(1));
  await client.query(`alter database ${name} set synchronous_commit = off`);
  client.release(true);
}
