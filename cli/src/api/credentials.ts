import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { textAt } from './json.js';

/** What was kept at a log-in besides an access key that ends with it. */
export interface Login {
  readonly profile: string;
  /** Goes with the access key. */
  readonly security_token: string;
  /** Revoking it ends the access key too. */
  readonly token: string;
  /** When both end by themselves: a time of ISO 8601. */
  readonly expires_at: string;
  /** Certificates in PEM to trust for this service. */
  readonly ca?: string | undefined;
}

/** Where a service is and who calls it. `endpoint` is without a slash at the end. */
export interface Credentials {
  readonly endpoint: string;
  readonly region: string;
  readonly domain_name: string;
  readonly domain_id: string;
  readonly project_name: string;
  readonly project_id: string;
  readonly user_name: string;
  readonly access_key: string;
  readonly secret_key: string;
  /** In the service's credentials file only. */
  readonly password?: string;
  /** Undefined: they are those of the service's credentials file. */
  readonly login?: Login;
}

/** What to say to whoever is answered 401: how to get credentials that are good again. */
export function staleWords(
  { login }: Credentials,
  { api, login: words }: Messages,
): (refusal: string) => string {
  return login === undefined ? api.stale : (refusal) => words.rejected(refusal, login.profile);
}

/** An address of a service without the slash at its end; undefined when it is none, or holds more, such as a password. */
export function readEndpoint(text: string): string | undefined {
  const endpoint = text.replace(/\/+$/, '');
  if (/[@?#]/.test(endpoint) || !URL.canParse(endpoint)) return undefined;
  return /^https?:$/.test(new URL(endpoint).protocol) ? endpoint : undefined;
}

/**
 * Reads the text of a credentials file.
 * @param path for the error only
 * @throws {Failure} naming what is wrong with it, never what is in it
 */
export function parseCredentials(text: string, path: string, messages: Messages): Credentials {
  const { access, field } = parseAccess(text, path, messages);
  return { ...access, password: field('password') };
}

interface ParsedAccess {
  readonly access: Credentials;
  readonly json: unknown;
  /** Any text that has to be there. @throws {Failure} */
  readonly field: (name: string) => string;
}

/** What credentials of both kinds hold. @throws {Failure} as {@link parseCredentials} */
export function parseAccess(text: string, path: string, messages: Messages): ParsedAccess {
  const { malformed, noField, noEndpoint, noJson } = messages.credentials;
  const refuse = (what: string): Failure => new Failure(exitCodes.unreachable, malformed(path, what));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse(noJson);
  }
  const field = (name: string): string => {
    const value = textAt(json, name);
    if (value === '') throw refuse(noField(name));
    return value;
  };
  const endpoint = readEndpoint(field('endpoint'));
  if (endpoint === undefined) throw refuse(noEndpoint);
  const access = {
    endpoint,
    region: field('region'),
    domain_name: field('domain_name'),
    domain_id: field('domain_id'),
    project_name: field('project_name'),
    project_id: field('project_id'),
    user_name: field('user_name'),
    access_key: field('access_key'),
    secret_key: field('secret_key'),
  };
  return { access, json, field };
}
