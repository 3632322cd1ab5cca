import type { Credentials } from '../api/credentials.js';
import { clientEnvironment } from '../commands/env.js';

/** Variables that clients read. What is left of another service could send a call there, or a key that belongs there here. */
const ofClients = /^(HUAWEICLOUD_|HW_|OS_|DESKPLANE_)/;

/** Addresses that no proxy is to be asked for. */
const ownAddresses = ['127.0.0.1', 'localhost'];

/**
 * The environment of a program whose clients are to find a service, and no other.
 * @param inherited that of the command
 * @param credentialsPath of the credentials, for the command itself
 */
export function programEnvironment(
  inherited: NodeJS.Dict<string>,
  credentials: Credentials,
  credentialsPath: string,
): NodeJS.ProcessEnv {
  const others = Object.entries(inherited).filter(([name]) => !ofClients.test(name));
  return {
    ...Object.fromEntries(others),
    ...clientEnvironment(credentials),
    DESKPLANE_CREDENTIALS: credentialsPath,
    NO_PROXY: withoutProxy(inherited['NO_PROXY'] ?? inherited['no_proxy']),
    no_proxy: withoutProxy(inherited['no_proxy'] ?? inherited['NO_PROXY']),
  };
}

function withoutProxy(given: string | undefined): string {
  const named = (given ?? '').split(',').filter((each) => each !== '');
  return [...named, ...ownAddresses.filter((each) => !named.includes(each))].join(',');
}
