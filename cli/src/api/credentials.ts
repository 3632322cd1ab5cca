import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { textAt } from './json.js';

const fields = [
  'endpoint',
  'region',
  'domain_name',
  'domain_id',
  'project_name',
  'project_id',
  'user_name',
  'password',
  'access_key',
  'secret_key',
] as const;

/** The service's credentials file. `endpoint` is without a slash at the end. */
export type Credentials = Readonly<Record<(typeof fields)[number], string>>;

/**
 * Reads the text of a credentials file.
 * @param path for the error only
 * @throws {Failure} naming what is wrong with it, never what is in it
 */
export function parseCredentials(text: string, path: string, messages: Messages): Credentials {
  const { malformed, noField, noEndpoint, noJson } = messages.credentials;
  const refuse = (what: string): Failure => new Failure(exitCodes.unreachable, malformed(path, what));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse(noJson);
  }
  const field = (name: (typeof fields)[number]): string => {
    const value = textAt(json, name);
    if (value === '') throw refuse(noField(name));
    return value;
  };
  const endpoint = field('endpoint').replace(/\/+$/, '');
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) throw refuse(noEndpoint);
  return {
    endpoint,
    region: field('region'),
    domain_name: field('domain_name'),
    domain_id: field('domain_id'),
    project_name: field('project_name'),
    project_id: field('project_id'),
    user_name: field('user_name'),
    password: field('password'),
    access_key: field('access_key'),
    secret_key: field('secret_key'),
  };
}
