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
  /** How many processes live side by side. */
  readonly size: number;
}

/** Several processes of the service on one database, any of which may be killed at any time. */
export interface CrashCluster {
  /** Kills one that serves with SIGKILL and starts another in its place, without waiting for it. */
  killOne(index: number): Promise<void>;
  /** Sends a request to whoever listens, again and again until one answers with anything but 5xx or 429. */
  call(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<TestAnswer>;
  close(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  endpoint: string | undefined;
}

export async function startCluster(parts: ClusterParts): Promise<CrashCluster> {
  let started = 0;
  let turn = 0;
  const start = (): Member => {
    started += 1;
    const { databaseUrl, masterKeyFile, dataDir, smtpUrl } = parts;
    const child = fork(program, [databaseUrl, masterKeyFile, dataDir, smtpUrl, String(started)]);
    const member: Member = { child, endpoint: undefined };
    child.on('message', (said) => {
      if (typeof said === 'object' && 'endpoint' in said) member.endpoint = String(said.endpoint);
    });
    return member;
  };
  const members = Array.from({ length: parts.size }, start);
  const kill = async ({ child }: Member): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`a service ended by itself: ${child.exitCode ?? child.signalCode}`);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const first = Promise.all(members.map(({ child }) => once(child, 'exit'))).then(() => 'ended' as const);
  const listening = waitUntil(() => members.every(({ endpoint }) => endpoint !== undefined), {
    deadlineMs: 60_000,
    what: 'the services listen',
  });
  if ((await Promise.race([first, listening])) === 'ended') throw new Error('the services did not start');
  return {
    killOne: async (index) => {
      const victim = members[index];
      if (victim === undefined) throw new Error(`there is no service ${index}`);
      await waitUntil(() => victim.endpoint !== undefined, {
        deadlineMs: 60_000,
        what: 'the service listens',
      });
      await kill(victim);
      members[index] = start();
    },
    call: async (method, path, body, headers) => {
      const end = performance.now() + 60_000;
      for (;;) {
        turn += 1;
        const endpoint = members[turn % members.length]?.endpoint;
        const answer =
          endpoint === undefined
            ? undefined
            : await callService(endpoint, method, path, body, headers).catch(() => undefined);
        if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
        if (performance.now() > end) throw new Error(`nobody answers ${method} ${path}: ${answer?.text}`);
        await pause(20);
      }
    },
    close: async () => {
      await Promise.all(members.map(kill));
    },
  };
}
