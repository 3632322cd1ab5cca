import { closeDisk, openDisk } from '../disks/openDisk.js';
import { removeKeyed } from '../disks/removeDisk.js';
import { makeSnapshot } from '../disks/snapshots.js';
import { letWrite } from '../disks/spaceGuard.js';
import { type Inventory, isPort, isServer, isSnapshot, isVolume } from '../items/inventory.js';
import type { ItemRecord, ServerRecord } from '../items/records.js';
import { asFault, HostFault } from '../machine/fault.js';
import { ensurePort, removePort } from '../network/ports.js';
import { hibernateServer, removeServer, startServer, stopServer, wakeServer } from '../sandbox/servers.js';

/**
 * Brings the machine to what an item's record says, from wherever an earlier attempt stopped. Must not run twice at
 * once for one item.
 * @returns what went wrong, also kept in the record, or undefined
 */
export async function advance(inventory: Inventory, record: ItemRecord): Promise<HostFault | undefined> {
  if (inventory.byId(record.spec.kind, record.id) !== record) return undefined;
  const action = isServer(record) ? record.pending : null;
  try {
    await (record.phase === 'removing' ? finishRemoval(inventory, record) : carryOn(inventory, record));
    return undefined;
  } catch (error) {
    const fault = asFault(error);
    record.failure = fault.message;
    if (record.phase === 'making') record.phase = 'failed';
    // Another action may have been asked for meanwhile; it then has its own turn.
    if (isServer(record) && record.pending === action) record.pending = null;
    await inventory.save(record);
    return fault;
  }
}

async function finishRemoval(inventory: Inventory, record: ItemRecord): Promise<void> {
  if (isVolume(record) || isSnapshot(record)) return removeKeyed(inventory, record);
  if (isServer(record)) await letWrite(inventory, record);
  const left = isServer(record)
    ? await removeServer(inventory, record, record.pendingHard)
    : await removePort(inventory.places, record);
  if (left.length > 0) throw new HostFault('internal', `still there: ${left.join(', ')}`);
  await inventory.forget(record);
}

async function carryOn(inventory: Inventory, record: ItemRecord): Promise<void> {
  if (isServer(record)) return carryOutPower(inventory, record);
  if (record.phase === 'ready') return;
  if (isVolume(record)) await openDisk(inventory, record);
  else if (isSnapshot(record)) await makeSnapshot(inventory, record);
  else if (isPort(record)) await ensurePort(inventory.places, record);
  await becomeReady(inventory, record);
}

async function carryOutPower(inventory: Inventory, server: ServerRecord): Promise<void> {
  const action = server.pending;
  if (action === null) return;
  if (action === 'stop' || action === 'reboot') await letWrite(inventory, server);
  if (action === 'stop' || action === 'reboot') await stopServer(inventory, server, server.pendingHard);
  if (action === 'stop') await closeDisks(inventory, server);
  if (action === 'start' || action === 'reboot') await startServer(inventory, server);
  if (action === 'hibernate') await hibernateServer(inventory, server);
  if (action === 'wake') await wakeServer(inventory, server);
  if (server.pending === action) server.pending = null;
  await becomeReady(inventory, server);
}

/** Of a desktop that is off the kernel has no key. */
async function closeDisks(inventory: Inventory, server: ServerRecord): Promise<void> {
  for (const disk of inventory.volumesOf(server)) await closeDisk(inventory, disk);
}

async function becomeReady(inventory: Inventory, record: ItemRecord): Promise<void> {
  if (record.phase !== 'removing') record.phase = 'ready';
  record.failure = null;
  await inventory.save(record);
}
