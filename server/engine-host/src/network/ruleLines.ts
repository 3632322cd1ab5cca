import type { PortRule } from '../items/portSpec.js';
import { type Cidr, formatCidr, parseCidr, withoutContained } from '../machine/cidr.js';

/**
 * A rule of a port in the language of nft. It is matched against the first packet's addresses and port, in whichever
 * direction the packet at hand goes: so a rule that is taken away ends what it allowed both ways and at once, and an open
 * connection lives as long as any rule allows it. With nft alone there is no other way to end one.
 * @returns no line when the rule lets nobody pass
 */
export function ruleLines(rule: PortRule, verdict: string): string[] {
  const ranges = rule.remote.map(parseCidr).filter((each): each is Cidr => each?.family === rule.family);
  if (ranges.length === 0) return [];
  const remote = remoteMatch(rule, withoutContained(ranges));
  if (rule.protocol === 'any') return [`${remote} ${verdict}`];
  if (rule.protocol === 'icmp') {
    return [`${remote} ct original protocol ${icmpOf(rule.family)} ${verdict}`];
  }
  const { protocol, portMin, portMax } = rule;
  if (portMin === undefined || portMax === undefined) {
    return [`${remote} ct original protocol ${protocol} ${verdict}`];
  }
  const ports = portMin === portMax ? String(portMin) : `${portMin}-${portMax}`;
  return [
    // nft knows that this number is a port only next to the packet's own protocol.
    `meta l4proto ${protocol} ct original proto-dst ${ports} ${remote} ${verdict}`,
    // "Too big" and "unreachable" about what may pass.
    `meta l4proto ${icmpOf(rule.family)} ct state related ct original protocol ${protocol} ${remote} ${verdict}`,
  ];
}

function remoteMatch(rule: PortRule, ranges: readonly Cidr[]): string {
  if (ranges.some((each) => each.prefix === 0)) return `meta nfproto ${rule.family === 4 ? 'ipv4' : 'ipv6'}`;
  const family = rule.family === 4 ? 'ip' : 'ip6';
  const side = rule.direction === 'egress' ? 'daddr' : 'saddr';
  return `ct original ${family} ${side} { ${ranges.map(formatCidr).join(', ')} }`;
}

function icmpOf(family: 4 | 6): string {
  return family === 4 ? 'icmp' : 'ipv6-icmp';
}
