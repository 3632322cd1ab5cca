import type { DeletionItemRow } from './ledger.js';
import { advanceDeletion } from './memoryFinish.js';
import { isAlive, query, type Transaction, transact } from './process.js';
import {
  type Claim,
  type DeletionStore,
  type DesktopId,
  type ItemEnd,
  type ItemId,
  isFailing,
  type ProviderRef,
} from './production.js';
import { noteEnded, noteHeldWrite } from './safety.js';
import { momentAfter, type Process, type World } from './world.js';

const hiddenFor = 60_000;

/** The store of deletions in memory: what each statement of the one on PostgreSQL does, in the same transactions. */
export function createMemoryStore(world: World, process: Process): DeletionStore {
  const { ledger, scheduler } = world;
  const run = <T>(name: string, perform: () => T | Promise<T>): Promise<T> =>
    query(world, process, name, perform);

  /** The item, if the claim still holds: every write of a claim is fenced by the worker that holds it. */
  const held = (claim: Claim): DeletionItemRow | undefined => {
    const row = ledger.deletionItems.get(claim.itemId);
    if (row === undefined || row.ended !== null) return undefined;
    if (world.rules.fenceClaims && row.worker !== claim.worker) return undefined;
    noteHeldWrite(world, claim, row);
    ledger.version += 1;
    return row;
  };

  return {
    claim: (worker, limit) =>
      run(`claim as ${worker}`, () => (isAlive(world, worker) ? takeDue(world, worker, limit) : [])),
    postpone: (claim, change) =>
      run(`postpone ${claim.itemId} ${Math.round(change.inMilliseconds)} ${change.error ?? ''}`, () => {
        const row = held(claim);
        if (row === undefined) return;
        row.dueAt = scheduler.now() + change.inMilliseconds;
        row.worker = null;
        row.seenAbsent = change.seenAbsent ?? 0;
        row.firstAbsentAt =
          change.seenAbsent === undefined ? null : (row.firstAbsentAt ?? itemNow(world, row));
        if (change.attempts !== undefined) row.attempts = change.attempts;
        if (change.seenAbsent === undefined) endAbsenceClaim(world, claim.itemId);
      }),
    recordAsked: (claim) =>
      run(`recordAsked ${claim.itemId}`, () => {
        const row = held(claim);
        if (row === undefined) return false;
        row.askedAt = scheduler.now();
        row.firstAskedAt ??= itemNow(world, row);
        row.firstAbsentAt = null;
        row.asks += 1;
        endAbsenceClaim(world, claim.itemId);
        row.seenAbsent = 0;
        return true;
      }),
    recordNotAsked: (claim) =>
      run(`recordNotAsked ${claim.itemId}`, () => {
        const row = held(claim);
        if (row !== undefined) row.askedAt = null;
      }),
    recordCreation: (itemId, ref) =>
      run(`recordCreation ${itemId} ${ref.id}`, () => giveCreation(world, process, itemId, ref)),
    end: (claim, end) =>
      run(`end ${claim.itemId} ${end.ended} ${end.grade}`, () =>
        transact(world, process, async (transaction) => {
          await transaction.lock(`deletion:${claim.desktopId}`);
          await transaction.next();
          await transaction.lock(`deletion item:${claim.itemId}`);
          const row = held(claim);
          if (row === undefined) return false;
          await transaction.lock(`item:${claim.itemId}`);
          transaction.write(() => {
            row.ended = end.ended;
            row.endedAt = itemNow(world, row);
            row.firstAbsentAt ??= row.endedAt;
            row.grade = end.grade;
            row.keyDestroyedAt = withinDeletion(world, row, end);
            row.dueAt = null;
            row.worker = null;
            const item = ledger.items.get(claim.itemId);
            if (end.ended === 'absent' && item !== undefined) item.state = 'absent';
            noteEnded(world, row, end);
          });
          await transaction.next();
          await advanceDeletion(world, transaction, claim);
          return true;
        }),
      ),
    showWhetherFailing: (desktopId) =>
      run(`showWhetherFailing ${desktopId}`, () =>
        transact(world, process, async (transaction) => {
          await transaction.lock(`deletion:${desktopId}`);
          await showWhetherFailing(world, transaction, desktopId);
        }),
      ),
  };
}

/** The transaction holds the deletion's row. @param ended an item whose end is written in it but not seen by others yet */
async function showWhetherFailing(
  world: World,
  transaction: Transaction,
  desktopId: DesktopId,
  ended?: ItemId,
): Promise<void> {
  const { ledger } = world;
  const deletion = ledger.deletions.get(desktopId);
  const failing = [...ledger.deletionItems.values()].some(
    (row) => row.desktopId === desktopId && row.ended === null && row.itemId !== ended && isFailing(row),
  );
  if (deletion?.state !== (failing ? 'running' : 'failed')) return;
  await transaction.next();
  await transaction.lock(`desktop:${desktopId}`);
  const desktop = ledger.desktops.get(desktopId);
  transaction.write(() => {
    deletion.state = failing ? 'failed' : 'running';
    if (desktop !== undefined && !desktop.gone) desktop.taskStatus = failing ? 'deleteFailed' : 'deleting';
  });
}

/** Someone decides to wait for an item no longer. @returns whether it was still open */
export function releaseItem(world: World, process: Process, itemId: ItemId): Promise<boolean> {
  const { ledger } = world;
  return query(world, process, `release ${itemId}`, () =>
    transact(world, process, async (transaction) => {
      const row = ledger.deletionItems.get(itemId);
      if (row === undefined) return false;
      await transaction.lock(`deletion:${row.desktopId}`);
      await transaction.next();
      await transaction.lock(`deletion item:${itemId}`);
      if (row.ended !== null) return false;
      transaction.write(() => {
        row.ended = 'released';
        row.endedAt = itemNow(world, row);
        row.dueAt = null;
        row.worker = null;
      });
      await transaction.next();
      await showWhetherFailing(world, transaction, row.desktopId, itemId);
      await advanceDeletion(world, transaction, row);
      return true;
    }),
  );
}

/** When something happens to an item: not before anything else that did. */
function itemNow(world: World, row: DeletionItemRow): number {
  const accepted = world.ledger.deletions.get(row.desktopId)?.acceptedAt ?? null;
  return momentAfter(world, accepted, row.firstAskedAt, row.firstAbsentAt);
}

/** The engine's clock is another one: the key went neither before the acceptance nor after its item. */
function withinDeletion(world: World, row: DeletionItemRow, { key }: ItemEnd): number | null {
  if (key === undefined) return null;
  const told = key.destroyedAt.getTime();
  if (!world.rules.keepOrderOfTimes) return told;
  const acceptedAt = world.ledger.deletions.get(row.desktopId)?.acceptedAt ?? 0;
  return Math.min(row.endedAt ?? told, Math.max(acceptedAt, told));
}

/** A row of looks that saw the item absent was broken: the engine may deny it once more. */
function endAbsenceClaim(world: World, itemId: ItemId): void {
  const item = world.ledger.items.get(itemId);
  const thing = item === undefined ? undefined : world.truth.byName.get(item.name);
  if (thing !== undefined) thing.denied = false;
}

function takeDue(world: World, worker: Claim['worker'], limit: number): Claim[] {
  const { ledger, rules, scheduler } = world;
  const now = scheduler.now();
  const due = [...ledger.deletionItems.values()].filter(
    (row) =>
      row.dueAt !== null &&
      (row.dueAt <= now || (rules.takeOverFromDead && row.worker !== null && !isAlive(world, row.worker))) &&
      !world.locks.isTaken(`deletion item:${row.itemId}`),
  );
  due.sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0));
  return due.slice(0, limit).flatMap((row) => {
    const item = ledger.items.get(row.itemId);
    const deletion = ledger.deletions.get(row.desktopId);
    if (item === undefined || deletion === undefined) return [];
    // What the worker before saw last is not known.
    if (row.worker !== null) row.seenAbsent = 0;
    row.worker = worker;
    row.dueAt = rules.takeOverFromDead ? now + hiddenFor : Number.POSITIVE_INFINITY;
    ledger.version += 1;
    return {
      itemId: row.itemId,
      desktopId: row.desktopId,
      worker,
      kind: row.kind,
      intent: row.intent,
      force: deletion.force,
      sinceAsked: row.askedAt === null ? null : now - row.askedAt,
      asks: row.asks,
      attempts: row.attempts,
      seenAbsent: row.seenAbsent,
      singleUseName: item.name,
      providerId: item.providerId,
      generation: item.generation,
      keyId: item.keyId,
      creationAge: item.askedAt === null ? null : now - item.askedAt,
      creationInFlight: item.askingWorker !== null && isAlive(world, item.askingWorker),
    };
  });
}

/** Writes down what an engine calls an item, unless somebody has already; the desktop is another one than before. */
export function giveCreation(
  world: World,
  process: Process,
  itemId: ItemId,
  ref: ProviderRef,
): Promise<boolean> {
  return transact(world, process, async (transaction) => {
    await transaction.lock(`item:${itemId}`);
    const item = world.ledger.items.get(itemId);
    if (item === undefined) return false;
    if (item.state !== 'intended') return item.providerId === ref.id && item.generation === ref.generation;
    const desktop = world.ledger.desktops.get(item.desktopId);
    await transaction.lock(`desktop:${item.desktopId}`);
    transaction.write(() => {
      item.state = 'present';
      item.providerId = ref.id;
      item.generation = ref.generation;
      item.keyId = ref.keyId ?? null;
      item.askingWorker = null;
      if (desktop !== undefined) desktop.revision += 1;
    });
    return true;
  });
}
