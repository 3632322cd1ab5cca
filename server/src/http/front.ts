import { once } from 'node:events';
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { TlsPair } from '../system/tlsPair.js';
import {
  capConnections,
  connectionTimeout,
  handshakeTimeout,
  keepAliveTimeout,
  readingOptions,
} from './readingOptions.js';
import type { Server } from './server.js';

/** What listens in place of a server that may be replaced by another: clients see one address, and no gap. */
export interface Front {
  readonly listener: HttpServer;
  /** @returns `http://host:port`, with the port that was really taken */
  listen(at: { readonly host: string; readonly port: number }): Promise<string>;
  /** Gives requests to this server from now on, those that have waited first. */
  serve(server: Server): Promise<void>;
  /** From now on requests wait for the next server; beyond {@link maxWaiting} they are asked to come again. */
  hold(): void;
  /**
   * Waits until what servers were given is answered. What is not answered within {@link drainMs} is broken off, as are connections that were made into something else.
   */
  answered(): Promise<void>;
  /** This answer is not waited for. */
  spare(response: ServerResponse): void;
  close(): Promise<void>;
}

export interface FrontOptions {
  readonly logger: Logger;
  readonly tls?: TlsPair | undefined;
  readonly maxConnections?: number | undefined;
}

/** How long answers are waited for. */
const drainMs = 5_000;
/** Requests that wait for the next server. */
const maxWaiting = 1_000;
const retryAfterSeconds = '1';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Opens a front that has no server yet: what comes waits for one. */
export function createFront({ logger, tls, maxConnections }: FrontOptions): Front {
  const listener: HttpServer =
    tls === undefined
      ? createServer(readingOptions)
      : createTlsServer({ ...readingOptions, ...tls, handshakeTimeout });
  listener.keepAliveTimeout = keepAliveTimeout;
  listener.setTimeout(connectionTimeout);
  if (maxConnections !== undefined) capConnections(listener, maxConnections, logger);

  let served: Server | undefined;
  let waiting: Exchange[] = [];
  const unanswered = new Map<ServerResponse, Resolvable>();
  const settle = (response: ServerResponse): void => {
    unanswered.get(response)?.resolve();
    unanswered.delete(response);
  };
  const upgraded = new Set<Duplex>();
  const give = (to: Server, { request, response }: Exchange): void => {
    if (response.destroyed || request.socket.destroyed) return;
    unanswered.set(response, withResolver());
    response.once('close', () => settle(response));
    to.server.emit('request', request, response);
  };
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    if (served !== undefined) give(served, { request, response });
    else if (waiting.length < maxWaiting) waiting.push({ request, response });
    else response.writeHead(503, { 'retry-after': retryAfterSeconds, connection: 'close' }).end();
  };
  listener.on('request', take);
  // An expectation that is not understood may as well be passed over, as the server itself does.
  listener.on('checkExpectation', take);
  listener.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (served === undefined) {
      socket.destroy();
      return;
    }
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    served.server.emit('upgrade', request, socket, head);
  });
  listener.on('clientError', (error: Error, socket: Duplex) => {
    if (served === undefined) socket.destroy();
    else served.server.emit('clientError', error, socket);
  });

  const answered = async (): Promise<void> => {
    for (const socket of upgraded) socket.destroy();
    const rest = [...unanswered];
    const overdue = setTimeout(() => {
      for (const [response] of rest) response.destroy();
    }, drainMs);
    await Promise.all(rest.map(([, ended]) => ended.promise));
    clearTimeout(overdue);
  };

  return {
    listener,
    listen: async ({ host, port }) => {
      listener.listen({ host, port });
      await once(listener, 'listening');
      return `${tls === undefined ? 'http' : 'https'}://${addressText(listener.address())}`;
    },
    serve: async (server) => {
      await server.ready();
      served = server;
      const first = waiting;
      waiting = [];
      for (const exchange of first) give(server, exchange);
    },
    hold: () => {
      served = undefined;
    },
    spare: settle,
    answered,
    close: async () => {
      for (const { response } of waiting) response.destroy();
      waiting = [];
      if (!listener.listening) return;
      const closed = once(listener, 'close');
      listener.close();
      await answered();
      listener.closeAllConnections();
      await closed;
    },
  };
}

interface Resolvable {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function withResolver(): Resolvable {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

/** One that a client on this machine can use. */
function addressText(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('The service does not listen on TCP.');
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address.address] ?? address.address;
  return `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
