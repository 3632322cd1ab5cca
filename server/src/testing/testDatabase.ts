import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Connections, connect } from '../database/connect.js';
import { dropDatabase } from '../database/dropDatabase.js';
import { migrate } from '../database/migrate.js';
import { StartError } from '../system/errorCode.js';

export interface TestDatabase extends Connections {
  readonly url: string;
  /** Closes the pool and removes the database and its master key. */
  drop(): Promise<void>;
}

const template = 'deskplane_template';
/** Taken while the template is made, so that test files running at once make it once. */
const templateLock = 7_314_900;

/**
 * A migrated database of its own on the real PostgreSQL that `npm test` started.
 * @throws when DESKPLANE_TEST_DATABASE_URL does not name a server
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DESKPLANE_TEST_DATABASE_URL'];
  if (server === undefined)
    throw new Error('DESKPLANE_TEST_DATABASE_URL is not set: run tests with `npm test`.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    // PostgreSQL copies no database that anyone is connected to, and making the template connects to it: one by one.
    await admin.query('select pg_advisory_lock($1)', [templateLock]);
    await makeTemplate(admin, server);
    await admin.query(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
  const url = withDatabase(server, name);
  const connections = connect({ url, connections: 8 });
  return {
    ...connections,
    url,
    drop: async () => {
      await connections.close();
      const client = new pg.Client({ connectionString: server });
      await client.connect();
      try {
        await dropDatabase(client, name);
      } finally {
        await client.end();
      }
      await rm(testMasterKeyFile(url), { force: true });
    },
  };
}

/** Where services on this database have their master key: one file, however many services. */
export function testMasterKeyFile(url: string): string {
  return join(tmpdir(), `deskplane-test-master-${new URL(url).pathname.slice(1)}.key`);
}

/** One that is left by other migrations, on a PostgreSQL that is kept, makes room for a new one. */
async function makeTemplate(admin: pg.Client, server: string): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
  if (rowCount === 0) await admin.query(`create database ${template}`);
  try {
    await migrateTemplate(server);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    await dropDatabase(admin, template);
    await admin.query(`create database ${template}`);
    await migrateTemplate(server);
  }
}

async function migrateTemplate(server: string): Promise<void> {
  const connections = connect({ url: withDatabase(server, template), connections: 1, answerWithin: 0 });
  try {
    await migrate(connections.pool);
  } finally {
    await connections.close();
  }
}

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}
