import { Type } from 'typebox';
import { callerOf } from '../http/request.js';
import { workspaceErrors } from '../http/schemas/common.js';
import { signRequest } from '../iam/signatures/signRequest.js';
import { checkAnswers } from './checkAnswers.js';
import { createIamFixture, type IamFixture, passwordRequest } from './iamFixture.js';

/** An access key as the service answers it. */
export interface AnsweredKey {
  readonly access: string;
  readonly secret: string;
  readonly securitytoken?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Headers = Record<string, string>;
type Answer = Awaited<ReturnType<IamFixture['app']['inject']>>;

/** The identity routes, with a route `/probe` that says who calls, and what tests of access keys ask them. */
export interface CredentialCalls {
  readonly iam: IamFixture;
  call(method: Method, url: string, headers: Headers, payload?: object): Promise<Answer>;
  /** The token of a user whose password is `password of <name>`. */
  tokenOf(name: string): Promise<string>;
  sign(key: AnsweredKey, method: Method, url: string, headers?: Headers, body?: string): Headers;
  /** A write by that key; `more` headers are added after signing. */
  probe(key: AnsweredKey, more?: Headers): Promise<Answer>;
}

export const byToken = (token: string): Headers => ({ 'x-auth-token': token });

export async function createCredentialCalls(): Promise<CredentialCalls> {
  const iam = await createIamFixture((app) => {
    const schema = {
      response: { 200: Type.Object({ user: Type.String(), kind: Type.String() }), ...workspaceErrors },
    };
    const config = { declaration: { operation: 'ShowLogHead', family: 'workspace' } } as const;
    app.post('/probe', { config, schema }, async (request) => {
      const { userName, credential } = callerOf(request);
      return { user: userName, kind: credential.kind };
    });
    checkAnswers(app);
  });
  const sign: CredentialCalls['sign'] = (key, method, url, headers = {}, body = '') => {
    const security = key.securitytoken === undefined ? {} : { 'X-Security-Token': key.securitytoken };
    return signRequest({
      method,
      url: new URL(url, 'http://localhost:80'),
      headers: { ...security, ...headers },
      signHost: false,
      body,
      accessKey: key.access,
      secretKey: key.secret,
      now: iam.ambient.now(),
    });
  };
  return {
    iam,
    sign,
    call: (method, url, headers, payload) =>
      iam.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) }),
    tokenOf: async (name) => {
      const who = { ...iam.credentials, user_name: name, password: `password of ${name}` };
      const payload = passwordRequest(who, { project: { id: iam.credentials.project_id } });
      const answer = await iam.app.inject({ method: 'POST', url: '/v3/auth/tokens', payload });
      return String(answer.headers['x-subject-token']);
    },
    probe: async (key, more = {}) =>
      iam.app.inject({ method: 'POST', url: '/probe', headers: { ...sign(key, 'POST', '/probe'), ...more } }),
  };
}
