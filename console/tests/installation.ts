import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type MailServer, startMailServer } from '@deskplane/server/testing/mailServer.js';
import type { TestService } from '@deskplane/server/testing/startTestService.js';
import { makeTemporaryDirectory } from '@deskplane/server/testing/temporaryDirectory.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';

const run = promisify(execFile);
const deskplane = fileURLToPath(new URL('../../../deskplane', import.meta.url));

/** Deskplane as an administrator runs it: supervisor, database, engine host and service, with a mail server beside. */
export interface Installation {
  readonly endpoint: string;
  readonly credentials: TestService['credentials'];
  readonly mails: MailServer;
  /** Runs the command with its first credentials. @returns what it printed */
  run(...words: readonly string[]): Promise<string>;
  /** Stops it and removes everything of it from the machine. */
  remove(): Promise<void>;
}

/** Starts one with the local engine, in a data directory of its own. Needs root. */
export async function startInstallation(): Promise<Installation> {
  const directory = await makeTemporaryDirectory();
  const dataDir = join(directory.path, 'data');
  const mails = await startMailServer();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    DESKPLANE_DATA_DIR: dataDir,
    DESKPLANE_ENGINE: 'local',
    DESKPLANE_PORT: String(port),
    DESKPLANE_PUBLIC_URL: endpoint,
    SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
  };
  const service = spawn(deskplane, ['serve'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [service.stdout, service.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const command = async (...words: readonly string[]) =>
    (await run(deskplane, words, { env: environment })).stdout;
  // Both fail where anything is left on the machine, of whomever.
  const machine = (): Promise<string> =>
    command('machine', '--json').catch((error: unknown) => {
      if (error instanceof Error && 'stdout' in error && error.stdout !== '') return String(error.stdout);
      throw error;
    });
  const endInstance = (instance: string): Promise<string> =>
    command('machine', '--end', instance, '--yes').catch((error: unknown) => String(error));
  const remove = async () => {
    await endProcess(service);
    const { instances } = JSON.parse(await machine());
    for (const { instance, data_directory: place } of instances)
      if (place === dataDir) await endInstance(instance);
    await mails.close();
    await directory.remove();
  };
  try {
    const text = await waitUntil(async () => {
      if (service.exitCode !== null) throw new Error(`it has ended: ${output}`);
      const answer = await fetch(`${endpoint}/readyz`).catch(() => undefined);
      return answer?.ok === true && (await readFile(join(dataDir, 'credentials.json'), 'utf8'));
    }, 'the service is ready');
    return { endpoint, credentials: JSON.parse(text), mails, run: command, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Free a moment ago: the service is told its public address before it listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
