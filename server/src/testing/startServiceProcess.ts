import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Environment, readConfig } from '../config/readConfig.js';
import { type AccountCredentials } from '../iam/rootAccount/openAccount.js';
import { parseServiceMessage, type StartMessage } from '../supervisor/messages.js';
import type { TlsPair } from '../system/tlsPair.js';
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
  const given = { DESKPLANE_PORT: '0', DESKPLANE_ENGINE: 'simulated', DESKPLANE_DATA_DIR: directory.path };
  const config = readConfig({ ...given, ...environment }, undefined, directory.path);
  if (Array.isArray(config)) throw new Error(JSON.stringify(config));
  const credentialsPath = join(directory.path, 'credentials.json');
  const start: StartMessage = {
    type: 'start',
    config,
    databaseUrl: database.url,
    tls,
    runtimeDir: directory.path,
    credentialsPath,
    masterKeyPath: join(directory.path, 'master.key'),
    instanceId: '0123abcd',
    deskplane: './deskplane',
  };
  const child = fork(fileURLToPath(new URL('../service.js', import.meta.url)), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'] },
    execArgv: [],
  });
  let log = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (log += text));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${log}`)));
    child.on('message', (value) => {
      const message = parseServiceMessage(value);
      if (message?.type === 'failed') reject(new Error(message.message));
      if (message?.type === 'ready') resolve(message.endpoint);
    });
    child.send(start);
  });
  return {
    pid: child.pid ?? 0,
    endpoint,
    credentials: JSON.parse(await readFile(credentialsPath, 'utf8')),
    credentialsPath,
    log: () => log,
    renew: (pair) => child.send({ type: 'renewal', tls: pair }),
    remove: async () => {
      child.kill('SIGTERM');
      await exited;
      await database.drop();
      await directory.remove();
    },
  };
}
