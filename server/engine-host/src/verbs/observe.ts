import { lstat } from 'node:fs/promises';
import type { Erasure } from '../disks/erasures.js';
import { diskLeftovers, pathLeftover } from '../disks/leftovers.js';
import type { Inventory } from '../items/inventory.js';
import { isServer, isVolume } from '../items/inventory.js';
import type { ItemRef } from '../items/items.js';
import type { ItemRecord, ServerRecord } from '../items/records.js';
import { systemCode } from '../machine/fault.js';
import { portLeftovers } from '../network/ports.js';
import { isFrozen } from '../sandbox/cgroups.js';
import { isRunning, serverLeftovers } from '../sandbox/servers.js';

export type SeenStatus =
  | 'building'
  | 'active'
  | 'hibernated'
  | 'shutoff'
  | 'error'
  | 'deleting'
  | 'available'
  | 'in-use';

export type SeenItem =
  | {
      readonly state: 'present';
      readonly status: SeenStatus;
      /** Path of the screen's socket, for an active server. */
      readonly screen: string | null;
      readonly failure: string | null;
      /** Of a disk: the identifier of its key, null when it is not encrypted. */
      readonly keyId?: string | null;
      readonly sizeGiB?: number;
    }
  /** `erased`: the key that went with the item. The kernel has dropped it too. */
  | { readonly state: 'absent'; readonly erased?: Erasure }
  | { readonly state: 'replaced' }
  | { readonly state: 'unknown'; readonly reason: string };

/** Looks at one item: what its record says and what the machine shows. */
export async function observe(inventory: Inventory, ref: ItemRef): Promise<SeenItem> {
  const record = inventory.byId(ref.kind, ref.id);
  if (record === undefined) {
    const left = await remainsOf(inventory, ref);
    if (left.length === 0) {
      const erased = inventory.disks.erasures.of(ref);
      return erased === undefined ? { state: 'absent' } : { state: 'absent', erased };
    }
    return { state: 'unknown', reason: `no record, but still there: ${left.join(', ')}` };
  }
  if (record.generation !== ref.generation) return { state: 'replaced' };
  const status = isServer(record) ? await serverStatus(inventory, record) : thingStatus(inventory, record);
  const screen = status === 'active' ? inventory.places.screen(record.short) : null;
  const disk = isVolume(record) ? { keyId: record.keyId, sizeGiB: record.spec.sizeGiB } : {};
  return { state: 'present', status, screen, failure: record.failure, ...disk };
}

/** What the machine still holds of an item that has no record (any more), in words. */
export async function remainsOf(inventory: Inventory, ref: ItemRef): Promise<string[]> {
  const short = ref.id.slice(0, 6);
  const heir = inventory.all().some((each) => each.short === short);
  if (heir) return [];
  if (ref.kind === 'server') return serverLeftovers(inventory, { short, uid: undefined });
  if (ref.kind === 'port') return portLeftovers(inventory.places, short);
  if (ref.kind === 'snapshot') return pathLeftover(inventory.places.snapshotImage(short));
  const key = inventory.snapshotsOf(ref.id).length === 0 && (await inventory.disks.keys.holds(ref.id));
  return [...(await diskLeftovers(inventory.places, short)), ...(key ? [`key of the disk ${ref.id}`] : [])];
}

function thingStatus(inventory: Inventory, record: ItemRecord): SeenStatus {
  if (record.phase === 'removing') return 'deleting';
  if (record.phase === 'making') return 'building';
  if (record.phase === 'failed') return 'error';
  return inventory.usersOf(record).length > 0 ? 'in-use' : 'available';
}

async function serverStatus(inventory: Inventory, server: ServerRecord): Promise<SeenStatus> {
  if (server.phase === 'removing') return 'deleting';
  if (server.phase === 'making') return 'building';
  if (server.phase === 'failed') return 'error';
  // The screen's outside name exists from its first banner to the end of the run.
  const active = isRunning(inventory, server) && (await exists(inventory.places.screen(server.short)));
  if (!active) return 'shutoff';
  return server.hibernated && isFrozen(inventory.cgroups, server.short) ? 'hibernated' : 'active';
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
