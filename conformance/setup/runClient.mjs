import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ownEnvironment } from './startService.mjs';

/** For what hangs, not for what is slow, as for the tests. */
const timeLimitMs = 30 * 60_000;

/**
 * Runs a client's program to its end and shows its checks: "ok NAME" or "not ok NAME: WHY", a line each. Whatever else it
 * writes is shown if it ends badly, which is a failure of its own.
 * @param context `directory`: where it runs; `environment`: Python's virtual one
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runClient({ name, command, program }, { directory, environment, service }) {
  const child = spawn(command, [program, service.credentialsFile], {
    // The Node.js SDK may keep a log where it is started.
    cwd: directory,
    env: {
      ...ownEnvironment(),
      HOME: directory,
      LC_ALL: 'C.UTF-8',
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
      PATH: `${environment}/bin:${process.env.PATH}`,
      // Compiled once for all runs, and not into the clone's own folders.
      PYTHONPYCACHEPREFIX: `${environment}/compiled`,
      PYTHONUNBUFFERED: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const counts = { passed: 0, failed: 0 };
  const noise = [];
  const limit = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
  const reading = [child.stdout, child.stderr].map((stream) => readLines(stream, heard));
  const how = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  clearTimeout(limit);
  await Promise.all(reading);
  if (how === 0 && counts.passed + counts.failed > 0) return counts;
  counts.failed += 1;
  process.stdout.write(`FAIL ${name}: its program ended with ${how}\n${noise.slice(-30).join('\n')}\n`);
  return counts;

  function heard(line) {
    const [, not, text] = /^(not )?ok (.*)$/.exec(line) ?? [];
    if (text === undefined) {
      noise.push(line);
      return;
    }
    counts[not === undefined ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${not === undefined ? ' ok ' : 'FAIL'} ${name}: ${text}\n`);
  }
}

async function readLines(stream, heard) {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) heard(line);
}
