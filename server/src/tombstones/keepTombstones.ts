import type pg from 'pg';
import type { Logger } from 'pino';
import { StartError } from '../system/errorCode.js';
import type { OsIdentity } from '../system/runCommand.js';
import { numberTombstones, readNumbered, readTombstoneState } from './numberTombstones.js';
import { openTombstoneFile, type TombstoneFile } from './tombstoneFile.js';

export interface TombstoneKeeperOptions {
  readonly pool: pg.Pool;
  /** Absolute path of the file, outside of the database. */
  readonly path: string;
  /** What a user types for this clone's command, for a hint. */
  readonly deskplane: string;
  readonly logger: Logger;
  /** Told once when the database was put back to an older state while we run: nothing may go on with it. */
  readonly onOlderDatabase: (error: StartError) => void;
  /** Milliseconds between two looks. Default: one second. */
  readonly every?: number;
}

export interface TombstoneKeeper {
  /** Copies what is committed by now. */
  copyNow(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps the file of what has ended for good: a service must not run on a database that has forgotten an end which this
 * file remembers.
 *
 * What it holds: a database that was put back by whatever means (an old dump, a disk snapshot, point-in-time recovery) is
 * refused by every service whose file is ahead of it, at the start and while running, until the file was replayed.
 *
 * What it does not hold: an end of the last second before the database was lost may not have reached the file. A file that
 * is put back together with the database is as old as it. With several replicas on one PostgreSQL each keeps its own file
 * of the same history, and a replica with an empty or shorter file (a new one, say) cannot tell: replay the longest file,
 * start an old replica first, keep copies of a file elsewhere.
 * @throws {StartError} when the database is older than the file, or another one
 */
export async function keepTombstones(options: TombstoneKeeperOptions): Promise<TombstoneKeeper> {
  const { logger } = options;
  const file = await openTombstoneFile(options.path);
  try {
    await copy(options, file);
  } catch (error) {
    await file.close();
    throw error;
  }
  let copying: Promise<void> | undefined;
  let refused = false;
  const copyNow = (): Promise<void> => {
    copying ??= copy(options, file).finally(() => {
      copying = undefined;
    });
    return copying;
  };
  const tick = async (): Promise<void> => {
    // One that is under way, held up perhaps, tells of itself.
    if (refused || copying !== undefined) return;
    try {
      await copyNow();
    } catch (error) {
      if (!(error instanceof StartError)) {
        logger.warn({ err: error }, 'what was deleted for good could not be copied to its file');
        return;
      }
      refused = true;
      options.onOlderDatabase(error);
    }
  };
  const timer = setInterval(() => void tick(), options.every ?? 1_000);
  timer.unref();
  return {
    copyNow,
    stop: async () => {
      clearInterval(timer);
      await copying?.catch(() => undefined);
      await copy(options, file).catch((error: unknown) =>
        logger.warn({ err: error }, 'what was deleted last could not be copied to its file'),
      );
      await file.close();
    },
  };
}

/**
 * Copies once what is committed by now, for a command that works while nobody keeps the file.
 * @param owner who gets the file if it is made; undefined: whoever we are
 * @returns the error of a database that is older than the file, or another one: nothing is copied from it
 * @throws {StartError} when the file is damaged
 */
export async function copyTombstones(
  options: CopyOptions & { readonly owner: OsIdentity | undefined },
): Promise<OlderDatabase | undefined> {
  const file = await openTombstoneFile(options.path, options.owner);
  try {
    await copy(options, file);
    return undefined;
  } catch (error) {
    if (error instanceof OlderDatabase) return error;
    throw error;
  } finally {
    await file.close();
  }
}

/** The database was put back to an older state than the file knows of, or is another one. */
export class OlderDatabase extends StartError {}

type CopyOptions = Pick<TombstoneKeeperOptions, 'pool' | 'path' | 'deskplane'>;

async function copy(options: CopyOptions, file: TombstoneFile): Promise<void> {
  const { pool } = options;
  for (;;) {
    const last = file.last();
    const state = await readTombstoneState(pool, last?.position ?? 0);
    if (last !== undefined && state.hashAt !== last.hash)
      throw olderDatabase(options, state.hashAt !== undefined);
    if (state.unnumbered) await numberTombstones(pool);
    else if (state.lastPosition <= (last?.position ?? 0)) return;
    await file.append(await readNumbered(pool, last?.position ?? 0));
  }
}

function olderDatabase({ path, deskplane }: CopyOptions, forked: boolean): OlderDatabase {
  const what = forked ? 'continued from an older state than' : 'is older than, or does not belong to,';
  return new OlderDatabase(
    `The database ${what} the tombstone file ${path}. Starting would bring back deleted desktops, ` +
      'users or keys. Stop every service on this database and run: ' +
      `${deskplane} restore --replay. If you mean to use a new database, move that file away.`,
  );
}
