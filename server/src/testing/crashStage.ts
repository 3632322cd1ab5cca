import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { realAmbient } from '../ambient.js';
import { type Connections, connect } from '../database/connect.js';
import { migrate } from '../database/migrate.js';
import { type AccountCredentials, openAccount } from '../iam/rootAccount/openAccount.js';
import type { ProjectId } from '../ids.js';
import { openDataKeys } from '../secrets/dataKeys.js';
import { createPasswords } from '../secrets/passwords.js';
import { openWorkspace } from '../workspace/openWorkspace.js';
import { type CrashCluster, startCluster } from './crashCluster.js';
import { type CrashPostgres, startCrashPostgres } from './crashPostgres.js';
import { type MailServer, startMailServer } from './mailServer.js';
import type { TestAnswer } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** Everything of an installation, each part a process of its own that may be killed; only the mail server is safe. */
export interface CrashStage {
  readonly postgres: CrashPostgres;
  readonly connections: Connections;
  readonly mails: MailServer;
  readonly cluster: CrashCluster;
  readonly projectId: ProjectId;
  /** Calls a route below the project as the account itself, until somebody answers. */
  call(method: string, path: string, body?: unknown): Promise<TestAnswer>;
  /** Asks the database, again while it is away. */
  ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  remove(): Promise<void>;
}

/** @param engineSocket of the engine host; without one the engine is simulated */
export async function openCrashStage(engineSocket?: string): Promise<CrashStage> {
  const closers: (() => Promise<unknown>)[] = [];
  const remove = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    return await open(engineSocket, closers, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function open(
  engineSocket: string | undefined,
  closers: (() => Promise<unknown>)[],
  remove: () => Promise<void>,
): Promise<CrashStage> {
  const directory = await mkdtemp(join(tmpdir(), 'deskplane-crash-'));
  closers.push(() => rm(directory, { recursive: true, force: true }));
  const postgres = await startCrashPostgres();
  closers.push(() => postgres.remove());
  const connections = connect({ url: postgres.url, connections: 4 });
  closers.push(() => connections.close());
  await migrate(connections.pool);
  const masterKeyFile = join(directory, 'master.key');
  const account = await makeAccount(connections, masterKeyFile);
  const mails = await startMailServer();
  closers.push(() => mails.close());
  const cluster = await startCluster({
    databaseUrl: postgres.url,
    masterKeyFile,
    dataDir: directory,
    smtpUrl: `smtp://127.0.0.1:${mails.port}`,
    ...(engineSocket === undefined ? {} : { engineSocket }),
    size: 2,
  });
  closers.push(() => cluster.close());
  const token = await signIn(cluster, account.credentials);
  const { projectId } = account;
  return {
    postgres,
    connections,
    mails,
    cluster,
    projectId,
    call: (method, path, body) =>
      cluster.call(method, `/v2/${projectId}${path}`, body, { 'x-auth-token': token }),
    ask: <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      waitUntil(async () => (await connections.pool.query<Row>(text, values)).rows, 'the database answers'),
    remove,
  };
}

async function makeAccount({ database }: Connections, masterKeyFile: string) {
  const ambient = realAmbient;
  const dataKeys = await openDataKeys({ database, ambient, masterKeyFile });
  const passwords = await createPasswords(ambient);
  const opened = await openAccount({ database, ambient, dataKeys, passwords, region: 'test-1' });
  assert.ok(opened.created);
  const { projectId } = opened.account;
  await openWorkspace(database, ambient, { projectId, language: 'en' });
  return { projectId, credentials: opened.credentials };
}

async function signIn(cluster: CrashCluster, credentials: AccountCredentials): Promise<string> {
  const { user_name: name, password, domain_name, project_id } = credentials;
  const user = { name, password, domain: { name: domain_name } };
  const identity = { methods: ['password'], password: { user } };
  const scope = { project: { id: project_id } };
  const answer = await cluster.call('POST', '/v3/auth/tokens', { auth: { identity, scope } }, {});
  const token = answer.headers.get('x-subject-token');
  assert.ok(token !== null, answer.text);
  return token;
}
