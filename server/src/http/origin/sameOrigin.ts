import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser's request comes from a page of this service itself: a page elsewhere must not use what its visitor may do here
 * (RFC 6454; RFC 6455 §10.2).
 * @param origin the Origin header; programs that are no browsers must send it as well
 * @param endpoint where the service is reached, as `endpointOf` gives it
 */
export function isSameOrigin(origin: string | undefined, endpoint: string): boolean {
  return origin !== undefined && URL.canParse(endpoint) && origin === new URL(endpoint).origin;
}

/**
 * As {@link isSameOrigin}, for every request that a page can make. Nothing that the browser says of it may speak against it, and something
 * must speak for it: `Sec-Fetch-Site` (Fetch Metadata), `Origin`, or, where a browser sends neither (a GET over plain HTTP),
 * `Referer`.
 */
export function comesFromOwnPage(
  headers: Pick<IncomingHttpHeaders, 'origin' | 'referer' | 'sec-fetch-site'>,
  endpoint: string,
): boolean {
  const { origin, referer } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin !== undefined) return isSameOrigin(origin, endpoint);
  if (site !== undefined) return true;
  return referer !== undefined && URL.canParse(referer) && isSameOrigin(new URL(referer).origin, endpoint);
}
