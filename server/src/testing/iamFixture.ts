import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Ambient, newHexId, realAmbient } from '../ambient.js';
import { createServer, type Server } from '../http/server.js';
import { addCredentialRoutes } from '../iam/credentials/routes.js';
import { createGatekeeper } from '../iam/gatekeeper.js';
import { type Account, type AccountCredentials, openAccount } from '../iam/rootAccount/openAccount.js';
import { addIamRoutes } from '../iam/routes.js';
import { asId, type IamUserId } from '../ids.js';
import { type DataKeys, openDataKeys } from '../secrets/dataKeys.js';
import { createPasswords, type Passwords } from '../secrets/passwords.js';
import { openWorkspace } from '../workspace/openWorkspace.js';
import { createTestDatabase, type TestDatabase } from './testDatabase.js';

/** A server with the identity routes on a database of its own, and an account to sign in to. */
export interface IamFixture {
  readonly app: Server;
  readonly store: TestDatabase;
  readonly ambient: Ambient;
  readonly passwords: Passwords;
  readonly dataKeys: DataKeys;
  readonly account: Account;
  readonly credentials: AccountCredentials;
  readonly region: string;
  /** Moves the fixture's clock, which otherwise stands still. */
  advance(milliseconds: number): void;
  /** A token of the root user for the account's project. */
  token(): Promise<string>;
  /** Another user of the account, who is not its root. */
  addUser(name: string, password: string): Promise<IamUserId>;
  close(): Promise<void>;
}

const region = 'test-1';

/** @param addRoutes further routes, added before the server is ready */
export async function createIamFixture(
  addRoutes: (app: Server, parts: Pick<IamFixture, 'store' | 'ambient'>) => void = () => undefined,
): Promise<IamFixture> {
  const store = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'deskplane-iam-'));
  let now = Date.now();
  const ambient: Ambient = {
    ...realAmbient,
    now: () => new Date(now),
    serviceNow: () => new Date(now),
  };
  const { database, pool } = store;
  const passwords = await createPasswords(ambient);
  const dataKeys = await openDataKeys({ database, ambient, masterKeyFile: join(directory, 'master.key') });
  const opened = await openAccount({ database, ambient, passwords, dataKeys, region });
  if (!opened.created) throw new Error('A new database had an account already.');
  const { account, credentials } = opened;
  const app = await createServer({
    logger: pino({ level: 'silent' }),
    gatekeeper: createGatekeeper({ pool, ambient, dataKeys }),
    ambient,
    region,
    newRequestId: () => newHexId(ambient),
  });
  addIamRoutes(app, {
    database,
    pool,
    ambient,
    passwords,
    region,
    openWorkspace: (projectId) => openWorkspace(database, ambient, { projectId, language: 'en' }),
  });
  addCredentialRoutes(app, { database, pool, ambient, dataKeys });
  addRoutes(app, { store, ambient });
  await app.ready();

  const token = async (): Promise<string> => {
    const response = await app.inject({
      method: 'POST',
      url: '/v3/auth/tokens',
      payload: passwordRequest(credentials, { project: { id: credentials.project_id } }),
    });
    return String(response.headers['x-subject-token']);
  };
  const addUser = async (name: string, password: string): Promise<IamUserId> => {
    const id = asId<IamUserId>(newHexId(ambient));
    const password_hash = await passwords.hash(password);
    await database
      .insertInto('iam_users')
      .values({ id, domain_id: account.domainId, name, password_hash, created_at: ambient.now() })
      .execute();
    return id;
  };
  const close = async (): Promise<void> => {
    await app.close();
    await store.drop();
    await rm(directory, { recursive: true });
  };
  return {
    app,
    store,
    ambient,
    passwords,
    dataKeys,
    account,
    credentials,
    region,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    token,
    addUser,
    close,
  };
}

/** The body of a token request as the clients write it. */
export function passwordRequest(credentials: AccountCredentials, scope?: object): object {
  const { user_name: name, password, domain_name } = credentials;
  return {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name, password, domain: { name: domain_name } } },
      },
      ...(scope === undefined ? {} : { scope }),
    },
  };
}
