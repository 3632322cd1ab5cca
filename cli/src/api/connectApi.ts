import { signRequest } from '@deskplane/server/iam/signatures/signRequest.js';
import type { Facts } from '@deskplane/verify/command/errorLine.js';
import type { Language } from '@deskplane/verify/text/language.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import type { Credentials } from './credentials.js';
import { textAt } from './json.js';

/** Query parameters; one with several values is repeated, one that is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when there is none. */
  readonly body: unknown;
}

/**
 * The service's API. Every call is signed with the access key.
 * Every call throws {@link Refusal} for an answer that is an error, {@link Failure} (`unreachable`) without an answer.
 */
export interface Api {
  readonly endpoint: string;
  /** Paths begin with `/` and are below `/v2/<project>`. */
  get(path: string, query?: Query): Promise<Answer>;
  post(path: string, body: object): Promise<Answer>;
  /** As {@link post}, of work whose answer may take minutes. */
  postPatiently(path: string, body: object): Promise<Answer>;
  put(path: string, body: object): Promise<Answer>;
  /** As {@link put}, of bytes as they are. */
  putBytes(path: string, query: Query, bytes: Buffer): Promise<Answer>;
  /** @param plan digest of the plan that the caller agrees to; the service answers 412 when it is another one */
  delete(path: string, query?: Query, plan?: string): Promise<Answer>;
  /** A path of the whole service, without credentials; an error is an answer like any other. */
  look(path: string): Promise<Answer>;
  /** A path of the whole service, as the caller. */
  getService(path: string, query?: Query): Promise<Answer>;
  postService(path: string, body: object): Promise<Answer>;
  /** As {@link getService}, of a path that answers no JSON. @returns the text as it came */
  getText(path: string, query?: Query): Promise<string>;
}

/** An answer that is an error. */
export class Refusal extends Failure {
  readonly status: number;

  constructor(status: number, message: string, facts: Facts = {}) {
    super(status === 404 ? exitCodes.notFound : exitCodes.failed, message, { status, ...facts });
    this.name = 'Refusal';
    this.status = status;
  }
}

const answerWithinMs = 30_000;
/** Of a file, which may be long. */
const textWithinMs = 600_000;
const patientlyMs = 1_200_000;

export interface ApiParts {
  readonly credentials: Credentials;
  readonly language: Language;
  readonly messages: Messages;
  readonly now: () => Date;
}

/** Connects nothing yet: the first call does. */
export function connectApi(parts: ApiParts): Api {
  const { credentials, language, messages, now } = parts;
  const { endpoint, project_id: projectId } = credentials;
  const callService = async (
    method: string,
    path: string,
    query: Query = {},
    body?: object | Buffer,
    more: Readonly<Record<string, string>> = {},
    { plain = false, withinMs = plain ? textWithinMs : answerWithinMs }: SendOptions = {},
  ): Promise<Answer> => {
    const url = new URL(`${endpoint}${path}${writeQuery(query)}`);
    const sent = body === undefined || body instanceof Buffer ? body : JSON.stringify(body);
    const headers = signRequest({
      method,
      url,
      headers: {
        'Content-Type': body instanceof Buffer ? 'application/octet-stream' : 'application/json',
        'X-Language': language === 'zh' ? 'zh-cn' : 'en-us',
        ...more,
      },
      ...(sent === undefined ? {} : { body: sent }),
      accessKey: credentials.access_key,
      secretKey: credentials.secret_key,
      now: now(),
    });
    const request = { method, headers, ...(sent === undefined ? {} : { body: sent }) };
    const answer = await send(url, request, parts, { plain, withinMs });
    if (answer.status >= 400)
      throw new Refusal(answer.status, describeRefusal(answer, messages), factsOf(answer));
    return answer;
  };
  const call = (method: string, path: string, query?: Query, body?: object): Promise<Answer> =>
    callService(method, `/v2/${projectId}${path}`, query, body);
  return {
    endpoint,
    get: (path, query) => call('GET', path, query),
    post: (path, body) => call('POST', path, {}, body),
    postPatiently: (path, body) =>
      callService('POST', `/v2/${projectId}${path}`, {}, body, {}, { withinMs: patientlyMs }),
    putBytes: (path, query, bytes) => callService('PUT', `/v2/${projectId}${path}`, query, bytes),
    put: (path, body) => call('PUT', path, {}, body),
    delete: (path, query, plan) =>
      callService(
        'DELETE',
        `/v2/${projectId}${path}`,
        query,
        undefined,
        plan === undefined ? {} : { 'If-Match': `"${plan}"` },
      ),
    getService: (path, query) => callService('GET', path, query),
    postService: (path, body) => callService('POST', path, {}, body),
    getText: async (path, query) => {
      const { body } = await callService('GET', path, query, undefined, {}, { plain: true });
      return typeof body === 'string' ? body : '';
    },
    look: (path) => send(new URL(endpoint + path), {}, parts),
  };
}

/** As the signature has it: RFC 3986, a space is `%20`. */
function writeQuery(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => {
    const values = value === undefined ? [] : Array.isArray(value) ? value : [String(value)];
    return values.map((one: string) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`);
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

interface SendOptions {
  /** Whether an answer that is no error is handed on as text. */
  readonly plain?: boolean;
  readonly withinMs?: number;
}

async function send(
  url: URL,
  request: RequestInit,
  { messages, credentials }: ApiParts,
  { plain = false, withinMs = answerWithinMs }: SendOptions = {},
): Promise<Answer> {
  const { endpoint } = credentials;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      ...request,
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    text = await response.text();
  } catch (error) {
    throw new Failure(exitCodes.unreachable, describeSilence(error, endpoint, messages));
  }
  const { status, headers } = response;
  if (text === '') return { status, headers, body: undefined };
  if (plain && status < 400) return { status, headers, body: text };
  try {
    return { status, headers, body: JSON.parse(text) };
  } catch {
    throw new Failure(exitCodes.unreachable, messages.api.notJson(endpoint, status));
  }
}

function describeSilence(error: unknown, endpoint: string, messages: Messages): string {
  if (error instanceof Error && error.name === 'TimeoutError') return messages.api.timeout(endpoint);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = textAt(cause, 'code');
  if (code === 'ECONNREFUSED') return messages.api.refused(endpoint);
  return messages.api.broken(endpoint, code || (cause instanceof Error ? cause.message : String(cause)));
}

/** The service's own sentence, with what an operator needs to find the call again. */
function describeRefusal({ status, body, headers }: Answer, messages: Messages): string {
  const sentence = textAt(body, 'error_msg') || textAt(body, 'error', 'message') || `HTTP ${status}`;
  const facts = [
    textAt(body, 'error_detail'),
    textAt(body, 'error_code'),
    `HTTP ${status}`,
    messages.api.request(headers.get('x-request-id') ?? '-'),
  ].filter((fact) => fact !== '');
  const told = printable(messages.api.error(sentence, facts.join(', ')));
  return status === 401 ? messages.api.stale(told) : told;
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
