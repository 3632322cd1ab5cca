import { signRequest } from '@deskplane/server/iam/signatures/signRequest.js';
import type { Language } from '@deskplane/verify/text/language.js';
import type { Messages } from '../messages/en.js';
import { type Credentials, staleWords } from './credentials.js';
import type { Line } from './line.js';
import { openFetch } from './openFetch.js';
import { type Answer, answerWithinMs, requireSuccess, type SendOptions, send } from './sendRequest.js';

/** Query parameters; one with several values is repeated, one that is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * The service's API. Every call is signed with the access key.
 * Every call throws {@link Refusal} for an answer that is an error, {@link Failure} (`unreachable`) without an answer.
 */
export interface Api {
  readonly endpoint: string;
  /** Paths begin with `/` and are below `/v2/<project>`. */
  get(path: string, query?: Query): Promise<Answer>;
  /** @param plans digests of the plans that the caller agrees to; the service answers 412 when one is another */
  post(path: string, body: object, plans?: readonly string[]): Promise<Answer>;
  /** As {@link post}, of work whose answer may take minutes. */
  postPatiently(path: string, body: object): Promise<Answer>;
  put(path: string, body: object): Promise<Answer>;
  /** As {@link put}, of bytes as they are. */
  putBytes(path: string, query: Query, bytes: Buffer): Promise<Answer>;
  /** @param plan digest of the plan that the caller agrees to; the service answers 412 when it is another one */
  delete(path: string, query?: Query, plan?: string): Promise<Answer>;
  /** As {@link delete}, of what the body lists. */
  deleteListed(path: string, body: object): Promise<Answer>;
  /** A path of the whole service, without credentials; an error is an answer like any other. */
  look(path: string): Promise<Answer>;
  /** A path of the whole service, as the caller. */
  getService(path: string, query?: Query): Promise<Answer>;
  postService(path: string, body: object): Promise<Answer>;
  patchService(path: string, body: object): Promise<Answer>;
  putService(path: string, body: object): Promise<Answer>;
  deleteService(path: string): Promise<Answer>;
  /** As {@link getService}, of a path that answers no JSON. @returns the text as it came */
  getText(path: string, query?: Query): Promise<string>;
}

/** Of a file, which may be long. */
const textWithinMs = 600_000;
const patientlyMs = 1_200_000;

export interface ApiParts {
  readonly credentials: Credentials;
  readonly language: Language;
  readonly messages: Messages;
  readonly now: () => Date;
  readonly onSlow?: ((seconds: number) => void) | undefined;
}

/** Connects nothing yet: the first call does. */
export function connectApi(parts: ApiParts): Api {
  const { credentials, language, now } = parts;
  const { endpoint, project_id: projectId, login } = credentials;
  const line = openLine(parts);
  const spoken = { 'X-Language': language === 'zh' ? 'zh-cn' : 'en-us' };
  const callService = async (
    method: string,
    path: string,
    query: Query = {},
    body?: object | Buffer,
    more: Readonly<Record<string, string>> = {},
    { plain = false, withinMs = plain ? textWithinMs : answerWithinMs, quiet = false }: SendOptions = {},
  ): Promise<Answer> => {
    const url = new URL(`${endpoint}${path}${writeQuery(query)}`);
    const sent = body === undefined || body instanceof Buffer ? body : JSON.stringify(body);
    const headers = signRequest({
      method,
      url,
      headers: {
        'Content-Type': body instanceof Buffer ? 'application/octet-stream' : 'application/json',
        ...spoken,
        ...(login === undefined ? {} : { 'X-Security-Token': login.security_token }),
        ...more,
      },
      ...(sent === undefined ? {} : { body: sent }),
      accessKey: credentials.access_key,
      secretKey: credentials.secret_key,
      now: now(),
    });
    const request = { method, headers, ...(sent === undefined ? {} : { body: sent }) };
    return requireSuccess(await send(url, request, line, { plain, withinMs, quiet }), line);
  };
  const call = (method: string, path: string, query?: Query, body?: object): Promise<Answer> =>
    callService(method, `/v2/${projectId}${path}`, query, body);
  return {
    endpoint,
    get: (path, query) => call('GET', path, query),
    post: (path, body, plans = []) =>
      callService('POST', `/v2/${projectId}${path}`, {}, body, agreeing(plans)),
    postPatiently: (path, body) =>
      callService('POST', `/v2/${projectId}${path}`, {}, body, {}, { withinMs: patientlyMs, quiet: true }),
    putBytes: (path, query, bytes) => callService('PUT', `/v2/${projectId}${path}`, query, bytes),
    put: (path, body) => call('PUT', path, {}, body),
    delete: (path, query, plan) =>
      callService(
        'DELETE',
        `/v2/${projectId}${path}`,
        query,
        undefined,
        agreeing(plan === undefined ? [] : [plan]),
      ),
    deleteListed: (path, body) => call('DELETE', path, {}, body),
    putService: (path, body) => callService('PUT', path, {}, body),
    deleteService: (path) => callService('DELETE', path),
    getService: (path, query) => callService('GET', path, query),
    postService: (path, body) => callService('POST', path, {}, body),
    patchService: (path, body) => callService('PATCH', path, {}, body),
    getText: async (path, query) => {
      const { body } = await callService('GET', path, query, undefined, {}, { plain: true });
      return typeof body === 'string' ? body : '';
    },
    look: (path) => send(new URL(endpoint + path), { headers: spoken }, line),
  };
}

/** How the service of these credentials is spoken to. */
export function openLine({ credentials, messages, onSlow }: Omit<ApiParts, 'language' | 'now'>): Line {
  const { endpoint, login } = credentials;
  const stale = (refusal: string): string => staleWords(credentials, messages)(refusal);
  return { endpoint, messages, fetch: openFetch(login?.ca), stale, onSlow };
}

function agreeing(plans: readonly string[]): Readonly<Record<string, string>> {
  return plans.length === 0 ? {} : { 'If-Match': plans.map((plan) => `"${plan}"`).join(', ') };
}

/** As the signature has it: RFC 3986, a space is `%20`. */
function writeQuery(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => {
    const values = value === undefined ? [] : Array.isArray(value) ? value : [String(value)];
    return values.map((one: string) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`);
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
