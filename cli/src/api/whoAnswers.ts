import { printable } from '@deskplane/verify/text/printable.js';
import { exitCodes, Failure } from '../failure.js';
import type { Line } from './line.js';
import type { HttpRequest } from './openFetch.js';

/** What of an answer tells who gave it. */
export interface AnswerFacts {
  readonly url: URL;
  readonly request: HttpRequest;
  readonly status: number;
  readonly headers: Headers;
  /** Whether there is a body and it is not what was asked for. */
  readonly isForeign: boolean;
}

/** Every answer of the service has one, also behind proxies, which may add others. */
const requestId = /\b[0-9a-f]{32}\b/;

/** Whether the service is asked for more than to tell something. */
export const isChange = ({ method = 'GET' }: HttpRequest): boolean => method !== 'GET' && method !== 'HEAD';

/** Of a service that cannot be spoken to. */
export const silence = (said: string): Failure => new Failure(exitCodes.unreachable, said);

/** Of a call that may have been carried out though its answer was lost. */
export const unknownOutcome = (
  said: string,
  { messages }: Line,
  exitCode: Failure['exitCode'] = exitCodes.unreachable,
): Failure => new Failure(exitCode, messages.api.unknownOutcome(said), { outcome: 'unknown' });

/**
 * Takes an answer for the service's own only if it is: not one of something else on its port, nor of a proxy that leads elsewhere.
 * @throws {Failure} `unreachable`
 */
export function requireOurs({ url, request, status, headers, isForeign }: AnswerFacts, line: Line): void {
  const { endpoint, messages } = line;
  if (status >= 300 && status < 400)
    throw silence(messages.api.redirects(endpoint, leadsTo(headers.get('location'), url)));
  const isUnsigned = !requestId.test(headers.get('x-request-id') ?? '');
  if (!isForeign && !isUnsigned) return;
  const said = isForeign ? messages.api.notJson(endpoint, status) : messages.api.notOurs(endpoint, status);
  // A proxy that gave up on the service.
  throw status >= 500 && isChange(request) ? unknownOutcome(said, line) : silence(said);
}

/** The address that a redirect leads to, as an endpoint where it is the same path of another service; empty: it names none. */
function leadsTo(location: string | null, url: URL): string {
  if (location === null || !URL.canParse(location, url.href)) return '';
  const { origin, pathname } = new URL(location, url.href);
  const path = pathname.endsWith(url.pathname) ? pathname.slice(0, -url.pathname.length) : pathname;
  return printable(origin + path);
}
