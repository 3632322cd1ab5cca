import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { type AppParts, createApp } from '../app.js';
import type { Engine } from '../engines/contract.js';
import { createFaultyEngine } from '../engines/simulated/faultyEngine.js';
import type { SimulatedEngineSettings } from '../engines/simulated/settings.js';
import { createSimulatedEngine } from '../engines/simulated/simulatedEngine.js';
import type { Server } from '../http/server.js';
import { type AccountCredentials, openAccount } from '../iam/rootAccount/openAccount.js';
import { openMailSender } from '../mail/openMailSender.js';
import { openDataKeys } from '../secrets/dataKeys.js';
import { createPasswords } from '../secrets/passwords.js';
import { createTestControl } from '../testDouble/testControl.js';
import { openWorkspace } from '../workspace/openWorkspace.js';
import { checkAnswers } from './checkAnswers.js';
import { freePort } from './freePort.js';
import { createTestDatabase, type TestDatabase, testMasterKeyFile } from './testDatabase.js';
import { testInstallation } from './testInstallation.js';

export interface TestServiceOptions {
  readonly simulated?: Partial<SimulatedEngineSettings>;
  /** Stands in for the simulated engine, or wraps it. */
  readonly engine?: (simulated: Engine) => Engine;
  readonly smtpUrl?: string;
  /** Settings that are told of; they have no effect. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How clients reach it, and how many of them. */
  readonly edge?: Pick<
    AppParts,
    | 'publicUrl'
    | 'trustedProxies'
    | 'signInPlainHttp'
    | 'limitRequests'
    | 'maxConnections'
    | 'tls'
    | 'consoleFolder'
  >;
  /** It is told where it listens as its public address, so that it sends links. */
  readonly knowsAddress?: boolean;
  /** What the clock of its machine shows; the engine's is right. */
  readonly clock?: () => Date;
  /** What the service's clock shows to every replica. Default: what the database says. */
  readonly serviceClock?: () => Date;
  /** A database that is already in use, to start a second service on it. */
  readonly database?: TestDatabase;
  /** The account's, where another database's content was restored into that one. */
  readonly credentials?: AccountCredentials;
  /** Whether it has the control interface of a test double. Default true. */
  readonly control?: boolean;
  /** What the test wants to watch. */
  readonly beforeRoutes?: (server: Server) => void;
  /** Gets what the service writes into its log. */
  readonly logger?: Logger;
}

/** A whole service in this process: every part real, the engine simulated, each answer held to its schema. */
export interface TestService {
  readonly endpoint: string;
  readonly credentials: AccountCredentials & { readonly endpoint: string };
  readonly database: TestDatabase;
  readonly engine: Engine;
  readonly dataDir: string;
  /** Of the account's root user, for its project. */
  readonly token: string;
  /** Calls as the account's root user, by token. A path that begins with `/` is below the project, `//` is absolute. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  /** Stops the service; the database stays. */
  stop(): Promise<void>;
  /** Stops the service and removes its database and files. */
  remove(): Promise<void>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

const region = 'test-1';

export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const database = options.database ?? (await createTestDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'deskplane-test-'));
  const logger = options.logger ?? pino({ level: process.env['DESKPLANE_LOG_LEVEL'] ?? 'silent' });
  const ambient = { ...realAmbient, now: options.clock ?? (() => new Date()) };
  const dataKeys = await openDataKeys({
    database: database.database,
    ambient,
    masterKeyFile: testMasterKeyFile(database.url),
  });
  const passwords = await createPasswords(ambient);
  const accountParts = { database: database.database, ambient, dataKeys, passwords, region };
  const opened = await openAccount(accountParts);
  const credentials = opened.created
    ? opened.credentials
    : (options.credentials ?? knownCredentials(database.url));
  accounts.set(database.url, credentials);
  await openWorkspace(database.database, ambient, { projectId: opened.account.projectId, language: 'en' });
  const simulated = createSimulatedEngine({
    pool: database.pool,
    ambient: realAmbient,
    region,
    settings: { seed: 1, delayMs: 20, faultRate: 0, ...options.simulated },
  });
  const testControl =
    options.control === false
      ? undefined
      : createTestControl({ reach: 'loopback', pool: database.pool, ambient, logger });
  const faulty =
    testControl === undefined
      ? simulated
      : createFaultyEngine(simulated, {
          pool: database.pool,
          ambient: realAmbient,
          faults: testControl.engineFaults,
        });
  const engine = options.engine?.(faulty) ?? faulty;
  const mailSender = openMailSender({ smtpUrl: options.smtpUrl, dataDir, hostname: 'localhost', ambient });
  const port = options.knowsAddress === true ? await freePort() : 0;
  const app = await createApp({
    connections: database,
    engine,
    ambient,
    serviceClock: options.serviceClock,
    logger,
    dataKeys,
    passwords,
    mailSender,
    region,
    installation: testInstallation(dataDir, {
      environment: options.environment ?? {},
      certificate: options.edge?.tls?.cert,
    }),
    testControl,
    ...options.edge,
    ...(port === 0 ? {} : { publicUrl: `http://127.0.0.1:${port}` }),
    beforeRoutes: (server) => {
      checkAnswers(server);
      options.beforeRoutes?.(server);
    },
  });
  const endpoint = await app.server.listen({ host: '127.0.0.1', port });
  const token = await signIn(endpoint, credentials);
  const stop = once(async () => {
    await app.stop();
    mailSender.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    endpoint,
    credentials: { ...credentials, endpoint },
    database,
    engine,
    dataDir,
    token,
    call: (method, path, body, headers) =>
      callService(
        endpoint,
        method,
        path.startsWith('//') ? path.slice(1) : `/v2/${credentials.project_id}${path}`,
        body,
        {
          'x-auth-token': token,
          ...headers,
        },
      ),
    stop,
    remove: async () => {
      await stop();
      await database.drop();
    },
  };
}

/** Secrets are told once, when the account is made: kept here for a second service on the same database. */
const accounts = new Map<string, AccountCredentials>();

function knownCredentials(url: string): AccountCredentials {
  const known = accounts.get(url);
  if (known === undefined) throw new Error('The account of this database was made by another process.');
  return known;
}

/** Sends one request and reads the whole answer. */
export async function callService(
  endpoint: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<TestAnswer> {
  // A form says itself what it is.
  const isForm = body instanceof FormData;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: { ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text !== '' && isJson(response) ? JSON.parse(text) : undefined,
  };
}

function isJson({ headers }: Response): boolean {
  return /^application\/json\b/.test(headers.get('content-type') ?? '');
}

/** A token of the account's root user for its project. */
export async function signIn(endpoint: string, credentials: AccountCredentials): Promise<string> {
  const answer = await callService(
    endpoint,
    'POST',
    '/v3/auth/tokens',
    {
      auth: {
        identity: {
          methods: ['password'],
          password: {
            user: {
              name: credentials.user_name,
              password: credentials.password,
              domain: { name: credentials.domain_name },
            },
          },
        },
        scope: { project: { id: credentials.project_id } },
      },
    },
    {},
  );
  const token = answer.headers.get('x-subject-token');
  if (answer.status !== 201 || token === null)
    throw new Error(`Signing in failed: ${answer.status} ${answer.text}`);
  return token;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
