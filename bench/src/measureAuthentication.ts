import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createServer } from '@deskplane/server/http/server.js';
import { createGatekeeper } from '@deskplane/server/iam/gatekeeper.js';
import { signRequest } from '@deskplane/server/iam/signatures/signRequest.js';
import { issueToken } from '@deskplane/server/iam/tokens/issueToken.js';
import { pino } from 'pino';
import type { BenchDatabase, Databases } from './openDatabases.js';
import { connect, createPasswords, migrate, openAccount, openDataKeys, realAmbient } from './production.js';

/** Microseconds of processor time per authentication that was made before, in the process that makes it. */
export interface AuthenticationFigures {
  readonly tokenRead: number;
  /** With the comparison of the account's revision, one request after the other. */
  readonly tokenWrite: number;
  /** The same, 32 requests at once. */
  readonly tokenWriteAtOnce: number;
  readonly signatureRead: number;
  readonly signatureWriteAtOnce: number;
}

const region = 'bench-1';
const ambient = realAmbient;

/** Token and signature on a real database. What the server, routing and the body's hash cost is not in it. */
export async function measureAuthentication(databases: Databases): Promise<AuthenticationFigures> {
  const bench = await databases.make();
  try {
    return await measureOn(bench, databases.directory);
  } finally {
    await bench.drop();
  }
}

async function measureOn({ url }: BenchDatabase, directory: string): Promise<AuthenticationFigures> {
  const connections = connect({ url, connections: 20 });
  const { database, pool } = connections;
  await migrate(pool);
  const masterKeyFile = join(directory, `master-${randomBytes(6).toString('hex')}.key`);
  const dataKeys = await openDataKeys({ database, ambient, masterKeyFile });
  const passwords = await createPasswords(ambient);
  const opened = await openAccount({ database, ambient, dataKeys, passwords, region });
  if (!opened.created) throw new Error('A new database had an account already.');
  const { access_key: accessKey, secret_key: secretKey, user_name, domain_id, password } = opened.credentials;
  const domain = { by: 'id', id: domain_id } as const;
  const { token } = await issueToken(
    { pool, ambient, passwords },
    {
      proof: { method: 'password', user: { by: 'name', name: user_name, domain }, password },
      scope: { kind: 'project', project: { by: 'name', name: region }, domain: undefined },
    },
    '127.0.0.1',
  );

  const gatekeeper = createGatekeeper({ pool, ambient, dataKeys });
  const server = await createServer({
    logger: pino({ level: 'silent' }),
    gatekeeper,
    ambient,
    region: 'bench-1',
    newRequestId: () => ambient.uuid(),
  });
  /** Requests are made by the server itself, then authenticated again and again. */
  const capture = async (method: 'GET' | 'DELETE', headers: Record<string, string>) => {
    const answer = await server.inject({ method, url: probe, headers: { host: 'localhost', ...headers } });
    const request = captured.at(-1);
    if (answer.statusCode !== 200 || request === undefined) throw new Error(`Refused: ${answer.body}`);
    return () => gatekeeper.authenticate(request);
  };
  const captured: Parameters<typeof gatekeeper.authenticate>[0][] = [];
  for (const method of ['GET', 'DELETE'] as const) {
    server.route({
      method,
      url: probe,
      config: { declaration: { operation: 'ShowLogHead', family: 'workspace' } },
      handler: async (request) => {
        captured.push(request);
        return {};
      },
    });
  }
  const signed = (method: 'GET' | 'DELETE') =>
    signRequest({
      method,
      url: new URL(probe, 'http://localhost'),
      headers: { 'Content-Type': 'application/json' },
      accessKey,
      secretKey,
      now: ambient.now(),
    });
  const byToken = { 'x-auth-token': token };
  try {
    return {
      tokenRead: await cpuOf(await capture('GET', byToken), 20_000, 1),
      tokenWrite: await cpuOf(await capture('DELETE', byToken), 8_000, 1),
      tokenWriteAtOnce: await cpuOf(await capture('DELETE', byToken), 20_000, 32),
      signatureRead: await cpuOf(await capture('GET', signed('GET')), 20_000, 1),
      signatureWriteAtOnce: await cpuOf(await capture('DELETE', signed('DELETE')), 20_000, 32),
    };
  } finally {
    await server.close();
    await connections.close();
  }
}

const probe = '/v2/0123456789abcdef0123456789abcdef/desktops/6f1b4b0e-6a3e-4a57-9a55-3c0e6cb4b0aa';

async function cpuOf(authenticate: () => Promise<unknown>, rounds: number, atOnce: number): Promise<number> {
  const run = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += atOnce) {
      if (atOnce === 1) await authenticate();
      else await Promise.all(Array.from({ length: atOnce }, authenticate));
    }
  };
  await run(rounds / 4);
  const before = process.cpuUsage();
  await run(rounds);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
}
