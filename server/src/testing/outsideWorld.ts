import { randomBytes } from 'node:crypto';
import { answerAt, type Companion, runIn } from './localNetwork.js';

/** A machine with one interface and what lies behind it, all made of network namespaces. */
export interface OutsideWorld {
  /** The namespace that plays the machine; its interface is `up0`. */
  readonly machine: string;
  /** The namespace that plays everything else. */
  readonly outside: string;
  dispose(): Promise<void>;
}

/** What the outside answers at, on port 80: public, private, of a cloud's metadata service, and next to the machine. */
export const outsideAddresses = {
  public: ['192.0.2.80', '2001:db8:80::80'],
  private: ['10.9.9.9', '172.20.0.1', '192.168.77.1', '100.127.0.1', 'fd00:99::1'],
  metadata: ['169.254.169.254'],
  connected: ['203.0.113.1', '2001:db8:1::1'],
} as const;

/** The machine's own addresses. */
export const machineAddresses = ['203.0.113.10', '2001:db8:1::10'] as const;

/** Makes a machine that reaches the outside by `up0` and forwards nothing yet. */
export async function makeOutsideWorld(): Promise<OutsideWorld> {
  const mark = randomBytes(3).toString('hex');
  const [machine, outside] = [`dpt-${mark}-machine`, `dpt-${mark}-outside`];
  for (const name of [machine, outside]) {
    await runIn(undefined, 'ip', 'netns', 'add', name);
    await runIn(name, 'ip', 'link', 'set', 'lo', 'up');
  }
  await runIn(
    machine,
    'sysctl',
    '-qw',
    'net.ipv4.conf.all.forwarding=0',
    'net.ipv4.conf.default.forwarding=0',
  );
  await runIn(machine, ...words(`ip link add up0 type veth peer name eth0 netns ${outside}`));
  const ends: [string, string, readonly string[]][] = [
    [machine, 'up0', [`${machineAddresses[0]}/24`, `${machineAddresses[1]}/64`]],
    [outside, 'eth0', outsideAddresses.connected.map((each) => `${each}/${each.includes(':') ? 64 : 24}`)],
    [outside, 'lo', [...outsideAddresses.public, ...outsideAddresses.private, ...outsideAddresses.metadata]],
  ];
  for (const [namespace, device, addresses] of ends) {
    await runIn(namespace, ...words(`ip link set ${device} up`));
    for (const address of addresses) {
      const option = address.includes(':') ? ' nodad' : '';
      await runIn(namespace, ...words(`ip address add ${address} dev ${device}${option}`));
    }
  }
  await runIn(machine, ...words('ip route add default via 203.0.113.1'));
  await runIn(machine, ...words('ip -6 route add default via 2001:db8:1::1'));
  // Answers by UDP come from the public addresses, whatever was asked.
  await runIn(outside, ...words('ip route replace 203.0.113.0/24 dev eth0 src 192.0.2.80'));
  await runIn(outside, ...words('ip -6 route replace 2001:db8:1::/64 dev eth0 src 2001:db8:80::80 metric 1'));
  const service: Companion = await answerAt(outside, 'outside', 80);
  return {
    machine,
    outside,
    async dispose() {
      await service.end();
      for (const name of [machine, outside]) await runIn(undefined, 'ip', 'netns', 'delete', name);
    },
  };
}

function words(text: string): string[] {
  return text.split(' ');
}
