import { connect, type Socket } from 'node:net';
import { fittingStart } from '../../text/unfitText.js';
import { EngineError, type EngineErrorReason } from '../contract.js';
import { imageFaults } from '../images.js';

/** A line that never ends is no answer. A list of 100 000 items has some 20 million characters. */
const longestAnswer = 64 * 1024 * 1024;
const connectTimeoutMs = 5000;

const reasons = [
  'refused',
  'conflict',
  'capacity',
  'not-found',
  'timeout',
  'internal',
] as const satisfies readonly EngineErrorReason[];

/** One conversation with the engine host; connects when first needed and again after every loss. */
export interface HostConnection {
  /**
   * Asks the engine host and returns its result, still untrusted.
   * @throws {EngineError} its own refusal, `unreachable` when it cannot be reached or goes away before it answers (the
   * request may have been carried out), `timeout` when the answer takes too long
   */
  ask(verb: string, params: object): Promise<unknown>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: EngineError): void;
  readonly timer: NodeJS.Timeout;
}

/**
 * A connection to the engine host behind a unix socket. Nothing is sent before the first question.
 * @param onReconnect told when it is there again after it, or an attempt at it, was lost: the host may be another one by now
 */
export function connectToHost(
  socketPath: string,
  timeoutMs: number,
  onReconnect: () => void = () => undefined,
): HostConnection {
  const waiting = new Map<number, Waiting>();
  let current: Promise<Socket> | undefined;
  let lastId = 0;
  let attempts = 0;
  let closed = false;

  const failAll = (error: EngineError) => {
    for (const each of waiting.values()) {
      clearTimeout(each.timer);
      each.reject(error);
    }
    waiting.clear();
  };

  const take = (line: string) => {
    const answer = parseAnswer(line);
    const asker = answer.id === undefined ? undefined : waiting.get(answer.id);
    if (answer.id === undefined || asker === undefined) return;
    waiting.delete(answer.id);
    clearTimeout(asker.timer);
    if (answer.error === undefined) asker.resolve(answer.result);
    else asker.reject(answer.error);
  };

  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(socketPath);
      attempts += 1;
      const lost = (why: string, cause?: unknown) => {
        current = undefined;
        socket.destroy();
        const error = new EngineError('unreachable', `the engine host at ${socketPath} ${why}`, { cause });
        reject(error);
        failAll(error);
      };
      socket.setTimeout(connectTimeoutMs, () => lost('does not accept the connection'));
      socket.once('connect', () => {
        socket.setTimeout(0);
        resolve(socket);
        if (attempts > 1) onReconnect();
      });
      socket.once('error', (error) => lost(`cannot be reached: ${error.message}`, error));
      socket.once('close', () => lost('closed the connection'));
      socket.setEncoding('utf8');
      let parts: string[] = [];
      let length = 0;
      socket.on('data', (text: string) => {
        const pieces = text.split('\n');
        pieces.forEach((piece, index) => {
          parts.push(piece);
          length += piece.length;
          if (index === pieces.length - 1) return;
          const line = parts.join('');
          parts = [];
          length = 0;
          try {
            take(line);
          } catch (error) {
            lost('does not keep to the protocol', error);
          }
        });
        if (length > longestAnswer) lost('sends an answer without end');
      });
    });

  return {
    async ask(verb, params) {
      if (closed) throw new EngineError('unreachable', 'the connection to the engine host was closed');
      current ??= open();
      const socket = await current;
      if (socket.destroyed) throw new EngineError('unreachable', 'the engine host went away');
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new EngineError('timeout', `the engine host did not answer ${verb} within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.set(id, { resolve, reject, timer });
        socket.write(`${JSON.stringify({ id, verb, params })}\n`);
      });
    },
    async close() {
      closed = true;
      const socket = await current?.catch(() => undefined);
      socket?.destroy();
      failAll(new EngineError('unreachable', 'the connection to the engine host was closed'));
    },
  };
}

/** An answer line of the engine host. */
export interface Answer {
  readonly id: number | undefined;
  readonly result?: unknown;
  readonly error?: EngineError;
}

/** @throws when the line is none */
export function parseAnswer(line: string): Answer {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('id' in value) || !('ok' in value)) {
    throw new EngineError('internal', 'an answer without id or outcome');
  }
  const id = typeof value.id === 'number' ? value.id : undefined;
  if (value.ok === true && 'result' in value) return { id, result: value.result };
  const named = 'reason' in value ? reasons.find((each) => each === value.reason) : undefined;
  const words =
    'message' in value && typeof value.message === 'string' ? fittingStart(value.message, 2000) : '';
  const imageFault = 'kind' in value ? imageFaults.find((each) => each === value.kind) : undefined;
  const error = new EngineError(named ?? 'internal', words || 'the engine host gave no reason', {
    imageFault,
  });
  return { id, error };
}
