import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../config/readConfig.js';
import type { AccountCredentials } from '../iam/rootAccount/openAccount.js';
import type { TlsPair } from '../system/tlsPair.js';
import { forkService, readTestConfig } from './forkService.js';
import { makeTemporaryDirectory } from './temporaryDirectory.js';
import { createTestDatabase } from './testDatabase.js';

/** The real service program in a process of its own, with a database of its own. */
export interface ServiceProcess {
  readonly pid: number;
  /** Where it listens. */
  readonly endpoint: string;
  /** As it wrote them for its users. */
  readonly credentials: AccountCredentials & { readonly endpoint: string };
  readonly credentialsPath: string;
  /** Everything that it logged up to now. */
  log(): string;
  /** Hands over another certificate, as the supervisor does. */
  renew(tls: TlsPair): void;
  /** Ends it and removes everything of it. */
  remove(): Promise<void>;
}

/** @param environment settings as a user gives them */
export async function startServiceProcess(
  environment: Environment = {},
  tls?: TlsPair,
): Promise<ServiceProcess> {
  const database = await createTestDatabase();
  const directory = await makeTemporaryDirectory();
  const service = forkService(directory.path, {
    config: readTestConfig(directory.path, environment),
    databaseUrl: database.url,
    tls,
  });
  const outcome = await service.outcome;
  if ('failure' in outcome) throw new Error(outcome.failure);
  const credentialsPath = join(directory.path, 'credentials.json');
  return {
    pid: service.child.pid ?? 0,
    endpoint: outcome.endpoint,
    credentials: JSON.parse(await readFile(credentialsPath, 'utf8')),
    credentialsPath,
    log: service.log,
    renew: (pair) => service.child.send({ type: 'renewal', tls: pair }),
    remove: async () => {
      await service.end();
      await database.drop();
      await directory.remove();
    },
  };
}
