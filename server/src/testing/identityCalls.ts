import { callService, type TestAnswer, type TestService } from './startTestService.js';

export interface SignIn {
  readonly name: string;
  readonly password: string;
  /** Omitted: the service's first account. */
  readonly domain?: string;
  /** Name or id of the project; omitted: a token for the account as a whole. */
  readonly scope?: object;
}

/** Asks for a token with a password, whatever comes of it. */
export function askToken(service: TestService, who: SignIn): Promise<TestAnswer> {
  const domain = { name: who.domain ?? service.credentials.domain_name };
  const user = { name: who.name, password: who.password, domain };
  const auth = {
    identity: { methods: ['password'], password: { user } },
    ...(who.scope === undefined ? {} : { scope: who.scope }),
  };
  return callService(service.endpoint, 'POST', '/v3/auth/tokens', { auth }, {});
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<TestAnswer>;

/** Calls as whoever signs in so. Paths are absolute. @throws when signing in fails */
export async function callAs(service: TestService, who: SignIn): Promise<Call> {
  const answer = await askToken(service, who);
  const token = answer.headers.get('x-subject-token');
  if (answer.status !== 201 || token === null) throw new Error(`Signing in failed: ${answer.text}`);
  return (method, path, body, headers) =>
    callService(service.endpoint, method, path, body, { 'x-auth-token': token, ...headers });
}

/** Calls as the service's root user with absolute paths. */
export function callAsRoot(service: TestService): Call {
  return (method, path, body, headers) => service.call(method, `/${path}`, body, headers);
}
