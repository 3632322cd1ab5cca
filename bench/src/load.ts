import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface Shot {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface LoadFigures {
  readonly answered: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends one request over a kept connection and reads the whole answer. */
export function send(agent: Agent, shot: Shot): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      shot.url,
      {
        agent,
        method: shot.method,
        headers: {
          ...shot.headers,
          ...(shot.body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(shot.body) }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(shot.body);
  });
}

/**
 * As fast as answers come, on so many connections. Ends early when there is nothing left to send.
 * @throws Error on any answer but 204
 */
export async function closedLoop(
  connections: number,
  seconds: number,
  next: () => Shot | undefined,
): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1000;
  const run = async (): Promise<void> => {
    for (;;) {
      const from = performance.now();
      const shot = from < until ? next() : undefined;
      if (shot === undefined) return;
      expectNoContent(await send(agent, shot));
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: connections }, run));
  const took = performance.now() - begun;
  agent.destroy();
  return figuresOf(times, took);
}

/**
 * At a rate of its own, whether answers come or not. Times count from when a request was due, so that a service that stalls
 * cannot hide it.
 */
export async function openLoop(
  rate: number,
  seconds: number,
  next: () => Shot | undefined,
): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const fire = async (shot: Shot, due: number): Promise<void> => {
    expectNoContent(await send(agent, shot));
    times.push(performance.now() - due);
  };
  const begun = performance.now();
  for (let sent = 0; sent < rate * seconds; ) {
    const due = begun + (sent * 1000) / rate;
    if (performance.now() < due) {
      await pause(1);
      continue;
    }
    const shot = next();
    if (shot === undefined) break;
    sent += 1;
    running.push(fire(shot, due));
  }
  await Promise.all(running);
  const took = performance.now() - begun;
  agent.destroy();
  return figuresOf(times, took);
}

function expectNoContent(answer: Answer): void {
  if (answer.status !== 204) throw new Error(`Answered ${answer.status}: ${answer.text}`);
}

function figuresOf(times: number[], took: number): LoadFigures {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { answered: times.length, perSecond: (times.length / took) * 1000, p50: at(0.5), p99: at(0.99) };
}
