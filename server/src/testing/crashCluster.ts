import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { callService, type TestAnswer } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

const program = fileURLToPath(new URL('./crashWorkerProcess.js', import.meta.url));

export interface ClusterParts {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  readonly dataDir: string;
  readonly smtpUrl: string;
  /** The engine host to work with; without one the engine is simulated. */
  readonly engineSocket?: string;
  /** How many processes live side by side. */
  readonly size: number;
}

/** Several processes of the service, each with its worker, on one database. Any of them may be killed at any time. */
export interface CrashCluster {
  /**
   * Kills one with SIGKILL and starts another in its place, without waiting for it.
   * @param young also while it is still starting; else once it serves
   */
  killOne(index: number, young: boolean): Promise<void>;
  /**
   * Sends a request to whoever listens, again and again until one answers with anything but 5xx or 429.
   * @throws {Error} when a service has ended by itself
   */
  call(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<TestAnswer>;
  /** How many calls were answered. */
  answered(): number;
  close(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  endpoint: string | undefined;
  killed: boolean;
  words: string;
}

/** A start fails while the database is away; nobody is that unlucky so often. */
const maxFalseStarts = 50;
/** In milliseconds: for a call that nobody ever answers. */
const patience = 180_000;

/** @throws {Error} when the services do not start */
export async function startCluster(parts: ClusterParts): Promise<CrashCluster> {
  const members: Member[] = [];
  let started = 0;
  let falseStarts = 0;
  let turn = 0;
  let answered = 0;
  let failure: Error | undefined;

  const start = (index: number): void => {
    started += 1;
    const { databaseUrl, masterKeyFile, dataDir, smtpUrl, engineSocket } = parts;
    const seed = String(started);
    const child = fork(
      program,
      [
        databaseUrl,
        masterKeyFile,
        dataDir,
        smtpUrl,
        seed,
        ...(engineSocket === undefined ? [] : [engineSocket]),
      ],
      { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] },
    );
    const member: Member = { child, endpoint: undefined, killed: false, words: '' };
    members[index] = member;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      member.words = (member.words + text).slice(-4_000);
    });
    child.on('message', (said) => {
      if (typeof said === 'object' && 'endpoint' in said) member.endpoint = String(said.endpoint);
    });
    child.once('close', (code, signal) => {
      if (member.killed) return;
      falseStarts += 1;
      if (member.endpoint !== undefined || falseStarts > maxFalseStarts)
        failure ??= new Error(`a service ended by itself (${code ?? signal}): ${member.words}`);
      // As its supervisor does in production.
      else start(index);
    });
  };

  const kill = async (member: Member): Promise<void> => {
    member.killed = true;
    if (member.child.exitCode !== null || member.child.signalCode !== null) return;
    const ended = once(member.child, 'exit');
    member.child.kill('SIGKILL');
    await ended;
  };
  const close = async (): Promise<void> => {
    await Promise.all(members.map(kill));
  };
  const listens = async (index: number): Promise<void> => {
    await waitUntil(
      () => failure !== undefined || members[index]?.endpoint !== undefined,
      `service ${index} listens`,
    );
    if (failure !== undefined) throw failure;
  };

  const indices = Array.from({ length: parts.size }, (_, index) => index);
  indices.forEach(start);
  try {
    await Promise.all(indices.map(listens));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    killOne: async (index, young) => {
      if (!young) await listens(index);
      if (failure !== undefined) throw failure;
      const victim = members[index];
      if (victim === undefined) throw new Error(`there is no service ${index}`);
      await kill(victim);
      start(index);
    },
    call: async (method, path, body, headers) => {
      const end = performance.now() + patience;
      for (;;) {
        if (failure !== undefined) throw failure;
        turn += 1;
        const endpoint = members[turn % members.length]?.endpoint;
        const answer =
          endpoint === undefined
            ? 'it does not listen yet'
            : await callService(endpoint, method, path, body, headers).catch(String);
        if (typeof answer !== 'string' && answer.status < 500 && answer.status !== 429) {
          answered += 1;
          return answer;
        }
        const said = typeof answer === 'string' ? answer : answer.text;
        if (performance.now() > end) throw new Error(`nobody answers ${method} ${path}: ${said}`);
        await pause(20);
      }
    },
    answered: () => answered,
    close,
  };
}
