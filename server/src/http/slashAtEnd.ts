import type { FastifyInstance } from 'fastify';

/** Calls that read or create: some clients write a slash at the end of their paths. */
const slashable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'POST']);

/**
 * No operation changes or deletes what a path with a slash at its end names. Clients take `..` and `.` out of paths (RFC 3986
 * §5.2.4), also percent-encoded ones: `DELETE …/desktops/ID/tags/..` comes in as `DELETE …/desktops/ID/`, which must not delete
 * the desktop.
 */
export function refuseSlashAtEnd(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    const path = (raw.url ?? '').split('?', 1)[0] ?? '';
    if (slashable.has(raw.method ?? '') || path.length < 2 || !path.endsWith('/')) return undefined;
    reply.callNotFound();
    return reply;
  });
}
