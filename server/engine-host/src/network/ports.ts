import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { prefixOf } from '../items/items.js';
import type { PortRecord } from '../items/records.js';
import { systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { run } from '../machine/run.js';

const namespaceDir = '/run/netns';

/** The path under which a port's network namespace can be entered. */
export function namespacePath(places: Places, short: string): string {
  return join(namespaceDir, places.networkNamespace(short));
}

/**
 * Makes the port's network namespace with its address and default route, from whatever an earlier attempt left.
 * The host end of the cable stays down, without address and without bridge: nothing passes, neither to the host nor to
 * the LAN nor to another desktop.
 * @throws {HostFault}
 */
export async function makePort(places: Places, record: PortRecord): Promise<void> {
  await removePort(places, record.short);
  const namespace = places.networkNamespace(record.short);
  const { spec } = record;
  const inside = (...args: string[]) => run('ip', ['-n', namespace, ...args]);
  await run('ip', ['netns', 'add', namespace]);
  const cable = [
    ['link', 'add', places.hostInterface(record.short), 'type', 'veth'],
    ['peer', 'name', 'eth0', 'netns', namespace, 'address', spec.macAddress],
  ].flat();
  await run('ip', cable);
  await inside('link', 'set', 'lo', 'up');
  await inside('address', 'add', `${spec.address}/${prefixOf(spec.subnetCidr)}`, 'dev', 'eth0');
  await inside('link', 'set', 'eth0', 'up');
  await inside('route', 'add', 'default', 'via', spec.gatewayAddress, 'dev', 'eth0');
}

/** Makes the port again when the machine has forgotten it (network namespaces do not survive a reboot). */
export async function ensurePort(places: Places, record: PortRecord): Promise<void> {
  if ((await portLeftovers(places, record.short)).length < 2) await makePort(places, record);
}

/** Takes away what there is of a port. @throws {HostFault} when something does not go */
export async function removePort(places: Places, short: string): Promise<void> {
  const device = places.hostInterface(short);
  if (await hasInterface(device)) {
    await run('ip', ['link', 'delete', device]).catch(async (error: unknown) => {
      // The kernel removes it by itself once the namespace is gone, perhaps between our look and our call.
      if (await hasInterface(device)) throw error;
    });
  }
  const path = namespacePath(places, short);
  if (await exists(path)) await run('ip', ['netns', 'delete', places.networkNamespace(short)]);
}

/** What is still there of a port, in words. */
export async function portLeftovers(places: Places, short: string): Promise<string[]> {
  const left: string[] = [];
  const device = places.hostInterface(short);
  if (await hasInterface(device)) left.push(`interface ${device}`);
  const path = namespacePath(places, short);
  if (await exists(path)) left.push(`network namespace ${path}`);
  return left;
}

async function hasInterface(name: string): Promise<boolean> {
  const table = await readFile('/proc/self/net/dev', 'utf8');
  return table.split('\n').some((line) => line.trim().startsWith(`${name}:`));
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
