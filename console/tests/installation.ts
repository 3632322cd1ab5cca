import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@deskplane/server/testing/freePort.js';
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
  /** Fails where anything of anybody is left on the machine, so only what it prints counts. */
  const machine = async (...words: readonly string[]): Promise<string> =>
    command('machine', ...words).catch((error: unknown) => {
      if (error instanceof Error && 'stdout' in error) return String(error.stdout);
      throw error;
    });
  /** What the machine holds of this installation. */
  const held = async (): Promise<readonly { instance: string }[]> =>
    JSON.parse(await machine('--json')).instances.filter(
      (each: { data_directory: string | null }) => each.data_directory === dataDir,
    );
  const remove = async () => {
    await endProcess(service);
    for (const { instance } of await held()) await machine('--end', instance, '--yes');
    const left = await held();
    await mails.close();
    await directory.remove();
    if (left.length > 0) throw new Error(`it has left ${JSON.stringify(left)}`);
  };
  try {
    const text = await waitUntil(async () => {
      if (service.exitCode !== null) throw new Error(`it has ended: ${output}`);
      // As long as the console is being built, a page that says so stands in its place.
      const answers = await Promise.all(
        [`${endpoint}/readyz`, `${endpoint}/console`].map((address) =>
          fetch(address, { headers: { accept: 'text/html' } }).catch(() => undefined),
        ),
      );
      const isReady = answers.every((answer) => answer?.ok === true);
      return isReady && (await readFile(join(dataDir, 'credentials.json'), 'utf8'));
    }, 'the service is ready and the console is built');
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
