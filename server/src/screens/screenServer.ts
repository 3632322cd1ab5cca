import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RequestOrigin } from '../http/origin/requestOrigin.js';
import { isSameOrigin } from '../http/origin/sameOrigin.js';
import { endHost, type LostConnection } from './connectionRecords.js';
import { readGreeting } from './firstMessage.js';
import { dismiss } from './notices.js';
import { writeOnlookerEvent } from './onlookerEvents.js';
import { type ScreenServerParts, usualSettings } from './screenServerParts.js';
import { createScreenWatch } from './screenWatch.js';
import { seatViewer } from './seatViewer.js';
import { findSession } from './tickets.js';

export const socketPath = '/screen/socket';
/** So long the answer of a refusal may take to leave. */
const refusalMs = 2_000;

/** Passes screens on to the pages of their viewers. */
export interface ScreenServer {
  /** Takes over a connection whose request asks for a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

export function createScreenServer(parts: ScreenServerParts): ScreenServer {
  const { pool, ambient, logger } = parts;
  const settings = { ...usualSettings, ...parts.settings };
  const hostId = ambient.uuid();
  const sockets = new Set<WebSocket>();
  /** Connections that have no place before a screen, not yet or no longer, each with where it comes from. */
  const strangers = new Map<WebSocket, string | undefined>();
  let closing = false;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: settings.maxMessage,
  });
  const watch = createScreenWatch({ ...parts, hostId, onLost: (lost) => traceLost(pool, ambient, lost) });

  const welcome = async (
    socket: WebSocket,
    request: IncomingMessage,
    origin: RequestOrigin,
  ): Promise<void> => {
    const greeting = await readGreeting(socket, settings.greetingMs);
    if (greeting === undefined) return dismiss(socket, 'viewer');
    const viewer = await findSession(pool, greeting.secret);
    if (viewer === undefined) return dismiss(socket, 'rights');
    await seatViewer(
      { ...parts, settings, watch, hostId },
      {
        socket,
        viewer,
        greeting,
        sourceIp: origin.address,
        clientVersion: request.headers['user-agent']?.slice(0, 255),
      },
    );
    // One that was dismissed stays a stranger until it is closed: so there are never many of these either.
    if (socket.readyState === socket.OPEN) strangers.delete(socket);
  };
  const isCrowded = (address: string | undefined): boolean => {
    const alike = [...strangers.values()].filter((each) => each === address).length;
    return strangers.size >= settings.unknown || alike >= settings.unknownPerAddress;
  };

  return {
    upgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const { origin, endpoint } = parts.originOf(request);
      const path = request.url?.split('?')[0];
      if (path !== socketPath) return refuse(socket, 404, 'Not Found');
      if (!isSameOrigin(request.headers.origin, endpoint)) return refuse(socket, 403, 'Forbidden');
      if (closing || isCrowded(origin.address)) return refuse(socket, 503, 'Service Unavailable');
      server.handleUpgrade(request, socket, head, (viewer) => {
        sockets.add(viewer);
        strangers.set(viewer, origin.address);
        viewer.on('error', () => viewer.terminate());
        viewer.once('close', () => {
          sockets.delete(viewer);
          strangers.delete(viewer);
        });
        keepAlive(viewer, settings.pingMs);
        welcome(viewer, request, origin).catch((error: unknown) => {
          logger.warn({ err: error }, 'a screen could not be shown');
          dismiss(viewer, 'lost');
        });
      });
    },
    close: async () => {
      closing = true;
      await watch.stop();
      for (const seat of watch.seats) seat.end('lost');
      for (const socket of sockets) socket.terminate();
      await endHost(pool, hostId);
    },
  };
}

/** The other end may neither read nor hang up: the connection is gone as soon as the answer is on its way. */
function refuse(socket: Duplex, status: number, text: string): void {
  socket.once('finish', () => socket.destroy());
  setTimeout(() => socket.destroy(), refusalMs).unref();
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Ends a connection whose other end is no longer there. */
function keepAlive(socket: WebSocket, everyMs: number): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, everyMs);
  socket.on('pong', () => {
    answered = true;
  });
  socket.once('close', () => clearInterval(timer));
}

async function traceLost(
  pool: pg.Pool,
  ambient: ScreenServerParts['ambient'],
  lost: readonly LostConnection[],
): Promise<void> {
  for (const { id, desktopId, projectId, viewerId, userName, domainId, sourceIp } of lost.filter(
    ({ onlooker }) => onlooker,
  )) {
    const actor = { userId: viewerId, userName, domainId };
    const onlooker = { connectionId: id, desktopId, projectId, actor, sourceIp };
    await writeOnlookerEvent(pool, ambient, 'leaveDesktopScreen', onlooker);
  }
}
