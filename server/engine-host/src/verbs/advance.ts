import { makeVolume, removeVolume, volumeLeftovers } from '../disks/volumes.js';
import { type Inventory, isPort, isServer, isVolume } from '../items/inventory.js';
import type { ItemRecord, ServerRecord } from '../items/records.js';
import { asFault, HostFault } from '../machine/fault.js';
import { ensurePort, portLeftovers, removePort } from '../network/ports.js';
import { removeServer, serverLeftovers, startServer, stopServer } from '../sandbox/servers.js';

/**
 * Brings the machine to what an item's record says, from wherever an earlier attempt stopped. Must not run twice at
 * once for one item.
 * @returns what went wrong, also kept in the record, or undefined
 */
export async function advance(inventory: Inventory, record: ItemRecord): Promise<HostFault | undefined> {
  if (inventory.byId(record.spec.kind, record.id) !== record) return undefined;
  try {
    await (record.phase === 'removing' ? finishRemoval(inventory, record) : carryOn(inventory, record));
    return undefined;
  } catch (error) {
    const fault = asFault(error);
    record.failure = fault.message;
    if (record.phase === 'making') record.phase = 'failed';
    if (isServer(record)) record.pending = null;
    await inventory.save(record);
    return fault;
  }
}

/** What is still there of an item on this machine, in words; nothing at all is the proof of its absence. */
export async function leftoversOf(inventory: Inventory, record: ItemRecord): Promise<string[]> {
  if (isServer(record)) return serverLeftovers(inventory, record);
  return isVolume(record)
    ? volumeLeftovers(inventory.places, record.short)
    : portLeftovers(inventory.places, record.short);
}

async function finishRemoval(inventory: Inventory, record: ItemRecord): Promise<void> {
  if (isServer(record)) await removeServer(inventory, record, record.pendingHard);
  else if (isVolume(record)) await removeVolume(inventory.places, record.short);
  else if (isPort(record)) await removePort(inventory.places, record);
  const left = await leftoversOf(inventory, record);
  if (left.length > 0) throw new HostFault('internal', `still there: ${left.join(', ')}`);
  await inventory.forget(record);
}

async function carryOn(inventory: Inventory, record: ItemRecord): Promise<void> {
  if (isServer(record)) return carryOutPower(inventory, record);
  if (record.phase === 'ready') return;
  if (isVolume(record)) await makeVolume(inventory.places, record);
  else if (isPort(record)) await ensurePort(inventory.places, record);
  await becomeReady(inventory, record);
}

async function carryOutPower(inventory: Inventory, server: ServerRecord): Promise<void> {
  const action = server.pending;
  if (action === null) return;
  if (action !== 'start') await stopServer(inventory, server, server.pendingHard);
  if (action !== 'stop') await startServer(inventory, server);
  // Another action may have been asked for meanwhile; it then has its own turn.
  if (server.pending === action) server.pending = null;
  await becomeReady(inventory, server);
}

async function becomeReady(inventory: Inventory, record: ItemRecord): Promise<void> {
  if (record.phase !== 'removing') record.phase = 'ready';
  record.failure = null;
  await inventory.save(record);
}
