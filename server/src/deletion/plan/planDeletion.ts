import { createHash } from 'node:crypto';
import { holdsData, type ItemKind } from '../../engines/contract.js';
import type { DesktopId, DesktopUserId, Generation, ItemId, KeyId, ProviderId } from '../../ids.js';
import { decideMail, decideUser, type MailFate, type UserFate } from './userFate.js';

/** What a caller may say about a deletion (docs/reference/deletion.md#flags). */
export interface DeletionFlags {
  readonly deleteUsers: boolean;
  readonly emailNotification: boolean;
  readonly force: boolean;
}

/** What a desktop is made of, who has it, and what the tenant has settled, as recorded when the plan is made. */
export interface Inventory {
  readonly desktopId: DesktopId;
  readonly items: readonly InventoryItem[];
  readonly users: readonly InventoryUser[];
  /** The tenant's own switch: a mail needs the call's consent and the tenant's. */
  readonly tenantSendsMail: boolean;
  /** What stays of the desktop under a key of the items, where only a part of it goes. */
  readonly staying?: readonly { readonly id: ItemId; readonly keyId: KeyId }[];
}

export interface InventoryItem {
  readonly id: ItemId;
  readonly kind: ItemKind;
  readonly state: 'intended' | 'present' | 'absent';
  /** Whether we created it: what was there before is detached, never deleted (S2). */
  readonly ownership: 'created' | 'preexisting';
  readonly providerId: ProviderId | null;
  readonly generation: Generation | null;
  /** Which key its data are encrypted under; null: none, or not created yet. */
  readonly keyId: KeyId | null;
}

export interface InventoryUser {
  readonly id: DesktopUserId;
  readonly name: string;
  readonly email: string;
  /** Desktops that the user can open besides this one, also ones being created, and those of the user's groups. */
  readonly otherDesktops: number;
}

/** A closed list of what goes and what stays: nothing outside it is ever touched (S1). One type for preview and execution (S15). */
export interface DeletionPlan {
  readonly desktopId: DesktopId;
  readonly flags: DeletionFlags;
  readonly items: readonly PlannedItem[];
  readonly users: readonly PlannedUser[];
  /** What the plan stands for: any two plans that would do the same have the same digest, whenever they were made. */
  readonly digest: string;
}

export interface PlannedItem {
  readonly id: ItemId;
  readonly kind: ItemKind;
  readonly providerId: ProviderId | null;
  readonly generation: Generation | null;
  /** Whether its data are encrypted; null: it holds none, or does not exist yet. */
  readonly encrypted: boolean | null;
  /** The key of its data: destroyed with the last item under it that is deleted. */
  readonly keyId: KeyId | null;
  /** What is in no plan, stays, and needs the key; left out: nothing. */
  readonly keyNeededBy?: ItemId;
  readonly intent: 'delete' | 'detach';
  readonly reason: 'part-of-the-desktop' | 'preexisting';
  /** Items of a stage are dealt with side by side; the next stage waits for all of them. */
  readonly stage: number;
}

export interface PlannedUser {
  readonly id: DesktopUserId;
  readonly name: string;
  readonly email: string;
  /** `decide`: decided when the desktop ends. */
  readonly intent: 'keep' | 'decide';
  /** What the decision would be now. */
  readonly forecast: UserFate;
  readonly mail: MailFate;
}

/**
 * The server goes first: disks and ports cannot go while it uses them, and must not while it runs. Snapshots go beside it, so that
 * none is left of a disk that is no more (S18).
 */
export function stageOf(kind: ItemKind): number {
  return kind === 'server' || kind === 'snapshot' ? 0 : 1;
}

const kindsAsTheyGo: readonly ItemKind[] = ['server', 'snapshot', 'volume', 'port'];

/** Items in the order in which they go, for whoever looks at them: by stage, in a stage by kind. Plans and proofs keep their own. */
export function asTheyGo<Each extends { readonly kind: ItemKind; readonly stage: number }>(
  items: readonly Each[],
): Each[] {
  const placeOf = ({ kind }: Each): number => kindsAsTheyGo.indexOf(kind);
  return items.toSorted((one, other) => one.stage - other.stage || placeOf(one) - placeOf(other));
}

/** Every item that is not known to be gone already, in the order in which it goes, and what is to be decided of each user. */
export function planDeletion(inventory: Inventory, flags: DeletionFlags): DeletionPlan {
  const items = inventory.items
    .filter((item) => item.state !== 'absent')
    .map((item): PlannedItem => {
      const { id, kind, providerId, generation, keyId } = item;
      const ours = item.ownership === 'created';
      const staying = keyId === null ? undefined : inventory.staying?.find((each) => each.keyId === keyId);
      return {
        id,
        kind,
        providerId,
        generation,
        encrypted: holdsData(kind) && providerId !== null ? keyId !== null : null,
        keyId,
        ...(staying === undefined ? {} : { keyNeededBy: staying.id }),
        intent: ours ? 'delete' : 'detach',
        reason: ours ? 'part-of-the-desktop' : 'preexisting',
        stage: stageOf(kind),
      };
    })
    .sort((one, other) => one.stage - other.stage || compare(one.id, other.id));
  const users = inventory.users
    .map((user) => planUser(user, flags, inventory.tenantSendsMail))
    .sort((one, other) => compare(one.id, other.id));
  const { desktopId } = inventory;
  return { desktopId, flags, items, users, digest: digestOf(desktopId, flags, items, users) };
}

function planUser(user: InventoryUser, flags: DeletionFlags, tenantSendsMail: boolean): PlannedUser {
  const { id, name, email, otherDesktops } = user;
  return {
    id,
    name,
    email,
    intent: flags.deleteUsers ? 'decide' : 'keep',
    forecast: decideUser(flags.deleteUsers, otherDesktops),
    mail: decideMail(flags.emailNotification, tenantSendsMail, email),
  };
}

/** Covers inventory, generations, keys and flags; never times, states, names or texts (docs/reference/choices.md#plan-and-if-match). */
function digestOf(
  desktopId: DesktopId,
  flags: DeletionFlags,
  items: readonly PlannedItem[],
  users: readonly PlannedUser[],
): string {
  const covered = [
    desktopId,
    [flags.deleteUsers, flags.emailNotification, flags.force],
    items.map(({ id, kind, providerId, generation, intent, keyId, keyNeededBy }) => [
      id,
      kind,
      providerId,
      generation,
      intent,
      ...(keyId === null ? [] : [keyId]),
      ...(keyNeededBy === undefined ? [] : ['key stays']),
    ]),
    users.map((user) => [user.id, user.intent, user.forecast.outcome, user.mail]),
  ];
  return createHash('sha256').update(JSON.stringify(covered)).digest('hex');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What a deletion does with the key of an item's data. */
export type KeyFate =
  | { readonly intent: 'destroy' }
  /** Its own data stay, or those of another item under the same key do. */
  | { readonly intent: 'keep'; readonly neededBy: ItemId };

/** A key goes with the last item under it, and so not while one of them stays. @returns undefined where there is no key */
export function decideKey(item: PlannedItem, items: readonly PlannedItem[]): KeyFate | undefined {
  if (item.keyId === null) return undefined;
  if (item.keyNeededBy !== undefined) return { intent: 'keep', neededBy: item.keyNeededBy };
  const staying = [item, ...items].find(({ keyId, intent }) => keyId === item.keyId && intent === 'detach');
  return staying === undefined ? { intent: 'destroy' } : { intent: 'keep', neededBy: staying.id };
}
