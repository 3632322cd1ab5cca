import { createHash, randomBytes } from 'node:crypto';
import { chmod, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../system/errorCode.js';
import { makeDirectories } from '../../system/makeDirectories.js';
import { currentUser } from '../../system/systemUsers.js';
import { connect } from '../connect.js';
import { migrate } from '../migrate.js';
import { migrations } from '../migrationFiles.js';
import { clusterPath, initOptions, isComplete } from './cluster.js';
import { locateBinaries } from './locateBinaries.js';
import type { EmbeddedPostgresOptions } from './options.js';
import { startEmbeddedPostgres } from './startEmbeddedPostgres.js';

/** Templates of other releases that nobody used for so long are removed when a new one is made, in milliseconds. */
const keepUnused = 30 * 24 * 3_600_000;

/**
 * A stopped cluster with the tables of this release and nothing in them, to make copies of: making one takes seconds, a copy a tenth
 * of one. It is made once and kept until PostgreSQL, its settings or a migration changes.
 * @param options of the server that is to become a copy; its runtime directory is used for a while
 * @param templates absolute path of the directory that they are kept in, made if needed
 * @returns the path of the cluster; undefined: nothing can be kept in that directory, which is told as progress
 * @throws {StartError} when it cannot be made
 */
export async function prepareTemplate(
  options: EmbeddedPostgresOptions,
  templates: string,
): Promise<string | undefined> {
  const { version } = await locateBinaries({
    forOtherUser: options.serverUser !== undefined,
    cache: options.binaryCache,
  });
  const place = join(templates, nameTemplate(version, options));
  const cluster = clusterIn(place);
  const unfinished = `${place}.${randomBytes(4).toString('hex')}`;
  try {
    if (await isComplete(cluster)) {
      const now = new Date();
      // How long it was not used is the only thing that needs this.
      await utimes(place, now, now).catch(() => undefined);
      return cluster;
    }
    await makePlace(templates, options);
    await removeUnused(templates);
    await makePlace(unfinished, options);
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    // What it would save is time.
    options.progress?.(`No template of the database can be kept in ${templates}: ${error.message}`);
    return undefined;
  }
  await makeTemplate(options, unfinished, place);
  return cluster;
}

async function makePlace(path: string, { serverUser }: EmbeddedPostgresOptions): Promise<void> {
  await makeDirectories(path);
  // The server runs as a user of its own, who has to pass through.
  if (serverUser !== undefined) await chmod(path, 0o711);
}

function isOfSystem(error: unknown): error is Error {
  return errorCode(error) !== undefined;
}

function clusterIn(place: string): string {
  return clusterPath({ directory: join(place, 'postgres') });
}

/** Another name for whatever could make another cluster. */
function nameTemplate(version: string, { roleMakesDatabases }: EmbeddedPostgresOptions): string {
  const rights = roleMakesDatabases === true ? ['createdb'] : [];
  const parts = [
    version,
    process.arch,
    ...rights,
    ...initOptions,
    ...migrations.map(({ checksum }) => checksum),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** @param unfinished a new directory, that becomes `place` or goes */
async function makeTemplate(
  options: EmbeddedPostgresOptions,
  unfinished: string,
  place: string,
): Promise<void> {
  try {
    const { template: _, ...own } = options;
    const server = await startEmbeddedPostgres({
      ...own,
      directory: join(unfinished, 'postgres'),
      clientUser: currentUser(),
      // It is to outlive a crash of the machine, whatever becomes of its copies.
      durable: true,
    });
    try {
      const connections = connect({ url: server.url, connections: 2, answerWithin: 0 });
      try {
        await migrate(connections.pool);
      } finally {
        await connections.close();
      }
    } finally {
      await server.stop();
    }
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another start was faster; its template is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
}

async function removeUnused(templates: string): Promise<void> {
  const before = Date.now() - keepUnused;
  for (const name of await readdir(templates)) {
    const path = join(templates, name);
    // Another start may be removing the same.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
