import type { PortRecord } from '../items/records.js';
import { asFault, HostFault } from '../machine/fault.js';
import { gatherInTurns, type Several } from '../machine/gather.js';
import type { Places } from '../machine/places.js';
import { createSerial } from '../machine/serial.js';
import { together } from '../machine/together.js';
import { createLastRouters } from './lastRouters.js';
import {
  configure,
  ensureNamespace,
  loadRules,
  lookAtNamespace,
  pathOfNamespace,
  removeNamespaces,
  runInside,
} from './namespaces.js';
import { cablesIn, ensureRouter, listPortNamespaces, listRouters, routerName } from './routers.js';
import {
  type NamedPort,
  portRemovalScript,
  portRulesScript,
  portScript,
  routerInterface,
  routerMac,
  routerScript,
  ruleNames,
} from './ruleScripts.js';
import { cutUplink, settleUplink, tidyUplinks, uplinkLeftovers } from './uplinks.js';

/** What is done to one router is done one after the other. */
const turns = createSerial();
/** Where ports were that are removed: with many routers, it takes long to look at all of them. */
const lastRouters = createLastRouters();
const done = Promise.resolve();
/** So many ports go, or are looked for, in one turn. */
const mostAtOnce = 64;

/** The path under which a port's network namespace can be entered. */
export function namespacePath(places: Places, short: string): string {
  return pathOfNamespace(places.networkNamespace(short));
}

/**
 * Makes a port: a namespace with its `eth0`, a cable to the router of its VPC, and the rules of what may pass. Whatever
 * an earlier attempt left is completed; a desktop that runs on the port notices nothing. So it is also what makes a port
 * again when the machine has forgotten it (namespaces do not survive a restart).
 * @throws {HostFault}
 */
export function ensurePort(places: Places, record: PortRecord): Promise<void> {
  const router = routerName(places, record.spec);
  const namespace = places.networkNamespace(record.short);
  const port = namedPort(record);
  return turns.run(router, async () => {
    await ensureRouter(router);
    const uplink = await settleUplink(places, router, { ipv6: port.ipv6 !== undefined });
    const isNew = await ensureNamespace(namespace);
    if (isNew) await runInside(namespace, 'sysctl', ['-q', '-e', '-w', ...settingsOf(port)]);
    await ensureCable(router, namespace, port);
    // Before the cable is up, so that nothing passes without them.
    await loadRules(router, `${routerScript(uplink)}${portScript(port)}`);
    await configure(router, routerLines(port));
    await configure(namespace, portLines(port));
  });
}

/** Puts a port's rules, as they are recorded now, into force. Nothing to do where the machine has forgotten the port. */
export function applyPortRules(places: Places, record: PortRecord): Promise<void> {
  const router = routerName(places, record.spec);
  return turns.run(router, async () => {
    if ((await lookAtNamespace(router)) !== 'whole') return;
    await loadRules(router, portRulesScript(namedPort(record)));
  });
}

/**
 * Takes away what there is of a port, and the router with its last one.
 * @returns what is still there, in words
 * @throws {HostFault} when something does not go
 */
export async function removePort(places: Places, record: PortRecord): Promise<string[]> {
  const router = routerName(places, record.spec);
  await removals.run(router, { places, record });
  lastRouters.note(record.short, router);
  return portLeftovers(places, record.short);
}

/** Many desktops deleted at once have their ports in one router: they go together. */
const removals = gatherInTurns(turns, mostAtOnce, async (router, leaving: Several<Leaving>) => {
  const { places } = leaving[0];
  const records = leaving.map(({ record }) => record);
  const devices = new Set(records.map(({ short }) => routerInterface(short)));
  const cables = await cablesIn(router);
  const own = cables.filter((device) => devices.has(device));
  const areLast = own.length === cables.length;
  const scripts = records.map((record) => portRemovalScript(namedPort(record)));
  const lines = own.map((device) => `link delete ${device}`);
  await together([
    own.length > 0 ? configure(router, lines) : done,
    // Those of the last ports go with the router.
    areLast ? done : loadRules(router, scripts.join('')),
  ]);
  if (areLast) await cutUplink(places, router);
  const namespaces = records.map(({ short }) => places.networkNamespace(short));
  await removeNamespaces([...namespaces, ...(areLast ? [router] : [])]);
  return leaving.map(() => undefined);
});

interface Leaving {
  readonly places: Places;
  readonly record: PortRecord;
}

/**
 * Puts the network that is on the machine in order when the engine host starts: every router leads out as the settings say
 * now, one that no port needs goes, and what is nobody's is named.
 * @returns what cannot be so, in plain words
 */
export async function openNetwork(places: Places, ports: readonly PortRecord[]): Promise<string[]> {
  const warnings: string[] = [];
  const recorded = new Set(ports.map((port) => routerName(places, port.spec)));
  const shorts = new Set(ports.map((port) => port.short));
  const strangers = (await listPortNamespaces(places)).filter(({ short }) => !shorts.has(short));
  warnings.push(...strangers.map(({ name }) => `the network namespace ${name} belongs to no port on record`));
  for (const router of await listRouters(places)) {
    const own = ports.filter((port) => routerName(places, port.spec) === router);
    const ipv6 = own.some((port) => port.spec.ipv6 !== undefined);
    try {
      await turns.run(router, () => renewRouter(places, router, recorded.has(router), { ipv6 }));
    } catch (error) {
      warnings.push(`the router ${router} could not be put in order: ${asFault(error).message}`);
    }
  }
  await tidyUplinks(places, await listRouters(places));
  return warnings;
}

async function renewRouter(
  places: Places,
  router: string,
  isNeeded: boolean,
  families: { readonly ipv6: boolean },
): Promise<void> {
  if ((await lookAtNamespace(router)) !== 'whole' || (!isNeeded && (await cablesIn(router)).length === 0)) {
    await cutUplink(places, router);
    await removeNamespaces([router]);
    return;
  }
  await loadRules(router, routerScript(await settleUplink(places, router, families)));
}

/**
 * What is still there of a port, in words: its namespace, its cable and rules in the router, a router without ports. Of a
 * port whose router is not known any more, every router is looked at.
 */
export async function portLeftovers(places: Places, short: string): Promise<string[]> {
  const left: string[] = [];
  const path = namespacePath(places, short);
  if ((await lookAtNamespace(places.networkNamespace(short))) !== 'absent')
    left.push(`network namespace ${path}`);
  const routers = await listRouters(places);
  const last = lastRouters.of(short);
  const sought = last === undefined ? routers : [last];
  const looked = await Promise.all(sought.map((router) => looks.run(router, short)));
  left.push(...looked.flat(), ...(await uplinkLeftovers(places, routers)));
  return left;
}

/** One look at a router answers for all that ask while it waits for its turn. */
const looks = gatherInTurns(turns, mostAtOnce, async (router, shorts: Several<string>) => {
  const state = await lookAtNamespace(router);
  if (state === 'absent') return shorts.map(() => []);
  const cables = new Set(await cablesIn(router));
  if (state === 'broken' || cables.size === 0) {
    return shorts.map(() => [`router ${pathOfNamespace(router)} without ports`]);
  }
  const rules = await runInside(router, 'nft', ['-f', '-'], 'list tables\nlist chains\n');
  return shorts.map((short) => {
    const device = routerInterface(short);
    return [
      ...(cables.has(device) ? [`interface ${device} in router ${router}`] : []),
      ...[...new Set(rules.match(ruleNames(short)))].map((name) => `rules ${name} in router ${router}`),
    ];
  });
});

/** The cable, unless it is there. Its ends are made where they belong: the host never sees it. */
async function ensureCable(router: string, namespace: string, port: NamedPort): Promise<void> {
  const device = routerInterface(port.short);
  const near = await indexes(namespace, 'eth0');
  const far = await indexes(router, device);
  if (near !== undefined && far !== undefined && near.own === far.peer && far.own === near.peer) return;
  if (near !== undefined) {
    throw new HostFault(
      'internal',
      `eth0 of ${namespace} does not lead to its router: stop and remove the desktop`,
    );
  }
  // Its other end is in a namespace that lost its name.
  if (far !== undefined) await runInside(router, 'ip', ['link', 'delete', device]);
  await configure(router, [
    `link add ${device} address ${routerMac} type veth peer name eth0 netns ${namespace} address ${port.macAddress}`,
  ]);
}

async function indexes(namespace: string, device: string) {
  const links = await runInside(namespace, 'ip', ['-o', 'link', 'show']);
  const line = new RegExp(`^(\\d+): ${device}@(?:if(\\d+))`, 'm').exec(links);
  return line === null ? undefined : { own: line[1], peer: line[2] };
}

function settingsOf(port: NamedPort): string[] {
  return [
    // ping without privilege.
    'net.ipv4.ping_group_range=0 2147483647',
    `net.ipv6.conf.default.disable_ipv6=${port.ipv6 === undefined ? 1 : 0}`,
    'net.ipv6.conf.default.accept_ra=0',
    'net.ipv6.conf.default.addr_gen_mode=1',
  ];
}

/**
 * The router's side. It knows where the port is and never asks, so no port can answer for another; the gateway's address
 * is on its loopback, as the sender of "unreachable" and "too big".
 */
function routerLines(port: NamedPort): string[] {
  const device = routerInterface(port.short);
  const { address, gatewayAddress, ipv6, macAddress } = port;
  const lines = [
    'link set lo up',
    `link set ${device} up`,
    `address replace ${gatewayAddress}/32 dev lo`,
    `route replace ${address}/32 dev ${device} src ${gatewayAddress}`,
    `neighbour replace ${address} lladdr ${macAddress} dev ${device} nud permanent`,
  ];
  if (ipv6 === undefined) return lines;
  return [
    ...lines,
    `address replace ${ipv6.gatewayAddress}/128 dev lo nodad`,
    `route replace ${ipv6.address}/128 dev ${device} src ${ipv6.gatewayAddress}`,
    `neighbour replace ${ipv6.address} lladdr ${macAddress} dev ${device} nud permanent`,
  ];
}

/**
 * The desktop's side. The address shows the subnet's prefix and the default route the gateway's address, as programs
 * expect; but no route makes the subnet a neighbourhood, so everything goes by the router, and nothing asks by ARP.
 */
function portLines(port: NamedPort): string[] {
  const prefix = (cidr: string) => cidr.split('/')[1] ?? '';
  const { ipv6 } = port;
  const lines = (address: string, length: string, gateway: string, option: string) => [
    `address replace ${address}/${length} dev eth0 noprefixroute${option}`,
    `neighbour replace ${gateway} lladdr ${routerMac} dev eth0 nud permanent`,
    `route replace ${gateway} dev eth0`,
    `route replace default via ${gateway} dev eth0`,
  ];
  return [
    'link set lo up',
    'link set eth0 up',
    ...lines(port.address, prefix(port.subnetCidr), port.gatewayAddress, ''),
    ...(ipv6 === undefined
      ? []
      : lines(ipv6.address, prefix(ipv6.subnetCidr), ipv6.gatewayAddress, ' nodad')),
  ];
}

function namedPort(record: PortRecord): NamedPort {
  return { ...record.spec, short: record.short };
}
