import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command as people run it, seen from the compiled file. */
export const deskplanePath = fileURLToPath(new URL('../../bin/deskplane.mjs', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a program to its end; its standard input is empty and no terminal. */
export function run(program: string, words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { PATH = '' } = process.env;
  const child = spawn(program, words, {
    cwd: options.cwd,
    // Nobody's profiles.
    env: { PATH, LANG: 'C.UTF-8', TZ: 'UTC', XDG_CONFIG_HOME: '/nonexistent', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What a command said but for that it waited, which a busy machine lets it say. */
export function saidBesideWaiting({ stderr }: Run): string {
  return stderr.replaceAll(/^Waiting for the service: \d+ s\n/gm, '');
}

/** The compiled command with a credentials file. */
export interface Deskplane {
  readonly directory: string;
  readonly credentialsPath: string;
  run(...words: readonly string[]): Promise<Run>;
  runInChinese(...words: readonly string[]): Promise<Run>;
  /** With everything typed at a terminal of 60 columns, line by line, before it is asked for. */
  runAtTerminal(typed: string, ...words: readonly string[]): Promise<Run>;
  /** At a terminal: presses a key once a question is shown. @returns all that was shown */
  pressAtQuestion(key: string, question: string, ...words: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** @param credentials content of the file, as text or to be written as JSON */
export async function prepareDeskplane(credentials: string | object): Promise<Deskplane> {
  const directory = await mkdtemp(join(tmpdir(), 'deskplane-cli-'));
  const credentialsPath = join(directory, 'credentials.json');
  const text = typeof credentials === 'string' ? credentials : JSON.stringify(credentials);
  await writeFile(credentialsPath, text, { mode: 0o600 });
  const environment = { DESKPLANE_CREDENTIALS: credentialsPath };
  return {
    directory,
    credentialsPath,
    run: (...words) => run(process.execPath, [deskplanePath, ...words], { environment }),
    runInChinese: (...words) =>
      run(process.execPath, [deskplanePath, ...words], {
        environment: { ...environment, LANG: 'zh_CN.UTF-8' },
      }),
    runAtTerminal: (typed, ...words) => {
      // script(1) gives the command a terminal of its own.
      const command = [process.execPath, deskplanePath, ...words].map((word) => `'${word}'`).join(' ');
      const line = `printf '%s\\n' '${typed}' | script --quiet --return --command "$DESKPLANE_TEST_COMMAND" /dev/null`;
      return run('/bin/sh', ['-c', line], {
        environment: { ...environment, DESKPLANE_TEST_COMMAND: `stty cols 60; ${command}` },
      });
    },
    pressAtQuestion: (key, question, ...words) => typeAtQuestions(words, [[question, key]], environment),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/**
 * Runs the command at a terminal and types each answer once its question is shown.
 * @returns all that was shown
 */
export function typeAtQuestions(
  words: readonly string[],
  answers: readonly (readonly [question: string, keys: string])[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const { PATH = '' } = process.env;
  const command = [process.execPath, deskplanePath, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH, LANG: 'C.UTF-8', TZ: 'UTC', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = [...answers];
  let shown = '';
  // Where what was not looked through yet begins.
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [next] = left;
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen);
    if (next === undefined || at < 0) return;
    seen = at + next[0].length;
    left.shift();
    child.stdin.write(next[1]);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(shown));
  });
}
