import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '../../scripts/setup/progress.mjs';

const startLimitMs = 90_000;
const stopLimitMs = 30_000;

/**
 * Starts the built service as people run it, with a database of its own and the simulated engine, on a free port of loopback.
 * @param {string} root the clone
 * @param {string} directory for everything that it keeps
 * @param {Record<string, string>} settings further ones
 */
export async function startService(root, directory, settings = {}) {
  // Started by root, it goes on as other users, who have to pass through.
  chmodSync(directory, 0o711);
  const data = join(directory, 'data');
  const file = join(directory, 'settings.yaml');
  writeFileSync(file, 'DESKPLANE_ENGINE: simulated\n', { mode: 0o644 });
  const child = spawn(process.execPath, [join(root, 'server/dist/main.js')], {
    env: {
      ...ownEnvironment(),
      DESKPLANE_CONFIG: file,
      DESKPLANE_DATA_DIR: data,
      DESKPLANE_HOST: '127.0.0.1',
      DESKPLANE_PORT: '0',
      DESKPLANE_LIMITS: 'off',
      DESKPLANE_SIMULATED_DELAY_MS: '50',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  let hasEnded = false;
  const ended = new Promise((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    child.once('error', end).once('exit', end);
  });
  const service = {
    credentialsFile: join(data, 'credentials.json'),
    /** The end of the service's own log, for whoever looks into a failed check. */
    lastLines: () => lastLines(join(data, 'logs/service.log')),
    async stop() {
      child.kill('SIGTERM');
      await Promise.race([ended, pause(stopLimitMs, undefined, { ref: false })]);
      if (!hasEnded) child.kill('SIGKILL');
      await ended;
    },
  };
  const deadline = performance.now() + startLimitMs;
  while (!(await isReady(service.credentialsFile))) {
    if (hasEnded || performance.now() > deadline) {
      await service.stop();
      throw new SetupError(`The service does not start:\n${output.trim()}`);
    }
    await pause(100);
  }
  return service;
}

async function isReady(credentialsFile) {
  if (!existsSync(credentialsFile)) return false;
  try {
    const { endpoint } = JSON.parse(readFileSync(credentialsFile, 'utf8'));
    return (await fetch(`${endpoint}/readyz`)).ok;
  } catch {
    // Not written to its end yet, or not listening yet.
    return false;
  }
}

/** Settings of the person who runs this must reach neither the service nor the clients. */
export function ownEnvironment() {
  const foreign = /^(DESKPLANE_|DATABASE_URL$|SMTP_URL$|NODE_OPTIONS$|npm_|OS_|HUAWEICLOUD_|PYTHON)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function lastLines(path) {
  if (!existsSync(path)) return '(there is none)';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}
