import { isIP } from 'node:net';
import { refuseField } from './networkRefusals.js';

/** Most name servers that a desktop can be told. */
export const mostNameServers = 5;

/** How callers say which name servers a subnet has: all of them, or the first two one by one. An empty text is none. */
export interface NameServerFields {
  readonly dnsList?: readonly string[] | null | undefined;
  readonly primary_dns?: string | null | undefined;
  readonly secondary_dns?: string | null | undefined;
}

/**
 * @param before those that the subnet has
 * @returns those that it is to have, the first one first; undefined: nothing is said of them
 * @throws {ApiError} VPC.0201 for what is no address, or says two things at once
 */
export function readNameServers(
  fields: NameServerFields,
  before: readonly string[],
): readonly string[] | undefined {
  const { dnsList: all, primary_dns: primary, secondary_dns: secondary } = fields;
  if (all !== undefined && all !== null) {
    const stated = [primary, secondary];
    stated.forEach((server, place) => {
      if ((server ?? '') !== '' && server !== all[place]) throw contradiction(place);
    });
    return checked(all, () => 'subnet.dnsList');
  }
  if (typeof primary !== 'string' && typeof secondary !== 'string') return undefined;
  const [first = '', second = '', ...rest] = before;
  const servers = [primary ?? first, secondary ?? second, ...rest].filter((server) => server !== '');
  return checked(servers, (server) => (server === secondary ? 'subnet.secondary_dns' : 'subnet.primary_dns'));
}

/** @param fieldOf the field that names a server */
function checked(servers: readonly string[], fieldOf: (server: string) => string): readonly string[] {
  const wrong = servers.find((server) => server.includes('%') || isIP(server) === 0);
  if (wrong !== undefined) {
    throw refuseField('VPC.0201', fieldOf(wrong), {
      en: `"${wrong.slice(0, 64)}" is no IP address of a name server, such as 9.9.9.9`,
      zh: `“${wrong.slice(0, 64)}”不是DNS服务器的IP地址，例如9.9.9.9`,
    });
  }
  const twice = servers.find((server, place) => servers.indexOf(server) !== place);
  if (twice !== undefined) {
    throw refuseField('VPC.0201', fieldOf(twice), {
      en: 'a name server is named twice',
      zh: 'DNS服务器重复',
    });
  }
  return servers;
}

function contradiction(place: number): Error {
  const field = place === 0 ? 'subnet.primary_dns' : 'subnet.secondary_dns';
  return refuseField('VPC.0201', field, {
    en: `${field} must be entry ${place + 1} of subnet.dnsList, or left out`,
    zh: `${field}必须为subnet.dnsList中的第${place + 1}项，或省略`,
  });
}
