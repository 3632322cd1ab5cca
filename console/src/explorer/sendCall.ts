import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import { filledPath, queryText } from '@deskplane/samples/sampleCall.js';
import { send } from '../api/callService';
import { readServiceError, type ServiceError } from '../api/serviceError';

/** What was sent and what came back. */
export interface Exchange {
  readonly method: string;
  readonly target: string;
  readonly sent: string;
  readonly status: number;
  /** In milliseconds, until the answer was read. */
  readonly took: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly answer: string;
  /** Undefined: it did what it was to do. */
  readonly error: ServiceError | undefined;
}

/** More than anyone reads; an answer may be as long as a whole export. */
const maxShown = 200_000;

/**
 * Makes the call with the session's identity, without being given one.
 * @throws {ServiceError} when there is no answer at all
 */
export async function sendCall(call: SampleCall): Promise<Exchange> {
  const target = filledPath(call) + queryText(call);
  const began = performance.now();
  const response = await send(call.method, target, {
    headers: call.headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const text = await response.text();
  const body = parsed(text);
  return {
    method: call.method,
    target,
    sent: call.body === undefined ? '' : JSON.stringify(call.body, null, 2),
    status: response.status,
    took: Math.round(performance.now() - began),
    headers: [...response.headers],
    answer: (body === undefined ? text : JSON.stringify(body, null, 2)).slice(0, maxShown),
    error: response.ok ? undefined : readServiceError(response.status, body, response.headers),
  };
}

/** Undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
