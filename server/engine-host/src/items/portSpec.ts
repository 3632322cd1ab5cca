import { isIPv4 } from 'node:net';
import { type Cidr, contains, parseAddress, parseCidr } from '../machine/cidr.js';
import { HostFault } from '../machine/fault.js';
import type { FieldReader } from '../machine/fields.js';

/** What may pass a port in one direction. What no rule names does not pass. */
export interface PortRule {
  /** As the desktop sees it: `egress` are connections that it begins. */
  readonly direction: 'ingress' | 'egress';
  readonly family: 4 | 6;
  readonly protocol: 'any' | 'tcp' | 'udp' | 'icmp';
  /** Ports of the side that did not begin; both or neither, with tcp and udp only. */
  readonly portMin?: number;
  readonly portMax?: number;
  /** Ranges of the other side; an empty list is nobody. */
  readonly remote: readonly string[];
}

/** Where a port is in its subnet besides IPv4. */
export interface PortIpv6 {
  readonly subnetCidr: string;
  readonly gatewayAddress: string;
  readonly address: string;
}

export interface PortPlace {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly subnetCidr: string;
  readonly gatewayAddress: string;
  readonly address: string;
  readonly macAddress: string;
  readonly dnsServers: readonly string[];
  readonly ipv6?: PortIpv6;
  readonly rules: readonly PortRule[];
}

export const portKeys = [
  'vpcId',
  'subnetId',
  'subnetCidr',
  'gatewayAddress',
  'address',
  'macAddress',
  'dnsServers',
  'ipv6',
  'rules',
];

const opaqueId = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const mac = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;
const addressText = /^[0-9a-f:.]{2,45}$/;
const cidrText = /^[0-9a-f:.]{2,45}\/\d{1,3}$/;
const maxRules = 256;
const maxRemote = 4096;

/** Reads where a new port is to be. @throws {HostFault} `refused` naming what is wrong */
export function readPortPlace(fields: FieldReader): PortPlace {
  const place = {
    vpcId: fields.text('vpcId', opaqueId),
    subnetId: fields.text('subnetId', opaqueId),
    subnetCidr: fields.text('subnetCidr', cidrText),
    gatewayAddress: fields.text('gatewayAddress', addressText),
    address: fields.text('address', addressText),
    macAddress: fields.text('macAddress', mac),
    dnsServers: fields.texts('dnsServers', 8, addressText),
    rules: readPortRules(fields, 'rules'),
  };
  checkSubnet(place, 4);
  const wrong = place.dnsServers.find((each) => parseAddress(each) === undefined);
  if (wrong !== undefined) throw refused(`${wrong} is not the address of a DNS server`);
  if ((Number.parseInt(place.macAddress.slice(0, 2), 16) & 1) === 1) {
    throw refused(`${place.macAddress} is a group address, no port can have it`);
  }
  return fields.isAbsent('ipv6') ? place : { ...place, ipv6: readIpv6(fields) };
}

/** Reads the rules of a port. @throws {HostFault} `refused` naming the rule at fault */
export function readPortRules(outer: FieldReader, key: string): PortRule[] {
  const keys = ['direction', 'family', 'protocol', 'portMin', 'portMax', 'remote'];
  return outer.objects(key, maxRules, keys).map(readRule);
}

function readRule(fields: FieldReader): PortRule {
  const family = fields.integer('family', 4, 6);
  if (family !== 4 && family !== 6) throw refused('the family of a rule must be 4 or 6');
  const rule = {
    direction: fields.choice('direction', ['ingress', 'egress']),
    family,
    protocol: fields.choice('protocol', ['any', 'tcp', 'udp', 'icmp']),
    remote: fields.texts('remote', maxRemote, cidrText),
  } as const;
  const strange = rule.remote.find((each) => parseCidr(each)?.family !== family);
  if (strange !== undefined) throw refused(`${strange} is not a range of IPv${family}`);
  if (fields.isAbsent('portMin') && fields.isAbsent('portMax')) return rule;
  const portMin = fields.integer('portMin', 1, 65_535);
  const portMax = fields.integer('portMax', portMin, 65_535);
  if (rule.protocol !== 'tcp' && rule.protocol !== 'udp') {
    throw refused(`a rule with ports must be of tcp or udp, not ${rule.protocol}`);
  }
  return { ...rule, portMin, portMax };
}

function readIpv6(outer: FieldReader): PortIpv6 {
  const fields = outer.object('ipv6', ['subnetCidr', 'gatewayAddress', 'address']);
  const ipv6 = {
    subnetCidr: fields.text('subnetCidr', cidrText),
    gatewayAddress: fields.text('gatewayAddress', addressText),
    address: fields.text('address', addressText),
  };
  checkSubnet(ipv6, 6);
  return ipv6;
}

const prefixes = { 4: [8, 30], 6: [16, 126] } as const;

function checkSubnet(place: PortIpv6, family: 4 | 6): void {
  const subnet = parseCidr(place.subnetCidr);
  const [least, most] = prefixes[family];
  const whole = subnet?.family === family && subnet.prefix >= least && subnet.prefix <= most;
  if (subnet === undefined || !whole) {
    throw refused(`${place.subnetCidr} is not a subnet of IPv${family} (/${least} to /${most})`);
  }
  const lies = (address: string) => {
    const range = parseCidr(`${address}/${family === 4 ? 32 : 128}`);
    return range !== undefined && isIPv4(address) === (family === 4) && isInside(subnet, range);
  };
  if (!lies(place.address) || !lies(place.gatewayAddress)) {
    throw refused(`address and gateway of the port must lie in ${place.subnetCidr}`);
  }
  if (parseAddress(place.address) === parseAddress(place.gatewayAddress)) {
    throw refused(`${place.address} is the gateway's address, no port can have it`);
  }
}

/** Neither the network's own address nor, of IPv4, the broadcast address. */
function isInside(subnet: Cidr, address: Cidr): boolean {
  const size = 1n << BigInt((subnet.family === 4 ? 32 : 128) - subnet.prefix);
  const isLast = subnet.family === 4 && address.base === subnet.base + size - 1n;
  return contains(subnet, address) && address.base !== subnet.base && !isLast;
}

function refused(message: string): HostFault {
  return new HostFault('refused', message);
}
