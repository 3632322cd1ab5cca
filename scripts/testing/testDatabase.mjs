import { join } from 'node:path';

/**
 * Starts the one PostgreSQL that all test files share, each with databases of its own.
 * @param directory a directory that other users may pass through
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startTestDatabase(directory) {
  const { startEmbeddedPostgres } = await import(
    '../../server/dist/database/embedded/startEmbeddedPostgres.js'
  );
  const { currentUser, ensureSystemUser, isRoot } = await import('../../server/dist/system/systemUsers.js');
  const user = currentUser();
  return startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    runtimeDirectory: join(directory, 'run'),
    logFile: join(directory, 'postgres.log'),
    serverUser: isRoot() ? await ensureSystemUser('deskplane-db') : undefined,
    clientUser: user,
    // Root tests start the service, which runs as its own user.
    extraClientUsers: isRoot() ? [await ensureSystemUser('deskplane')] : [],
    roleMakesDatabases: true,
    maxConnections: 200,
    binaryCache: isRoot() ? '/var/lib/deskplane/runtime' : join(directory, 'runtime'),
  });
}
