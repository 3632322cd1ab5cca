import type { FastifyRequest } from 'fastify';

export interface LinkParts {
  /** Address for links; undefined: the one that the caller asked. */
  readonly endpoint?: string | undefined;
}

/**
 * Where the caller reaches this service, for links in answers: the configured address, else the one he asked, by the scheme
 * that he asked by. Without a slash at the end.
 */
export function endpointOf(
  request: Pick<FastifyRequest, 'host' | 'origin'>,
  { endpoint: configured }: LinkParts,
): string {
  if (configured !== undefined) return configured.replace(/\/+$/, '');
  const host = /^[\w.-]{1,255}(?::\d{1,5})?$|^\[[\da-fA-F:.]{2,45}\](?::\d{1,5})?$/.test(request.host)
    ? request.host
    : 'localhost';
  return `${request.origin.scheme}://${host}`;
}
