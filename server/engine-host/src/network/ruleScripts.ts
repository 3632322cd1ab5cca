import type { PortPlace } from '../items/portSpec.js';
import { formatCidr, parseCidr } from '../machine/cidr.js';
import { ruleLines } from './ruleLines.js';

/** The router's side of all cables: nobody learns it by asking, both sides are told. */
export const routerMac = '02:64:70:00:00:01';

/** The end of a port's cable that lies in the router, at most 15 characters. */
export function routerInterface(short: string): string {
  return `p${short}`;
}

/** What a port is called in scripts, besides its place. */
export interface NamedPort extends PortPlace {
  readonly short: string;
}

/** How the router may lead out: the interface and what stays refused there. */
export interface Uplink {
  readonly device: string;
  /** Ranges that are not for desktops. */
  readonly refused: readonly string[];
  /** Exceptions from these. */
  readonly allowed: readonly string[];
}

/**
 * Rules that every router has: nothing for itself, nothing through it but what a port's rules say of the packet's
 * connection. A script for `nft -f -`; loads as a whole or not at all, and may be loaded again.
 */
export function routerScript(uplink: Uplink | undefined): string {
  return `${skeleton}
${['input', 'output', 'forward', 'admitted', 'outside', 'translate'].map((name) => `flush chain inet deskplane ${name}`).join('\n')}
table inet deskplane {
  chain output {
    icmp type { destination-unreachable, time-exceeded, parameter-problem } accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept
  }
  chain forward {
    ct state invalid drop
    ${uplink === undefined ? '' : `iifname "${uplink.device}" ct direction original drop`}
    ct original ip saddr vmap @egress4
    ct original ip6 saddr vmap @egress6
  }
  chain admitted {
    ct original ip daddr vmap @ingress4
    ct original ip6 daddr vmap @ingress6
    ${uplink === undefined ? '' : 'goto outside'}
  }
  chain outside {
    ${uplink === undefined ? '' : outsideLines(uplink).join('\n    ')}
  }
  chain translate {
    ${uplink === undefined ? '' : `oifname "${uplink.device}" masquerade`}
  }
}
`.replaceAll(/\n *\n/g, '\n');
}

/**
 * Rules of one port: what its cable may bring in, and its security rules.
 * A script like {@link routerScript}, to be loaded after it; the interface must be there.
 */
export function portScript(port: NamedPort): string {
  return `${guardScript(port)}${portRulesScript(port)}`;
}

/**
 * The security rules of one port, replacing those it had in the same moment. Connections that no rule allows any more are
 * cut, all others go on.
 */
export function portRulesScript(port: NamedPort): string {
  const [egress, ingress] = [`egress_${port.short}`, `ingress_${port.short}`];
  const lines = (direction: 'egress' | 'ingress', verdict: string) => [
    ...port.rules.filter((rule) => rule.direction === direction).flatMap((rule) => ruleLines(rule, verdict)),
    'drop',
  ];
  return `${skeleton}
add chain inet deskplane ${egress}
add chain inet deskplane ${ingress}
flush chain inet deskplane ${egress}
flush chain inet deskplane ${ingress}
table inet deskplane {
  chain ${egress} {
    ${lines('egress', 'goto admitted').join('\n    ')}
  }
  chain ${ingress} {
    ${lines('ingress', 'accept').join('\n    ')}
  }
}
${elements('add', port).join('\n')}
`;
}

/** Takes all rules of a port away, whatever there is of them. */
export function portRemovalScript(port: NamedPort): string {
  const table = `netdev port_${port.short}`;
  const chains = [`inet deskplane egress_${port.short}`, `inet deskplane ingress_${port.short}`];
  return [
    skeleton,
    `add table ${table}`,
    `delete table ${table}`,
    ...chains.map((chain) => `add chain ${chain}`),
    ...elements('add', port),
    ...elements('delete', port).map((line) => line.replaceAll(/ : goto \w+/g, '')),
    ...chains.map((chain) => `delete chain ${chain}`),
    '',
  ].join('\n');
}

/** The names that a port's rules carry in the router. */
export function ruleNames(short: string): RegExp {
  return new RegExp(`\\b(?:port|egress|ingress)_${short}\\b`, 'g');
}

/** Tables and chains that the other scripts refer to, so that each of them may be the first. */
const skeleton = `table inet deskplane {
  map egress4 {
    type ipv4_addr : verdict
  }
  map egress6 {
    type ipv6_addr : verdict
  }
  map ingress4 {
    type ipv4_addr : verdict
  }
  map ingress6 {
    type ipv6_addr : verdict
  }
  chain input {
    type filter hook input priority filter; policy drop;
  }
  chain output {
    type filter hook output priority filter; policy drop;
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
  }
  chain admitted {
  }
  chain outside {
  }
  chain translate {
    type nat hook postrouting priority srcnat; policy accept;
  }
}`;

/** Nothing but IP from the port's own addresses and MAC comes in: no ARP, no ND, no other protocol. */
function guardScript(port: NamedPort): string {
  const sources = [`ip saddr ${port.address} accept`];
  if (port.ipv6 !== undefined) sources.push(`ip6 saddr ${port.ipv6.address} accept`);
  return `add table netdev port_${port.short}
delete table netdev port_${port.short}
table netdev port_${port.short} {
  chain ingress {
    type filter hook ingress device "${routerInterface(port.short)}" priority -500; policy drop;
    ether saddr != ${port.macAddress} drop
    icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } drop
    ${sources.join('\n    ')}
  }
}
`;
}

function elements(verb: 'add' | 'delete', port: NamedPort): string[] {
  const families: [number, string][] = [[4, port.address]];
  if (port.ipv6 !== undefined) families.push([6, port.ipv6.address]);
  return families.flatMap(([family, address]) =>
    ['egress', 'ingress'].map(
      (way) => `${verb} element inet deskplane ${way}${family} { ${address} : goto ${way}_${port.short} }`,
    ),
  );
}

function outsideLines(uplink: Uplink): string[] {
  const out = `oifname "${uplink.device}" accept`;
  const back = `iifname "${uplink.device}" ct direction reply accept`;
  const match = (ranges: readonly string[], verdict: (family: string) => string[]) =>
    [4, 6].flatMap((family) => {
      const own = ranges
        .map(parseCidr)
        .flatMap((each) => (each?.family === family ? [formatCidr(each)] : []));
      if (own.length === 0) return [];
      const name = family === 4 ? 'ip' : 'ip6';
      return verdict(`ct original ${name} daddr { ${own.join(', ')} }`);
    });
  return [
    ...match(uplink.allowed, (to) => [`${to} ${out}`, `${to} ${back}`]),
    ...match(uplink.refused, (to) => [`${to} drop`]),
    out,
    back,
  ];
}
