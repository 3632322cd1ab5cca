import type { ItemKind } from '../engines/contract.js';
import type { DesktopUserId, ItemId } from '../ids.js';

/** What a caller may say about a deletion (seed page, query parameters). */
export interface DeletionFlags {
  readonly deleteUsers: boolean;
  readonly emailNotification: boolean;
  readonly force: boolean;
}

/** What a desktop is made of and who has it, as recorded when the plan is made. */
export interface Inventory {
  readonly items: readonly InventoryItem[];
  readonly users: readonly InventoryUser[];
}

export interface InventoryItem {
  readonly id: ItemId;
  readonly kind: ItemKind;
  readonly state: 'intended' | 'present' | 'absent';
}

export interface InventoryUser {
  readonly id: DesktopUserId;
  readonly name: string;
  readonly email: string;
}

/** A closed list of what goes: nothing outside it is ever touched (S1). */
export interface DeletionPlan {
  readonly items: readonly PlannedItem[];
  readonly users: readonly InventoryUser[];
}

export interface PlannedItem {
  readonly id: ItemId;
  readonly kind: ItemKind;
  readonly intent: 'delete';
  /** Items of a stage are dealt with side by side; the next stage waits for all of them. */
  readonly stage: number;
}

/** The server goes first: disks and ports that it still uses cannot go, and must not while it runs. */
const stages: Record<ItemKind, number> = { server: 0, volume: 1, port: 1 };

/** Every item that is not known to be gone already, in the order in which it goes. */
export function planDeletion(inventory: Inventory): DeletionPlan {
  return {
    items: inventory.items
      .filter((item) => item.state !== 'absent')
      .map((item) => ({ id: item.id, kind: item.kind, intent: 'delete', stage: stages[item.kind] })),
    users: inventory.users,
  };
}

/**
 * Whether a desktop's running task stands against a deletion (design §5). Force has no such guard (S13); a deletion that
 * runs already does not stand against itself.
 */
export function taskForbidsDeletion(taskStatus: string, force: boolean): boolean {
  if (force) return false;
  return taskStatus !== '' && taskStatus !== 'deleting' && taskStatus !== 'deleteFailed';
}
