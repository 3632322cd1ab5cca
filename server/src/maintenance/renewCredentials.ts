import { readFile } from 'node:fs/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { realAmbient } from '../ambient.js';
import type { Config } from '../config/config.js';
import type { Schema } from '../database/schema.js';
import { renewRootCredentials } from '../iam/rootAccount/renewRootCredentials.js';
import { openDataKeys } from '../secrets/dataKeys.js';
import { readMasterKey } from '../secrets/masterKey.js';
import { createPasswords } from '../secrets/passwords.js';
import type { Listening } from '../supervisor/listening.js';
import { StartError } from '../system/errorCode.js';
import { prepareReplacement } from '../system/replacePrivately.js';
import { isRoot } from '../system/systemUsers.js';
import { changeDatabase } from './changeDatabase.js';
import { type MaintenanceRequest, maintenanceOptions, refuseOlderTables } from './maintenanceOptions.js';
import { findServiceUser, type Installation } from './openDatabase.js';

export interface RenewedCredentials {
  readonly path: string;
  readonly userName: string;
}

/**
 * `deskplane admin password --renew`: the way back when credentials.json is lost or no longer true. Gives the root user of
 * the first account a new password and access key, by the database and the master key alone, and writes the file. His old
 * password, keys and tokens are refused from then on, also by a backup of before that is restored. The service may run meanwhile.
 * @throws {StartError} when the database cannot be reached, has no account yet, or the master key is missing
 */
export async function renewCredentials(request: MaintenanceRequest): Promise<RenewedCredentials> {
  const options = await maintenanceOptions(request, true);
  return changeDatabase(options, async (installation) => {
    await refuseOlderTables(installation.pool);
    if ((await readMasterKey(installation.masterKeyPath)) === undefined) {
      throw new StartError(
        `There is no master key ${installation.masterKeyPath}. It must encrypt the new access key: restore it first.`,
      );
    }
    const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: installation.pool }) });
    const dataKeys = await openDataKeys({
      database,
      ambient: realAmbient,
      masterKeyFile: installation.masterKeyPath,
    });
    const passwords = await createPasswords(realAmbient);
    const { region } = options.config;
    const credentials = await renewRootCredentials({
      database,
      ambient: realAmbient,
      passwords,
      dataKeys,
      region,
    });
    const endpoint = (await readEndpoint(installation)) ?? likelyEndpoint(options.config);
    const text = `${JSON.stringify({ ...credentials, endpoint }, null, 2)}\n`;
    const owner = isRoot() ? await findServiceUser() : undefined;
    await (await prepareReplacement(installation.credentialsPath, text, realAmbient, owner)).commit();
    return { path: installation.credentialsPath, userName: credentials.user_name };
  });
}

/** Where the service was reached before, if the old file still says so. */
async function readEndpoint({ credentialsPath }: Installation): Promise<string | undefined> {
  try {
    const old: unknown = JSON.parse(await readFile(credentialsPath, 'utf8'));
    const endpoint = typeof old === 'object' && old !== null ? Reflect.get(old, 'endpoint') : undefined;
    return typeof endpoint === 'string' ? endpoint : undefined;
  } catch {
    // Lost, or no credentials file any more: that is what this is for.
    return undefined;
  }
}

/** The service writes the true one at its next start. */
function likelyEndpoint(config: Config): string {
  const { host, publicUrl, tls }: Listening = config;
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const bracketed = reachable.includes(':') ? `[${reachable}]` : reachable;
  return publicUrl ?? `${tls === undefined ? 'http' : 'https'}://${bracketed}:${config.port}`;
}
