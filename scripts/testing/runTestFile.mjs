import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originalPositions } from './originalPositions.mjs';

const reporter = fileURLToPath(new URL('./eventsReporter.mjs', import.meta.url));
/** For what hangs, not for what is slow: a busy machine takes many times as long as a quiet one. */
const timeLimitMs = 30 * 60_000;
/** Process groups that are to end with us. */
const groups = new Set();

/** Ends the test processes that are running. */
export function endTestProcesses() {
  for (const pid of groups) killGroup(pid);
}

/**
 * Runs one compiled test file in a process of its own. Whatever keeps a test from having passed counts as failed: a
 * failure, a skip, a crash after the last test, a time-out, a file without tests.
 * @returns {Promise<{ passed: number, failures: { name: string, text: string }[], output: string }>}
 */
export async function runTestFile(path, { directory, environment }) {
  const eventsFile = join(directory, `events-${randomUUID()}.jsonl`);
  const args = [
    // Tests leave much behind in a short life: fewer collections are a twelfth less processor time for the long ones.
    '--max-semi-space-size=32',
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${eventsFile}`,
    path,
  ];
  const child = spawn(process.execPath, args, {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  groups.add(child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
  }, timeLimitMs);
  const how = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  clearTimeout(limit);
  // A process that a test left behind would keep the pipes open, and the machine busy.
  killGroup(child.pid);
  groups.delete(child.pid);
  const events = readEvents(eventsFile);
  const afterwards = events.flatMap((event) => event.afterwards ?? []);
  const result = count(events.filter((event) => event.afterwards === undefined));
  if (timedOut)
    result.failures.push({ name: 'the file', text: `was not done after ${timeLimitMs / 60_000} min` });
  else if (how !== 0 && result.failures.length === 0) {
    result.failures.push({
      name: 'the file',
      text: [`ended with ${how} although no test failed`, ...afterwards].join('\n'),
    });
  }
  if (result.passed === 0 && result.failures.length === 0) {
    result.failures.push({ name: 'the file', text: 'holds no test' });
  }
  return { ...result, output: result.failures.length === 0 ? output : originalPositions(output) };
}

function count(events) {
  const failures = [];
  let passed = 0;
  for (const event of events) {
    if (event.unrun !== undefined)
      failures.push({ name: event.name, text: `${event.unrun}: a test must run` });
    else if (event.passed && !event.suite) passed += 1;
    // A suite or parent fails with its children, which are counted; its own hooks are its own failure.
    else if (!event.passed && event.failure !== 'subtestsFailed') {
      failures.push({ name: event.name, text: originalPositions(event.text ?? 'failed') });
    }
  }
  return { passed, failures };
}

function readEvents(path) {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    // A killed process may leave half a line.
    return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line)] : []));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  } finally {
    rmSync(path, { force: true });
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
