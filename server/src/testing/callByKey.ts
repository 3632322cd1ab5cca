import { signRequest } from '../iam/signatures/signRequest.js';
import type { AnsweredKey } from './credentialCalls.js';
import { callService, type TestAnswer, type TestService } from './startTestService.js';

/** Calls signed by an access key. Paths are absolute. */
export function callByKey(
  service: TestService,
  key: AnsweredKey,
): (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<TestAnswer> {
  return async (method, path, body, headers = {}) => {
    const form = body instanceof FormData ? new Response(body) : undefined;
    const text = body === undefined ? '' : ((await form?.text()) ?? JSON.stringify(body));
    const type = form?.headers.get('content-type') ?? undefined;
    const security = key.securitytoken === undefined ? {} : { 'X-Security-Token': key.securitytoken };
    const signed = signRequest({
      method,
      url: new URL(path, service.endpoint),
      headers: { ...security, ...(type === undefined ? {} : { 'content-type': type }), ...headers },
      body: text,
      accessKey: key.access,
      secretKey: key.secret,
      now: new Date(),
    });
    return callService(service.endpoint, method, path, body === undefined ? undefined : text, signed);
  };
}

/**
 * A temporary key of the service's root user.
 * @param policy narrows it; undefined: as much as the root
 */
export async function temporaryKeyOfRoot(service: TestService, policy?: object): Promise<AnsweredKey> {
  const identity = { methods: ['token'], ...(policy === undefined ? {} : { policy }) };
  const answer = await service.call('POST', '//v3.0/OS-CREDENTIAL/securitytokens', { auth: { identity } });
  if (answer.status !== 201) throw new Error(`No temporary key: ${answer.status} ${answer.text}`);
  return answer.body.credential;
}
