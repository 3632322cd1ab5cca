import { connect, type Socket } from 'node:net';
import { EngineError } from '../contract.js';
import { parseAnswer } from './hostConnection.js';

const longestLine = 65_536;

/** A connection of its own to the engine host that carries bytes (`verbs/streams.ts` of the host says how). */
export interface HostStream {
  /** What the host said when it let the stream begin. */
  readonly result: unknown;
  /** Raw from here on. What the host sends can be read from it; not together with {@link end}. */
  readonly socket: Socket;
  /** Says that nothing more is sent, and waits for the host's last word. @throws {EngineError} */
  end(): Promise<unknown>;
  /** Breaks it off. */
  abort(): void;
}

/**
 * Opens a stream.
 * @param idleMs how long the host may keep silent, in milliseconds
 * @param signal breaks it off
 * @throws {EngineError} the host's refusal, `unreachable`, `timeout`
 */
export async function openHostStream(
  socketPath: string,
  request: { readonly verb: string; readonly params: object },
  idleMs: number,
  signal?: AbortSignal,
): Promise<HostStream> {
  const socket = connect({ path: socketPath, allowHalfOpen: true });
  breakOffWith(socket, signal);
  const nextLine = lineReader(socket, socketPath);
  socket.setTimeout(idleMs, () =>
    socket.destroy(new EngineError('timeout', `the engine host did not answer within ${idleMs} ms`)),
  );
  socket.write(`${JSON.stringify({ id: 1, ...request })}\n`);
  try {
    const result = resultOf(await nextLine());
    return {
      result,
      socket,
      async end() {
        socket.end();
        try {
          return resultOf(await nextLine());
        } finally {
          socket.destroy();
        }
      },
      abort: () => void socket.destroy(),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Sends bytes with a request and returns the host's last word. @throws {EngineError} */
export async function sendToHost(
  socketPath: string,
  request: { readonly verb: string; readonly params: object },
  bytes: Uint8Array | undefined,
  idleMs: number,
  signal?: AbortSignal,
): Promise<unknown> {
  const stream = await openHostStream(socketPath, request, idleMs, signal);
  // A host that refuses meanwhile reads on and says so in its last line.
  if (bytes !== undefined) stream.socket.write(bytes);
  return stream.end();
}

/** What the host says to a request, and the bytes that it sends with it. @throws {EngineError} */
export async function fetchFromHost(
  socketPath: string,
  request: { readonly verb: string; readonly params: object },
  idleMs: number,
  signal?: AbortSignal,
): Promise<{ readonly result: unknown; readonly bytes: Buffer }> {
  const stream = await openHostStream(socketPath, request, idleMs, signal);
  const { result, socket } = stream;
  const announced =
    typeof result === 'object' && result !== null && 'length' in result ? result.length : undefined;
  if (typeof announced !== 'number') {
    stream.abort();
    throw new EngineError('internal', 'the engine host does not say how much it sends');
  }
  socket.end();
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const bytes of socket) {
      if (!Buffer.isBuffer(bytes)) continue;
      parts.push(bytes);
      length += bytes.length;
      if (length > announced) throw new EngineError('internal', 'the engine host sends more than it said');
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError('unreachable', 'the engine host hung up', { cause: error });
  } finally {
    stream.abort();
  }
  if (length < announced) throw new EngineError('unreachable', 'the engine host hung up');
  return { result, bytes: Buffer.concat(parts) };
}

function breakOffWith(socket: Socket, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const breakOff = (): void => {
    socket.destroy(new EngineError('timeout', 'it was broken off'));
  };
  if (signal.aborted) breakOff();
  signal.addEventListener('abort', breakOff);
  socket.once('close', () => signal.removeEventListener('abort', breakOff));
}

function resultOf(line: string): unknown {
  const { result, error } = parseAnswer(line);
  if (error !== undefined) throw error;
  return result;
}

/** Reads a line at a time and leaves what follows it in the socket, paused. */
function lineReader(socket: Socket, socketPath: string): () => Promise<string> {
  let failure: Error | undefined;
  socket.on('error', (error) => {
    failure ??= error;
  });
  const lost = () =>
    failure instanceof EngineError
      ? failure
      : new EngineError(
          'unreachable',
          `the engine host at ${socketPath} ${failure === undefined ? 'hung up' : `cannot be reached: ${failure.message}`}`,
          { cause: failure },
        );
  return () =>
    new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let length = 0;
      const settle = (action: () => void) => {
        socket.off('data', take).off('end', fail).off('close', fail).pause();
        action();
      };
      const fail = () => settle(() => reject(lost()));
      const take = (bytes: Buffer) => {
        const end = bytes.indexOf(10);
        parts.push(end < 0 ? bytes : bytes.subarray(0, end));
        length += bytes.length;
        if (end < 0) {
          if (length > longestLine)
            socket.destroy(new EngineError('internal', 'the engine host sends a line without end'));
          return;
        }
        settle(() => {
          if (end + 1 < bytes.length) socket.unshift(bytes.subarray(end + 1));
          resolve(Buffer.concat(parts).toString('utf8'));
        });
      };
      if (socket.destroyed) reject(lost());
      else socket.on('data', take).on('end', fail).on('close', fail).resume();
    });
}
