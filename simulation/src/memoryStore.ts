import { goesAlone, type ProgressRow } from './ledger.js';
import { finish } from './memoryFinish.js';
import { isAlive, query, type Transaction, transact } from './process.js';
import {
  type Claim,
  type DeletionStore,
  type DesktopId,
  type ItemId,
  type ItemState,
  isFailing,
  leftBehind,
  type ProviderRef,
  stageAtWork,
  takeOver,
} from './production.js';
import { noteEnded, noteHeldWrite } from './safety.js';
import { databaseNow, momentAfter, type Process, type World } from './world.js';

/** How long a claim hides a deletion from others. */
export const hiddenFor = 60_000;

/** The store of deletions in memory: what each statement of the one on PostgreSQL does, in the same transactions. */
export function createMemoryStore(world: World, process: Process): DeletionStore {
  const { ledger, scheduler } = world;
  const run = <T>(name: string, perform: () => T | Promise<T>): Promise<T> =>
    query(world, process, name, perform);

  /** The progress, if the claim still holds: every write of a claim is fenced by the version that it was given. */
  const held = async (transaction: Transaction, claim: Claim): Promise<ProgressRow | undefined> => {
    await transaction.lock(`progress:${claim.desktopId}`);
    const row = ledger.progress.get(claim.desktopId);
    if (row === undefined || (world.rules.fenceClaims && row.version !== claim.version)) return undefined;
    noteHeldWrite(world, claim, row);
    return row;
  };

  return {
    claim: (worker, limit) =>
      run(`claim as ${worker}`, () => (isAlive(world, worker) ? takeDue(world, worker, limit) : [])).then(
        (taken) => taken.map((hear) => hear(scheduler.now())),
      ),
    record: (claim, { items, stage, openedAt, dueIn }) =>
      run(`record ${claim.desktopId} ${stage} ${dueIn === null ? 'kept' : Math.round(dueIn)}`, () =>
        transact(world, process, async (transaction) => {
          const row = await held(transaction, claim);
          if (row === undefined) return false;
          await showWhetherFailing(world, transaction, claim.desktopId, items);
          if (dueIn !== null) await touchOwner(world, transaction, claim.desktopId, items);
          transaction.write(() => {
            keepItems(world, row, items);
            if (world.rules.recordStages) row.stage = stage;
            row.openedAt = openedAt;
            row.version += 1;
            row.claimedUntil = scheduler.now() + hiddenFor;
            if (dueIn === null) return;
            row.dueAt = scheduler.now() + dueIn;
            row.worker = null;
            markGone(world, items);
          });
          return true;
        }),
      ),
    finish: (claim, items) =>
      run(`finish ${claim.desktopId}`, () =>
        transact(world, process, async (transaction) => {
          const row = await held(transaction, claim);
          if (row === undefined) return false;
          await transaction.next();
          transaction.write(() => {
            keepItems(world, row, items);
            markGone(world, items);
          });
          await finish(world, transaction, claim.desktopId, items);
          return true;
        }),
      ),
    recordCreation: (itemId, ref) =>
      run(`recordCreation ${itemId} ${ref.id}`, () => giveCreation(world, process, itemId, ref)),
  };
}

/** Writes down what is known of the items, and holds what is new to the truth. */
function keepItems(world: World, row: ProgressRow, items: readonly ItemState[]): void {
  const before = row.items;
  row.items = world.rules.countLooksInRow
    ? items
    : items.map((item, index) => keepLooks(item, before[index]));
  items.forEach((item, index) => {
    if (item.ended !== before[index]?.ended) noteEnded(world, row.desktopId, item);
    // Who waits for a deletion of the item's own has not looked.
    else if (before[index]?.seenAbsent !== undefined || !goesAlone(world.ledger, row.desktopId, item.id))
      if (item.ended === undefined && item.seenAbsent === undefined) endAbsenceClaim(world, item.id);
  });
}

/** Where a planted bug sits: a look that saw the item present does not count. */
function keepLooks(item: ItemState, before: ItemState | undefined): ItemState {
  if (item.ended !== undefined || before?.seenAbsent === undefined) return item;
  return { ...item, seenAbsent: before.seenAbsent };
}

function markGone({ ledger }: World, items: readonly ItemState[]): void {
  for (const { id, ended } of items) {
    const row = ledger.items.get(id);
    if (ended === 'absent' && row !== undefined) row.state = 'absent';
  }
}

/** What is seen gone before its deletion ends: a desktop that stays is no longer what others planned with. */
async function touchOwner(
  world: World,
  transaction: Transaction,
  deletionId: DesktopId,
  items: readonly ItemState[],
): Promise<void> {
  const { ledger } = world;
  const owner = ledger.deletions.get(deletionId)?.diskOf ?? null;
  const isNew = items.some(({ id, ended }) => ended === 'absent' && ledger.items.get(id)?.state !== 'absent');
  const desktop = owner === null || !isNew ? undefined : ledger.desktops.get(owner);
  if (desktop === undefined) return;
  await transaction.lock(`desktop:${desktop.id}`);
  transaction.write(() => {
    if (!desktop.gone && desktop.status !== 'DELETING') desktop.revision += 1;
  });
}

/** The transaction holds the progress of the deletion. */
async function showWhetherFailing(
  world: World,
  transaction: Transaction,
  desktopId: DesktopId,
  items: readonly ItemState[],
): Promise<void> {
  const { ledger } = world;
  const deletion = ledger.deletions.get(desktopId);
  const failing = items.some(isFailing);
  if (deletion?.state !== (failing ? 'running' : 'failed')) return;
  await transaction.lock(`desktop:${desktopId}`);
  const desktop = ledger.desktops.get(desktopId);
  transaction.write(() => {
    deletion.state = failing ? 'failed' : 'running';
    if (desktop !== undefined && !desktop.gone) desktop.taskStatus = failing ? 'deleteFailed' : 'deleting';
  });
}

/** Someone decides to wait for an item no longer. @returns whether it was still open */
export function releaseItem(
  world: World,
  process: Process,
  desktopId: DesktopId,
  itemId: ItemId,
): Promise<boolean> {
  const { ledger } = world;
  return query(world, process, `release ${itemId}`, () =>
    transact(world, process, async (transaction) => {
      await transaction.lock(`progress:${desktopId}`);
      const row = ledger.progress.get(desktopId);
      const before = row?.items.find(({ id }) => id === itemId);
      if (row === undefined || before === undefined || before.ended !== undefined) return false;
      const accepted = ledger.deletions.get(desktopId)?.acceptedAt ?? null;
      const items = row.items.map((item): ItemState => {
        const left = row.worker === null ? item : leftBehind({ ...row, records: ledger.items }, item);
        const endedAt = momentAfter(world, accepted, left.firstAskedAt ?? null, left.firstAbsentAt ?? null);
        return item === before ? { ...left, ended: 'released', endedAt } : left;
      });
      await transaction.next();
      transaction.write(() => {
        row.items = items;
        row.version += 1;
        row.worker = null;
        row.dueAt = world.scheduler.now();
      });
      if (stageAtWork(items) === undefined) await finish(world, transaction, desktopId, items);
      else await showWhetherFailing(world, transaction, desktopId, items);
      return true;
    }),
  );
}

/** A row of looks that saw the item absent was broken: the engine may deny it once more. */
function endAbsenceClaim(world: World, itemId: ItemId): void {
  const item = world.ledger.items.get(itemId);
  const thing = item === undefined ? undefined : world.truth.byName.get(item.name);
  if (thing !== undefined) thing.denied = false;
}

/** @returns what is made of each once the answer is heard */
function takeDue(world: World, worker: Claim['worker'], limit: number): ((heardAt: number) => Claim)[] {
  const { ledger, rules, scheduler } = world;
  const now = scheduler.now();
  const isFree = ({ worker: holder, claimedUntil }: ProgressRow): boolean =>
    holder === null || (rules.takeOverFromDead && (claimedUntil <= now || !isAlive(world, holder)));
  const due = [...ledger.progress.values()].filter(
    (row) => row.dueAt <= now && isFree(row) && !world.locks.isTaken(`progress:${row.desktopId}`),
  );
  due.sort((one, other) => one.dueAt - other.dueAt);
  return due.slice(0, limit).flatMap((row) => {
    const deletion = ledger.deletions.get(row.desktopId);
    if (deletion === undefined) return [];
    const wasLeft = row.worker !== null && rules.doubtTheLost;
    row.worker = worker;
    row.claimedUntil = now + hiddenFor;
    row.version += 1;
    ledger.version += 1;
    const claim = claimOf(world, row, worker);
    return (heardAt: number) => (wasLeft ? takeOver(claim(heardAt)) : claim(heardAt));
  });
}

/** The claim of a worker on a deletion that it has been given. */
function claimOf(world: World, row: ProgressRow, worker: Claim['worker']): (heardAt: number) => Claim {
  const { ledger, scheduler } = world;
  const deletion = ledger.deletions.get(row.desktopId);
  const [claimedAt, said] = [scheduler.now(), databaseNow(world)];
  const claim = {
    desktopId: row.desktopId,
    worker,
    version: row.version,
    force: deletion?.force ?? false,
    unplug: (deletion?.diskOf ?? null) !== null,
    failing: deletion?.state === 'failed',
    acceptedAt: deletion?.acceptedAt ?? 0,
    stage: row.stage,
    openedAt: row.openedAt,
    items: row.items,
    records: new Map(
      (ledger.desktops.get(deletion?.diskOf ?? row.desktopId)?.items ?? []).map((item) => [
        item.id,
        {
          singleUseName: item.name,
          providerId: item.providerId,
          generation: item.generation,
          keyId: item.keyId,
          createdAt: item.createdAt,
          creationAge: item.askedAt === null ? null : claimedAt - item.askedAt,
          creationInFlight: item.askingWorker !== null && isAlive(world, item.askingWorker),
          goesAlone: goesAlone(ledger, row.desktopId, item.id),
        },
      ]),
    ),
  };
  return (heardAt) => ({ ...claim, now: () => Math.floor(said + scheduler.now() - heardAt) });
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
      item.createdAt = momentAfter(world, null);
      item.askingWorker = null;
      if (desktop !== undefined) desktop.revision += 1;
    });
    return true;
  });
}
