import { type Inventory, isServer, sameDesktop } from '../items/inventory.js';
import type { ItemRef, ServerSize, ServerSpec } from '../items/items.js';
import type { ItemRecord, ServerRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { isFrozen } from '../sandbox/cgroups.js';
import { isRunning } from '../sandbox/servers.js';
import { showNotice } from '../sandbox/showNotice.js';
import type { RunningDesktop } from '../sandbox/transferFiles.js';

/**
 * Gives a server other cores and memory: on record, for its next start.
 * @throws {HostFault} `not-found`, or `conflict` unless it is off
 */
export async function resizeServer(inventory: Inventory, ref: ItemRef, size: ServerSize): Promise<void> {
  await change(inventory, ref, (server) => {
    server.spec = { ...server.spec, vcpus: size.vcpus, memoryMiB: size.memoryMiB };
  });
}

/**
 * Puts a server on another port: on record, for its next start. The port that it had is then used by nothing and can go.
 * @throws {HostFault} `not-found`, or `conflict` unless the server is off and the port nobody else's
 */
export async function connectServer(
  inventory: Inventory,
  ref: ItemRef,
  ports: readonly ItemRef[],
): Promise<void> {
  await change(inventory, ref, (server) => {
    for (const port of ports) requireUsable(inventory, server.spec, port, server);
    server.spec = { ...server.spec, ports };
  });
}

/** Shows a message on the screen of a server. @throws {HostFault} `not-found`, or `conflict` unless it runs */
export async function notify(inventory: Inventory, ref: ItemRef, text: string): Promise<void> {
  await showNotice(runningDesktop(inventory, ref), text);
}

/** A desktop that something can be done inside of. @throws {HostFault} `not-found`, or `conflict` unless it runs */
export function runningDesktop(inventory: Inventory, ref: ItemRef): RunningDesktop {
  const record = findServer(inventory, ref);
  if (record.phase === 'removing') throw new HostFault('conflict', `server ${ref.id} is being removed`);
  if (!isRunning(inventory, record)) throw new HostFault('conflict', `server ${ref.id} is off`);
  if (isFrozen(inventory.cgroups, record.short))
    throw new HostFault('conflict', `server ${ref.id} hibernates`);
  return { places: inventory.places, short: record.short };
}

/**
 * An item that a server may use.
 * @param user the server, where it is there already
 * @throws {HostFault} `not-found` when it is not there, `refused` when it is another desktop's, `conflict` when another server uses it
 */
export function requireUsable(
  inventory: Inventory,
  spec: ServerSpec,
  ref: ItemRef,
  user?: ServerRecord,
): ItemRecord {
  const item = inventory.byId(ref.kind, ref.id);
  if (item === undefined || item.generation !== ref.generation || item.phase === 'removing')
    throw new HostFault('not-found', `there is no ${ref.kind} ${ref.id} of this generation`);
  const isOwn =
    item.spec.kind === 'port' ? item.spec.projectId === spec.projectId : sameDesktop(item.spec, spec);
  if (!isOwn) throw new HostFault('refused', `the ${item.spec.kind} ${item.id} belongs to another desktop`);
  const other = inventory.usersOf(item).find((each) => each !== user);
  if (other !== undefined)
    throw new HostFault(
      'conflict',
      `the ${ref.kind} ${ref.id} is in use by the desktop ${other.spec.hostName}`,
    );
  return item;
}

/** Changes the record of a server that is off. Nothing is awaited between the look and the change. */
export async function change(
  inventory: Inventory,
  ref: ItemRef,
  apply: (server: ServerRecord) => void,
): Promise<void> {
  const server = findServer(inventory, ref);
  const isOff = server.pending === null || server.pending === 'stop';
  if (server.phase !== 'ready' || !isOff || isRunning(inventory, server))
    throw new HostFault('conflict', `the desktop ${server.spec.hostName} must be off to be changed`);
  const before = server.spec;
  apply(server);
  try {
    await inventory.save(server);
  } catch (error) {
    server.spec = before;
    throw error;
  }
}

/** @throws {HostFault} `not-found` */
export function findServer(inventory: Inventory, ref: ItemRef): ServerRecord {
  const server = inventory.byId('server', ref.id);
  if (server === undefined || !isServer(server) || server.generation !== ref.generation)
    throw new HostFault('not-found', `there is no server ${ref.id} of this generation`);
  return server;
}
