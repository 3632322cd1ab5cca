import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostFault } from '../machine/fault.js';
import type { EgressOptions, Places } from '../machine/places.js';
import { run } from '../machine/run.js';
import { createSerial } from '../machine/serial.js';
import { refusedRanges } from './egressRanges.js';
import { allowCable, allowForwarding, restoreForwarding } from './forwarding.js';
import { hostScript, hostTable, uplinkPrefix } from './hostScript.js';
import { configure, runInside } from './namespaces.js';
import type { Uplink } from './ruleScripts.js';

/** The router's end of its cable to the machine. */
const routerEnd = 'uplink';
const routerEndMac = '02:64:70:00:00:02';
const hostEndMac = '02:64:70:00:00:03';

/** What is done to the machine's own network is done one after the other. */
const turns = createSerial();

/** The machine's end of a router's cable. */
export function uplinkName(places: Places, router: string): string {
  return `${uplinkPrefix(places.instance)}${keyOf(router).slice(0, 5)}`;
}

/**
 * Connects a router to the outside, or cuts it off when the settings name no interface. Safe to repeat.
 * @returns what the router's rules need to know of it
 */
export async function settleUplink(
  places: Places,
  router: string,
  families: { readonly ipv6: boolean },
): Promise<Uplink | undefined> {
  const { egress } = places;
  if (egress === undefined) {
    await cutUplink(places, router);
    return undefined;
  }
  await turns.run('host', () => connect(places, egress, router, families));
  return { device: routerEnd, refused: await refusedRanges(), allowed: egress.allowed };
}

/** Takes away a router's cable, and with the last one all that was changed on the machine for them. */
export function cutUplink(places: Places, router: string): Promise<void> {
  return turns.run('host', async () => {
    const name = uplinkName(places, router);
    const before = await uplinksOf(places);
    if (before.includes(name)) await deleteLink(places, name);
    else if (before.length > 0 || (places.egress === undefined && before.length === 0)) return;
    await tidyHost(places);
  });
}

/** Takes away cables whose router is not there, and our table when nobody needs it. For the start. */
export function tidyUplinks(places: Places, routers: readonly string[]): Promise<void> {
  return turns.run('host', async () => {
    const needed = new Set(routers.map((router) => uplinkName(places, router)));
    for (const name of await uplinksOf(places)) {
      if (!needed.has(name) || places.egress === undefined) await deleteLink(places, name);
    }
    await tidyHost(places);
  });
}

/** What is left on the machine of a router that is gone, in words. */
export async function uplinkLeftovers(places: Places, routers: readonly string[]): Promise<string[]> {
  const needed = new Set(routers.map((router) => uplinkName(places, router)));
  return (await uplinksOf(places)).filter((name) => !needed.has(name)).map((name) => `interface ${name}`);
}

async function connect(
  places: Places,
  egress: EgressOptions,
  router: string,
  families: { readonly ipv6: boolean },
): Promise<void> {
  const name = uplinkName(places, router);
  const guards = await allowForwarding(recordOf(places), egress.device, families);
  const rules = { instance: places.instance, device: egress.device, transit6: transit6(places), guards };
  // First the rules, then what they are for.
  await run('nft', ['-f', '-'], { input: Buffer.from(hostScript(rules)) });
  const inside = await runInside(router, 'ip', ['-o', 'link', 'show']);
  const isInside = new RegExp(`^\\d+: ${routerEnd}@`, 'm').test(inside);
  const isOutside = (await uplinksOf(places)).includes(name);
  if (isOutside && !isInside) await deleteLink(places, name);
  if (!isOutside && isInside) await runInside(router, 'ip', ['link', 'delete', routerEnd]);
  if (!isOutside || !isInside) {
    await configureHost([
      `link add ${name} address ${hostEndMac} type veth peer name ${routerEnd} netns ${router} address ${routerEndMac}`,
    ]);
  }
  const { host, inner, host6, inner6 } = await pickAddresses(places, router, name);
  const six = families.ipv6;
  await configureHost([
    `link set ${name} addrgenmode none`,
    `address replace ${host}/31 dev ${name}`,
    ...(six ? [`address replace ${host6}/127 dev ${name} nodad`] : []),
    `link set ${name} up`,
    `neighbour replace ${inner} lladdr ${routerEndMac} dev ${name} nud permanent`,
    ...(six ? [`neighbour replace ${inner6} lladdr ${routerEndMac} dev ${name} nud permanent`] : []),
  ]);
  await allowCable(name);
  const way = (own: string, length: number, gateway: string, option = '') => [
    `address replace ${own}/${length} dev ${routerEnd}${option}`,
    `neighbour replace ${gateway} lladdr ${hostEndMac} dev ${routerEnd} nud permanent`,
    `route replace default via ${gateway} dev ${routerEnd}`,
  ];
  await configure(router, [
    `link set ${routerEnd} up`,
    ...way(inner, 31, host),
    ...(six ? way(inner6, 127, host6, ' nodad') : []),
  ]);
}

/** A pair of addresses that nothing else on the machine has, the same again for a cable that is there. */
async function pickAddresses(places: Places, router: string, name: string) {
  const shown = await run('ip', ['-o', '-4', 'address', 'show']);
  const taken = new Map<string, string>();
  for (const [, device = '', address = ''] of shown.matchAll(/^\d+: (\S+) +inet ([\d.]+)/gm)) {
    taken.set(address, device);
  }
  const pairs = 32_768;
  const first = Number.parseInt(createHash('sha256').update(router).digest('hex').slice(0, 8), 16);
  for (let step = 0; step < pairs; step += 1) {
    const number = (first + step) % pairs;
    const at = (end: 0 | 1) => `198.19.${number >> 7}.${(number & 127) * 2 + end}`;
    const free = [at(0), at(1)].every((each) => (taken.get(each) ?? name) === name);
    const six = (end: 0 | 1) => `${transit6(places).replace('/64', '')}${number.toString(16)}:${end}`;
    if (free) return { host: at(0), inner: at(1), host6: six(0), inner6: six(1) };
  }
  throw new HostFault('capacity', 'all addresses for cables between routers and this machine are in use');
}

/** The range of this instance's cables, of RFC 4193. */
function transit6({ instance }: Places): string {
  return `fd64:7000:${instance.slice(0, 4)}:${instance.slice(4)}::/64`;
}

async function tidyHost(places: Places): Promise<void> {
  if ((await uplinksOf(places)).length > 0) return;
  const table = hostTable(places.instance);
  await run('nft', ['-f', '-'], { input: Buffer.from(`add table ${table}\ndelete table ${table}\n`) });
  await restoreForwarding(recordOf(places));
}

function recordOf(places: Places): string {
  return join(places.stateDir, 'forwarding.json');
}

async function uplinksOf(places: Places): Promise<string[]> {
  const table = await readFile('/proc/self/net/dev', 'utf8');
  return table
    .split('\n')
    .map((line) => line.split(':')[0]?.trim() ?? '')
    .filter((name) => name.startsWith(uplinkPrefix(places.instance)));
}

async function deleteLink(places: Places, name: string): Promise<void> {
  await run('ip', ['link', 'delete', name]).catch(async (error: unknown) => {
    // It goes by itself with its router, perhaps between our look and our call.
    if ((await uplinksOf(places)).includes(name)) throw error;
  });
}

function configureHost(lines: readonly string[]): Promise<string> {
  return run('ip', ['-batch', '-'], { input: Buffer.from(`${lines.join('\n')}\n`) });
}

/** The hexadecimal digits at the end of a router's name. */
function keyOf(router: string): string {
  return router.slice(router.lastIndexOf('-') + 1);
}
