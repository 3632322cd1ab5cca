import type pg from 'pg';
import { describeConfigProblems, loadConfig } from '../config/loadConfig.js';
import type { Environment } from '../config/readConfig.js';
import { pendingMigrations, readAppliedMigrations } from '../database/appliedMigrations.js';
import { cloneDirectory } from '../supervisor/serve.js';
import { StartError } from '../system/errorCode.js';
import type { MaintenanceOptions } from './openDatabase.js';

/** What the user at the terminal gives. Relative paths start at the current directory. */
export interface MaintenanceRequest {
  readonly environment: Environment;
  /** Told of steps that take a while. */
  readonly progress: (text: string) => void;
}

/** The settings and the place of this installation. @throws {StartError} naming every setting that cannot be used */
export async function maintenanceOptions(
  request: MaintenanceRequest,
  besideService: boolean,
): Promise<MaintenanceOptions> {
  const config = await loadConfig(request.environment, cloneDirectory);
  if (Array.isArray(config)) throw new StartError(describeConfigProblems(config));
  return {
    config,
    cloneDir: cloneDirectory,
    xdgRuntimeDir: request.environment['XDG_RUNTIME_DIR'] || undefined,
    besideService,
    progress: request.progress,
  };
}

/** @throws {StartError} when the database has not the tables of this release */
export async function refuseOlderTables(pool: pg.Pool): Promise<void> {
  const applied = await readAppliedMigrations(pool);
  const [missing] = pendingMigrations(applied ?? []);
  if (missing !== undefined) {
    throw new StartError(
      `The database lacks the tables of this release (${missing.name} did not run). Start this release once, then try again.`,
    );
  }
}
