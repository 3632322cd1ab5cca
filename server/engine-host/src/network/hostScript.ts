import { transitRange } from './egressRanges.js';

/** What the engine host adds to the rules of the machine, and only while desktops may reach the outside. */
export interface HostRules {
  readonly instance: string;
  /** The interface that leads out. */
  readonly device: string;
  /** IPv6 range of this instance's cables. */
  readonly transit6: string;
  /**
   * What forwarded nothing before we came and is to forward nothing for others: IPv4 or IPv6 from the interface, or IPv6 on
   * the whole machine.
   */
  readonly guards: ReadonlySet<'ipv4' | 'ipv6' | 'all-ipv6'>;
}

/** The name of the one table of an instance. */
export function hostTable(instance: string): string {
  return `inet deskplane-${instance}`;
}

/** How the machine's ends of the cables of routers begin. */
export function uplinkPrefix(instance: string): string {
  return `de${instance}`;
}

/**
 * A script for `nft -f -` that makes the table anew: desktops reach nothing but the outside by one interface, under its
 * address; they begin everything themselves; the machine's own services are not for them.
 */
export function hostScript({ instance, device, transit6, guards }: HostRules): string {
  const [table, ours, out] = [hostTable(instance), `"${uplinkPrefix(instance)}*"`, `"${device}"`];
  const guard = {
    ipv4: `meta nfproto ipv4 iifname ${out} oifname != "de*" drop`,
    ipv6: `meta nfproto ipv6 iifname ${out} oifname != "de*" drop`,
    'all-ipv6': 'meta nfproto ipv6 iifname != "de*" oifname != "de*" drop',
  };
  return `add table ${table}
delete table ${table}
table ${table} {
  chain input {
    type filter hook input priority filter - 10; policy accept;
    iifname ${ours} drop
  }
  chain output {
    type filter hook output priority filter - 10; policy accept;
    oifname ${ours} ct state related accept
    oifname ${ours} drop
  }
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
    iifname ${ours} oifname != ${out} drop
    oifname ${ours} iifname != ${out} drop
    oifname ${ours} ct direction original drop
${[...guards].map((each) => `    ${guard[each]}\n`).join('')}  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${transitRange} iifname ${ours} oifname ${out} masquerade
    ip6 saddr ${transit6} iifname ${ours} oifname ${out} masquerade
  }
}
`;
}
