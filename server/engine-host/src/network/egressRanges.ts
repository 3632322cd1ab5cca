import { parseCidr } from '../machine/cidr.js';
import { run } from '../machine/run.js';

/** Where the cables between routers and the host have their addresses: the upper half of RFC 2544's range. */
export const transitRange = '198.19.0.0/16';

/**
 * Ranges that are nobody's on the internet (RFC 6890 and the registries it names): private, shared, link-local with the
 * metadata services of clouds, multicast, and those in which IPv4 addresses hide.
 */
const neverOutside = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/**
 * Ranges that desktops do not reach unless they are listed: those above and whatever the host reaches without a gateway, such
 * as its LAN.
 */
export async function refusedRanges(): Promise<string[]> {
  const routes = await Promise.all(
    ['-4', '-6'].map((family) => run('ip', ['-o', family, 'route', 'show', 'table', 'main'])),
  );
  return [...neverOutside, ...connectedRanges(routes.join('\n'))];
}

/** The ranges in the output of `ip route` that have no gateway and are not everything. */
export function connectedRanges(routes: string): string[] {
  return routes
    .split('\n')
    .filter((line) => line !== '' && !/\b(?:via|nexthop)\b/.test(line))
    .filter((line) => !/^(?:blackhole|unreachable|prohibit|throw) /.test(line))
    .map((line) => line.replace(/^(?:unicast|local|broadcast|anycast|multicast) /, '').split(' ')[0] ?? '')
    .map((to) => (to.includes('/') ? to : `${to}/${to.includes(':') ? 128 : 32}`))
    .filter((to) => (parseCidr(to)?.prefix ?? 0) > 0);
}
