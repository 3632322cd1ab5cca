import type { Language } from '@deskplane/verify/text/language.js';
import type { Credentials } from '../api/credentials.js';
import { listAt, textAt } from '../api/json.js';
import type { Line } from '../api/line.js';
import { openFetch } from '../api/openFetch.js';
import { type Answer, Refusal, requireSuccess, send } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';

/** Who signs in where. */
export interface SignInOrder {
  readonly endpoint: string;
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly ca: string | undefined;
}

export interface Project {
  readonly id: string;
  readonly name: string;
}

interface Parts {
  readonly language: Language;
  readonly messages: Messages;
}

/** Seconds: the longest that the service gives. */
const keySeconds = 86_400;

/**
 * Signs in with a password and gets what is kept: a temporary access key, which signs requests without being sent itself, and the token
 * that it hangs on, whose revocation ends both.
 * @param choose of the projects of the account
 * @throws {Failure} `failed` when the service does not let the user in; whatever the choosing throws
 */
export async function signIn(
  order: SignInOrder,
  profile: string,
  parts: Parts,
  choose: (projects: readonly Project[]) => Promise<Project>,
): Promise<Credentials> {
  const { endpoint, account, user, password, ca } = order;
  const call = createCaller(endpoint, ca, parts);
  const identity = {
    methods: ['password'],
    password: { user: { name: user, password, domain: { name: account } } },
  };
  const signedIn = await call('POST', '/v3/auth/tokens', {}, { auth: { identity } }).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      // What was typed is wrong, and nothing that was kept.
      if (error.status === 401) throw new Failure(exitCodes.failed, error.message, error.facts);
      // Every service has this call.
      if (error.status !== 404 && error.status !== 405) throw error;
      throw new Failure(exitCodes.unreachable, parts.messages.login.nothingThere(endpoint));
    },
  );
  const token = signedIn.headers.get('x-subject-token') ?? '';
  const withToken = { 'X-Auth-Token': token };
  try {
    const { body: regions } = await call('GET', '/v3/regions', withToken);
    const { body: found } = await call('GET', '/v3/auth/projects', withToken);
    const project = await choose(
      listAt(found, 'projects').map((each) => ({ id: textAt(each, 'id'), name: textAt(each, 'name') })),
    );
    const { body: key } = await call('POST', '/v3.0/OS-CREDENTIAL/securitytokens', withToken, {
      auth: { identity: { methods: ['token'], token: { id: token, duration_seconds: keySeconds } } },
    });
    return {
      endpoint,
      region: textAt(regions, 'regions', 0, 'id'),
      domain_name: account,
      domain_id: textAt(signedIn.body, 'token', 'user', 'domain', 'id'),
      project_name: project.name,
      project_id: project.id,
      user_name: user,
      access_key: textAt(key, 'credential', 'access'),
      secret_key: textAt(key, 'credential', 'secret'),
      login: {
        profile,
        security_token: textAt(key, 'credential', 'securitytoken'),
        token,
        expires_at: earlier(
          textAt(key, 'credential', 'expires_at'),
          textAt(signedIn.body, 'token', 'expires_at'),
        ),
        ca,
      },
    };
  } catch (error) {
    // What nobody keeps is not left valid; that it could not be revoked must not hide why.
    await revoke(endpoint, token, ca, parts).catch(() => undefined);
    throw error;
  }
}

/** Ends a token, and the access keys that hang on it. One that has ended already is no error. @throws {Failure} */
export async function revoke(
  endpoint: string,
  token: string,
  ca: string | undefined,
  parts: Parts,
): Promise<void> {
  const call = createCaller(endpoint, ca, parts);
  await call('DELETE', '/v3/auth/tokens', { 'X-Auth-Token': token, 'X-Subject-Token': token }).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal) || (error.status !== 401 && error.status !== 404)) throw error;
    },
  );
}

type Call = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
) => Promise<Answer>;

function createCaller(endpoint: string, ca: string | undefined, { language, messages }: Parts): Call {
  const line: Line = { endpoint, messages, fetch: openFetch(ca), stale: messages.login.wrong };
  return async (method, path, headers, body) => {
    const request = {
      method,
      headers: {
        'Content-Type': 'application/json',
        'X-Language': language === 'zh' ? 'zh-cn' : 'en-us',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    return requireSuccess(await send(new URL(endpoint + path), request, line), line);
  };
}

const earlier = (one: string, other: string): string => (new Date(one) < new Date(other) ? one : other);

/** The only project there is, or that of the name or ID wanted. @throws {Failure} `usage` naming those that there are */
export function findProject(
  projects: readonly Project[],
  wanted: string | undefined,
  words: Messages['login'],
): Project {
  const [first, second] = projects;
  if (first === undefined) throw new Failure(exitCodes.failed, words.noProjects);
  if (wanted === undefined && second === undefined) return first;
  const found = projects.find(({ id, name }) => id === wanted || name === wanted);
  if (found !== undefined) return found;
  throw new Failure(exitCodes.usage, words.whichProject(projects.map(({ name }) => name).join(', ')));
}
