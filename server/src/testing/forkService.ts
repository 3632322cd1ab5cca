import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.js';
import { type Environment, readConfig } from '../config/readConfig.js';
import { parseServiceMessage, type StartMessage } from '../supervisor/messages.js';

/** The real service program in a process of its own, as the supervisor starts it. */
export interface ForkedService {
  readonly child: ChildProcess;
  /** Where it listens, or why it does not start. @throws {Error} when it ends without a word */
  readonly outcome: Promise<{ readonly endpoint: string } | { readonly failure: string }>;
  /** Everything that it logged up to now. */
  readonly log: () => string;
  /** Ends it by SIGTERM. */
  end(): Promise<void>;
}

/** The settings of a service with a directory of its own and the simulated engine. */
export function readTestConfig(directory: string, environment: Environment): Config {
  const given = { DESKPLANE_PORT: '0', DESKPLANE_ENGINE: 'simulated', DESKPLANE_DATA_DIR: directory };
  const config = readConfig({ ...given, ...environment }, undefined, directory);
  if (Array.isArray(config)) throw new Error(JSON.stringify(config));
  return config;
}

/** @param parts what differs from test to test */
export function forkService(
  directory: string,
  parts: Pick<StartMessage, 'config' | 'databaseUrl' | 'tls'> & { readonly masterKeyPath?: string },
): ForkedService {
  const start: StartMessage = {
    type: 'start',
    runtimeDir: directory,
    credentialsPath: join(directory, 'credentials.json'),
    masterKeyPath: join(directory, 'master.key'),
    instanceId: '0123abcd',
    deskplane: './deskplane',
    ...parts,
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
  const outcome = new Promise<{ endpoint: string } | { failure: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${log}`)));
    child.on('message', (value) => {
      const message = parseServiceMessage(value);
      if (message?.type === 'failed') resolve({ failure: message.message });
      if (message?.type === 'ready') resolve({ endpoint: message.endpoint });
    });
  });
  child.send(start);
  return {
    child,
    outcome,
    log: () => log,
    end: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
