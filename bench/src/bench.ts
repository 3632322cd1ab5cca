import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { fillDesktops } from './fillDesktops.js';
import { type Answer, type Shot, send } from './load.js';
import { type MeasuredService, startMeasuredService } from './measuredService.js';
import type { Ready } from './messages.js';
import type { BenchDatabase, Databases } from './openDatabases.js';

/** A service on a database of its own, signed in to. */
export interface Bench {
  readonly database: BenchDatabase;
  readonly service: MeasuredService;
  readonly ready: Ready;
  /** Another process on the same database. */
  startAnother(): Promise<MeasuredService>;
  /** A request that deletes one desktop. */
  deletionOf(desktopId: string): Shot;
  /** Accepts many deletions, a hundred at a time, without mails: how those leave is another matter. */
  deleteAll(desktopIds: readonly string[]): Promise<void>;
  /** A call by token; a path that begins with `/` is below the project, `//` is absolute. */
  call(
    method: string,
    path: string,
    body?: unknown,
    more?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  fill(count: number): Promise<string[]>;
  /** Milliseconds so far: of the measured process and, where it is ours, of PostgreSQL. */
  processorTime(): Promise<{ readonly service: number; readonly postgres: number | undefined }>;
  close(): Promise<void>;
}

/** What is out of the ordinary of a measured service. */
export interface BenchOptions {
  /** A directory: what it spends its time on is written there when it stops. */
  readonly profileInto?: string | undefined;
  /** The socket of an engine host; undefined: an engine that costs nothing. */
  readonly engineSocket?: string | undefined;
  /** With the simulated engine without delay. */
  readonly simulated?: boolean;
}

/** A statement that fills more takes too long on a machine that is busy. */
const fillAtOnce = 5_000;

export async function openBench(databases: Databases, options: BenchOptions = {}): Promise<Bench> {
  const database = await databases.make();
  const masterKeyFile = join(databases.directory, `master-${randomBytes(6).toString('hex')}.key`);
  const start = (): Promise<MeasuredService> =>
    startMeasuredService({ url: database.url, masterKeyFile, ...options });
  const service = await start();
  const { ready } = service;
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  const headers = { 'x-auth-token': await signIn(agent, ready) };
  const project = `${ready.endpoint}/v2/${ready.projectId}`;
  const root = `${project}/desktops`;
  return {
    database,
    service,
    ready,
    startAnother: start,
    deletionOf: (id) => ({ method: 'DELETE', url: `${root}/${id}`, headers }),
    deleteAll: async (ids) => {
      for (let from = 0; from < ids.length; from += 100) {
        const body = JSON.stringify({ desktop_ids: ids.slice(from, from + 100), email_notification: false });
        const answer = await send(agent, { method: 'POST', url: `${root}/batch-delete`, headers, body });
        if (answer.status !== 202) throw new Error(`Answered ${answer.status}: ${answer.text}`);
      }
    },
    call: (method, path, body, more) =>
      send(agent, {
        method,
        url: path.startsWith('//') ? `${ready.endpoint}${path.slice(1)}` : `${project}${path}`,
        headers: { ...headers, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    fill: async (count) => {
      const ids: string[] = [];
      while (ids.length < count)
        ids.push(...(await fillDesktops(database.pool, ready, Math.min(fillAtOnce, count - ids.length))));
      return ids;
    },
    processorTime: async () => ({
      service: (await service.usage()).cpu,
      postgres: await databases.processorTime(),
    }),
    close: async () => {
      agent.destroy();
      await service.stop();
      await database.drop();
    },
  };
}

async function signIn(agent: Agent, { endpoint, projectId, signIn: who }: Ready): Promise<string> {
  if (who === null) throw new Error('A new database had an account already.');
  const user = { name: who.userName, password: who.password, domain: { name: who.domainName } };
  const answer = await send(agent, {
    method: 'POST',
    url: `${endpoint}/v3/auth/tokens`,
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user } },
        scope: { project: { id: projectId } },
      },
    }),
  });
  const token = answer.headers['x-subject-token'];
  if (answer.status !== 201 || typeof token !== 'string')
    throw new Error(`Signing in failed: ${answer.text}`);
  return token;
}
