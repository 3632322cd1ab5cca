import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** On one connection. Hardly any client sends a second request before it has the answer to the first. */
export const maxUnanswered = 100;

/**
 * Breaks a connection on which more requests lie unanswered than anybody needs (RFC 9112 §9.3.2 lets a client send on without
 * waiting): thousands of them fit into what is read at once, and the answers to all of them would be kept for a sender who reads none.
 */
export function limitUnanswered(app: FastifyInstance): void {
  const unanswered = new WeakMap<Socket, number>();
  const count = (socket: Socket, by: 1 | -1): number => {
    const now = Math.max(0, (unanswered.get(socket) ?? 0) + by);
    unanswered.set(socket, now);
    return now;
  };
  app.addHook('onRequest', ({ raw }, reply, done) => {
    if (count(raw.socket, 1) <= maxUnanswered) {
      done();
      return;
    }
    reply.hijack();
    raw.socket.destroy();
  });
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    count(raw.socket, -1);
    done();
  });
}
