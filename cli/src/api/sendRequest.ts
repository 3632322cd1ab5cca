import type { Facts } from '@deskplane/verify/command/errorLine.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { numberAt, textAt } from './json.js';
import type { Line } from './line.js';
import type { HttpRequest } from './openFetch.js';
import { isChange, requireOurs, silence, unknownOutcome } from './whoAnswers.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when there is none. */
  readonly body: unknown;
}

/** An answer that is an error. */
export class Refusal extends Failure {
  readonly status: number;
  /** Seconds after which the service would like to be asked again, if it said so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, message: string, facts: Facts = {}, retryAfter?: number) {
    super(exitOf(status), message, { status, ...facts });
    this.name = 'Refusal';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** A call that is not let in has credentials that are not good, or no longer. */
function exitOf(status: number): ExitCode {
  if (status === 401) return exitCodes.unreachable;
  return status === 404 ? exitCodes.notFound : exitCodes.failed;
}

export const answerWithinMs = 30_000;
const slowMs = 2000;

export interface SendOptions {
  /** Whether an answer that is no error is handed on as text. */
  readonly plain?: boolean;
  readonly withinMs?: number;
  /** Whether the caller shows by itself how it waits. */
  readonly quiet?: boolean;
}

/** Sends one request and reads the whole answer, also one that is an error. @throws {Failure} `unreachable` */
export async function send(
  url: URL,
  request: HttpRequest,
  line: Line,
  { plain = false, withinMs = answerWithinMs, quiet = false }: SendOptions = {},
): Promise<Answer> {
  const startedAt = performance.now();
  const slow = setInterval(() => {
    const waitedMs = performance.now() - startedAt;
    if (waitedMs >= slowMs && !quiet) line.onSlow?.(Math.floor(waitedMs / 1000));
  }, 1000);
  const cut = cutByInterrupt(request, line);
  let response: Response;
  let text: string;
  try {
    response = await Promise.race([
      line.fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(withinMs) }),
      cut.interrupted,
    ]);
    text = await Promise.race([response.text(), cut.interrupted]);
  } catch (error) {
    throw error instanceof Failure ? error : describeSilence(error, request, line);
  } finally {
    cut.forget();
    clearInterval(slow);
  }
  answered.add(line);
  return readAnswer({ url, request, response, text, plain }, line);
}

export interface WholeAnswer {
  readonly url: URL;
  readonly request: HttpRequest;
  readonly response: Pick<Response, 'status' | 'headers'>;
  readonly text: string;
  /** As in {@link SendOptions}. */
  readonly plain: boolean;
}

/** Reads an answer of the service, also one that is an error. @throws {Failure} `unreachable` for one that is not of the service */
export function readAnswer({ url, request, response, text, plain }: WholeAnswer, line: Line): Answer {
  const { status, headers } = response;
  const isText = plain && status < 400;
  const body = isText ? text : parse(text);
  // Only a change may have nothing to tell.
  const isForeign = body === undefined && (text !== '' || (status < 300 && !isChange(request)));
  requireOurs({ url, request, status, headers, isForeign }, line);
  return { status, headers, body };
}

/** Undefined: it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ctrl-C ends the waiting for the answer to a change, and says what that means; whatever is only asked may end without a word. */
function cutByInterrupt(
  request: HttpRequest,
  line: Line,
): { interrupted: Promise<never>; forget: () => void } {
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(unknownOutcome(line.messages.api.interrupted, line, exitCodes.interrupted));
  });
  if (isChange(request)) process.once('SIGINT', interrupt);
  return { interrupted, forget: () => void process.off('SIGINT', interrupt) };
}

/** Services that have answered: what they do not answer is no matter of how they are spoken to. */
const answered = new WeakSet<Line>();

/** Codes of a connection that was not made: nothing was sent over it. */
const neverSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOST|ENET|UND_ERR_CONNECT_TIMEOUT|ERR_SSL_|ERR_TLS_)/;
const distrusted = /CERT|SELF_SIGNED|ISSUER/;

function describeSilence(error: unknown, request: HttpRequest, line: Line): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = textAt(cause, 'code');
  const said = nameSilence(error, cause, line);
  const mayBeDone = isChange(request) && !neverSent.test(code) && !distrusted.test(code);
  return mayBeDone ? unknownOutcome(said, line) : silence(said);
}

function nameSilence(error: unknown, cause: unknown, line: Line): string {
  const { endpoint, messages } = line;
  const code = textAt(cause, 'code');
  if (error instanceof Error && error.name === 'TimeoutError') return messages.api.timeout(endpoint);
  if (code === 'ECONNREFUSED') return messages.api.refused(endpoint);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return messages.api.otherName(endpoint, printable(textAt(cause, 'cert', 'subjectaltname')) || '-');
  if (/^ERR_SSL_(?:WRONG_VERSION|PACKET_LENGTH)/.test(code)) return messages.api.noTls(endpoint);
  if (/^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE|HPE_.*)$/.test(code)) {
    const maySpeakTls = endpoint.startsWith('http:') && !answered.has(line);
    return maySpeakTls ? messages.api.cutOffAtOnce(endpoint, code) : messages.api.cutOff(endpoint, code);
  }
  if (distrusted.test(code)) return messages.api.distrusted(endpoint, code);
  return messages.api.broken(endpoint, code || (cause instanceof Error ? cause.message : String(cause)));
}

/** @throws {Refusal} for an answer that is an error */
export function requireSuccess(answer: Answer, line: Line): Answer {
  if (answer.status < 400) return answer;
  const { status, headers } = answer;
  const seconds = isPassing(status) ? (numberAt(headers.get('retry-after')) ?? 1) : undefined;
  throw new Refusal(status, describeRefusal(answer, line), factsOf(answer), seconds);
}

/** Whether a service that answers so would like to be asked again. */
const isPassing = (status: number): boolean => status === 429 || status === 503;

/** The service's own sentence, with what an operator needs to find the call again. */
function describeRefusal({ status, body, headers }: Answer, { messages, stale }: Line): string {
  const sentence = textAt(body, 'error_msg') || textAt(body, 'error', 'message') || `HTTP ${status}`;
  const facts = [
    textAt(body, 'error_detail'),
    textAt(body, 'error_code'),
    `HTTP ${status}`,
    messages.api.request(headers.get('x-request-id') ?? '-'),
  ].filter((fact) => fact !== '');
  const told = printable(messages.api.error(sentence, facts.join(messages.marks.comma)));
  return status === 401 ? stale(told) : told;
}

/** The same for programs: what is not there is left out. */
function factsOf({ body, headers }: Answer): Facts {
  const facts = {
    error_code: printable(textAt(body, 'error_code')),
    error_detail: printable(textAt(body, 'error_detail')),
    request_id: printable(headers.get('x-request-id') ?? ''),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== ''));
}
