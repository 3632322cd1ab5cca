/**
 * Whether a browser's request comes from a page of this service itself: a page elsewhere must not use what its visitor may do here
 * (RFC 6454; RFC 6455 §10.2).
 * @param origin the Origin header; programs that are no browsers must send it as well
 * @param endpoint where the service is reached, as `endpointOf` gives it
 */
export function isSameOrigin(origin: string | undefined, endpoint: string): boolean {
  return origin !== undefined && URL.canParse(endpoint) && origin === new URL(endpoint).origin;
}
