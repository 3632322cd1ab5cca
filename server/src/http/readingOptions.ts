import type { Server } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { maxHeadBytes } from './limits/requestSizes.js';
import { PlainUnlessWebSocket } from './plainUnlessWebSocket.js';

/** For the whole of a request, from its first byte (or the connection's beginning) to the last of its body; streamed answers are none of it. */
export const requestTimeout = 30_000;
/** Overdue requests are looked for that often. */
const connectionsCheckingInterval = 1_000;
/** A connection on which nothing moves at all, its answer not being read for one, ends. Above the longest wait of our own clients. */
export const connectionTimeout = 900_000;
/** How long a connection is kept without a request, as Fastify has it. */
export const keepAliveTimeout = 72_000;
export const handshakeTimeout = 10_000;

/** How Node.js reads requests, for whatever listens. */
export const readingOptions = {
  IncomingMessage: PlainUnlessWebSocket,
  maxHeaderSize: maxHeadBytes,
  // A request without a host is answered in our form, by refuseFaultyHeads.
  requireHostHeader: false,
  requestTimeout,
  headersTimeout: requestTimeout,
  connectionsCheckingInterval,
};

/** Closes what comes beyond, and says so in the log, once a minute at most. */
export function capConnections(server: Server, max: number, log: Pick<FastifyBaseLogger, 'warn'>): void {
  let saidAt = -Infinity;
  server.maxConnections = max;
  server.on('drop', () => {
    if (performance.now() - saidAt < 60_000) return;
    saidAt = performance.now();
    log.warn({ max }, 'connections are closed: there are as many as DESKPLANE_CLIENT_CONNECTIONS allows');
  });
}
