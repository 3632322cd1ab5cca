import { callService, type TestAnswer, type TestService } from './startTestService.js';

/** A page of the service in a browser: keeps its cookies and says where it is from. */
export interface Browser {
  /** The value for a Cookie header; empty: none. */
  cookie(): string;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string | undefined>,
  ): Promise<TestAnswer>;
  signIn(who: {
    readonly account: string;
    readonly user: string;
    readonly password: string;
  }): Promise<TestAnswer>;
}

/** @param origin where the page is from; default: the service itself */
export function openBrowser(endpoint: string, origin = endpoint): Browser {
  const cookies = new Map<string, string>();
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const call: Browser['call'] = async (method, path, body, headers) => {
    const given = { 'x-deskplane-console': '1', origin, cookie: cookie(), ...headers };
    const sent = Object.entries(given).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    );
    const answer = await callService(endpoint, method, path, body, Object.fromEntries(sent));
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return { cookie, call, signIn: (who) => call('POST', '/console/api/session', who) };
}

/** What the account's root user signs in with. */
export function rootSignIn({ credentials }: TestService) {
  const { domain_name, user_name, password } = credentials;
  return { account: domain_name, user: user_name, password };
}
