import { IncomingMessage } from 'node:http';

/**
 * A request that asks for another protocol is handed over whole as soon as anybody listens for such. Only WebSockets are ours: clients
 * that offer HTTP/2 (`Upgrade: h2c`, as Java's do) are answered in HTTP/1.1, as if they had not (RFC 9110 §7.8).
 */
export class PlainUnlessWebSocket extends IncomingMessage {
  /** What Node.js sets once the head is read; undefined for a moment before this class is made. */
  declare private asksForOther: boolean | null;

  get upgrade(): boolean | null {
    return this.asksForOther === true && this.headers.upgrade?.toLowerCase() === 'websocket';
  }

  set upgrade(asks: boolean | null) {
    this.asksForOther = asks;
  }
}
