import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { PortSpec } from '../items/items.js';
import { systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { ensureNamespace, lookAtNamespace, namespaceDir, runInside } from './namespaces.js';

/** The name of the router of a VPC: one namespace per project and VPC, so that equal addresses do not meet. */
export function routerName(places: Places, port: Pick<PortSpec, 'projectId' | 'vpcId'>): string {
  const key = createHash('sha256').update(`${port.projectId}/${port.vpcId}`).digest('hex').slice(0, 12);
  return `${prefixOfRouters(places)}${key}`;
}

/** Every router of this engine host that is on the machine. */
export async function listRouters(places: Places): Promise<string[]> {
  return (await listNamespaces()).filter((name) => name.startsWith(prefixOfRouters(places)));
}

/** Makes the router unless it is there. It forwards, and takes nothing for itself. */
export async function ensureRouter(name: string): Promise<void> {
  await ensureNamespace(name);
  await runInside(name, 'sysctl', ['-q', '-e', '-w', ...routerSettings]);
}

/** The ends of ports' cables that are in the router. */
export async function cablesIn(name: string): Promise<string[]> {
  if ((await lookAtNamespace(name)) !== 'whole') return [];
  const links = await runInside(name, 'ip', ['-o', 'link', 'show']);
  return [...links.matchAll(/^\d+: (p[0-9a-f]{6})[@:]/gm)].map(([, device]) => device ?? '');
}

/** Every namespace of a port of this engine host, with the part of the port's id that its name carries. */
export async function listPortNamespaces(places: Places): Promise<{ name: string; short: string }[]> {
  return (await listNamespaces()).flatMap((name) => {
    const short = new RegExp(`^dp-${places.instance}-([0-9a-f]{6})$`).exec(name)?.[1];
    return short === undefined ? [] : [{ name, short }];
  });
}

async function listNamespaces(): Promise<string[]> {
  try {
    return await readdir(namespaceDir);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function prefixOfRouters(places: Places): string {
  return `dp-${places.instance}-vpc-`;
}

const routerSettings = [
  'net.ipv4.conf.all.forwarding=1',
  'net.ipv4.conf.default.forwarding=1',
  'net.ipv6.conf.all.forwarding=1',
  'net.ipv6.conf.default.forwarding=1',
  'net.ipv4.conf.default.rp_filter=1',
  'net.ipv4.conf.default.arp_ignore=8',
  'net.ipv4.conf.default.accept_source_route=0',
  'net.ipv4.conf.all.send_redirects=0',
  'net.ipv4.conf.default.send_redirects=0',
  'net.ipv6.conf.default.accept_ra=0',
  'net.ipv6.conf.default.addr_gen_mode=1',
];
