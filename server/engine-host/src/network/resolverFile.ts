/**
 * The lines of a desktop's /etc/resolv.conf (resolv.conf(5)). Programs ask one server after the other and look at three at
 * most; without any they would ask the desktop itself, so they are told to give up at once.
 */
export function resolverFile(dnsServers: readonly string[]): string[] {
  const servers = dnsServers.slice(0, 3).map((address) => `nameserver ${address}`);
  return servers.length > 0 ? [...servers, 'options timeout:2 attempts:2'] : ['options timeout:1 attempts:1'];
}
