import { type Credentials, parseAccess } from '../api/credentials.js';
import { textAt } from '../api/json.js';
import type { Messages } from '../messages/en.js';

/** What a profile's file holds. */
export function writeProfileText({ login, ...access }: Credentials): string {
  const { profile: _, ...kept } = login ?? {};
  return `${JSON.stringify({ ...access, ...kept }, null, 2)}\n`;
}

/**
 * Reads what {@link writeProfileText} wrote.
 * @throws {Failure} naming what is wrong with it, never what is in it
 */
export function parseProfile(text: string, name: string, path: string, messages: Messages): Credentials {
  const { access, json, field } = parseAccess(text, path, messages);
  const ca = textAt(json, 'ca');
  return {
    ...access,
    login: {
      profile: name,
      security_token: field('security_token'),
      token: field('token'),
      expires_at: field('expires_at'),
      ...(ca === '' ? {} : { ca }),
    },
  };
}
