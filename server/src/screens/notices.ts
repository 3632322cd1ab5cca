import type { WebSocket } from 'ws';
import type { EndReason } from './screenState.js';

/** What the service tells a page beside the screen itself, as messages of text. */
export type Notice =
  | {
      readonly type: 'open';
      readonly computer_name: string;
      readonly user_name: string;
      /** The viewer is a user of the desktop. */
      readonly own: boolean;
      /** The desktop's resolution follows this page's window. */
      readonly resizes: boolean;
    }
  /** Who looks on without being a user of the desktop, the page's own viewer included. */
  | { readonly type: 'onlookers'; readonly names: readonly string[] }
  | {
      readonly type: 'ended';
      readonly why: EndReason;
      readonly at: string | null /** The viewer may start the desktop here. Absent: not known yet. */;
      readonly may_start?: boolean;
    };

export function tell(socket: WebSocket, notice: Notice): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(notice));
}

/** For messages that end a connection: of our own range (RFC 6455 §7.4.2). */
const endedCode = 4000;
/** So long a page may take to answer the end before it is cut. */
const farewellMs = 2_000;

/** Tells a page why its connection ends, and ends it. */
export function dismiss(socket: WebSocket, why: EndReason, at?: Date, mayStart?: boolean): void {
  const may = mayStart === undefined ? {} : { may_start: mayStart };
  tell(socket, { type: 'ended', why, at: at?.toISOString() ?? null, ...may });
  socket.resume();
  socket.close(endedCode, why);
  setTimeout(() => socket.terminate(), farewellMs).unref();
}
