import {
  countDesktops,
  type DeletionRow,
  goesAlone,
  itemsOf,
  type Ledger,
  type ProgressRow,
  plansOf,
} from './ledger.js';
import {
  type Claim,
  type Deletable,
  type DeletionFlags,
  type DeletionPlan,
  type DesktopId,
  type ItemState,
  planDeletion,
} from './production.js';
import type { Thing } from './truth.js';
import { fail, type World } from './world.js';

/** S14, S15, S13, S1: what is accepted is what would be planned for the desktop as it is at that very moment. */
export function noteAccepted(
  world: World,
  now: Deletable,
  accepted: {
    readonly plan: DeletionPlan;
    readonly flags: DeletionFlags;
    readonly agreedDigest: string | undefined;
  },
): void {
  const { plan, flags, agreedDigest } = accepted;
  if (now.isProtected) fail(world, 'S14', `the deletion of ${now.id} was accepted although it is protected`);
  const due = planDeletion(now.inventory, flags);
  const essence = ({ items, users }: DeletionPlan): string =>
    JSON.stringify([
      items.map((item) => [item.id, item.intent, item.providerId, item.generation, item.keyId]),
      users.map((user) => [user.id, user.intent]),
    ]);
  if (essence(plan) !== essence(due))
    fail(world, 'S15', `accepted for ${now.id}: ${essence(plan)}, but it is made of ${essence(due)}`);
  if (agreedDigest !== undefined && agreedDigest !== plan.digest)
    fail(world, 'S15', `the plan of ${now.id} is not the one that the caller agreed to`);
  const whole = now.inventory.items.filter((item) => item.state !== 'absent').length;
  if (plan.items.length !== whole)
    fail(world, 'S13', `the plan of ${now.id} names ${plan.items.length} items of ${whole}`);
}

/** S15, A2: a repeated call joins only the plan that it agreed to. */
export function noteJoined(
  world: World,
  { desktopId, digest }: DeletionRow,
  agreedDigest: string | undefined,
): void {
  world.joins.all += 1;
  if (agreedDigest === undefined) return;
  world.joins.agreed += 1;
  if (agreedDigest !== digest)
    fail(world, 'S15', `a call joined the deletion of ${desktopId}, whose plan it did not agree to`);
}

/**
 * S1, S2, S3, S17, S18: only what we made and an accepted plan names is ever asked to go, not before that is on record, and no disk
 * before its snapshots.
 */
export function noteRemoval(world: World, thing: Thing): void {
  const { ledger } = world;
  if (thing.origin === 'stranger') {
    fail(world, 'S3', `${thing.kind} ${thing.id} of a stranger was asked to go`);
    return;
  }
  if (thing.origin === 'preexisting') {
    fail(world, 'S2', `${thing.kind} ${thing.name} was there before and was asked to go`);
    return;
  }
  const item = [...ledger.items.values()].find((row) => row.name === thing.name);
  const plans = item === undefined ? [] : plansOf(ledger, item.id);
  if (item === undefined || !plans.some((plan) => plan.item.intent === 'delete')) {
    fail(world, 'S1', `${thing.name} is in no plan and was asked to go`);
    return;
  }
  world.asked.add(thing.name);
  const isOpen = ({ deletionId, item: planned }: (typeof plans)[number]): boolean =>
    planned.stage <= (ledger.progress.get(deletionId)?.stage ?? planned.stage);
  if (!plans.some(isOpen))
    fail(world, 'S17', `${thing.name} was asked to go before it was on record that it may be`);
  for (const other of ledger.items.values()) {
    if (other.snapshotOf !== item.id || !world.truth.byName.has(other.name)) continue;
    if (!plansOf(ledger, other.id).some((plan) => plan.item.ended === 'released'))
      fail(world, 'S18', `${thing.name} was asked to go before ${other.name}, which is a snapshot of it`);
  }
}

/** D5: a claim that another worker has taken over writes nothing. */
export function noteHeldWrite(world: World, claim: Claim, row: ProgressRow): void {
  if (row.worker !== claim.worker || row.version !== claim.version)
    fail(world, 'S8', `${claim.worker} wrote to ${claim.desktopId}, which ${row.worker ?? 'nobody'} holds`);
}

/** S5, S6: an item ends only when it is so in truth, and a key is told to be destroyed only when it is. */
export function noteEnded(world: World, deletionId: DesktopId, row: ItemState): void {
  const item = world.ledger.items.get(row.id);
  if (item === undefined) return;
  const thing = world.truth.byName.get(item.name);
  const hasKey = row.keyDestroyedAt !== undefined;
  // What two deletions have may have been asked by the other one.
  const isAlone = plansOf(world.ledger, row.id).length === 1;
  if (row.ended === 'absent' && thing !== undefined)
    fail(world, 'S5', `${item.id} ended as absent, but ${thing.kind} ${thing.id} is there`);
  if (row.ended === 'absent' && goesAlone(world.ledger, deletionId, row.id))
    fail(world, 'S5', `${deletionId} ended ${item.id}, which a deletion of its own is still looking at`);
  if ((row.grade === 'crypto-erased') !== hasKey)
    fail(world, 'S6', `${item.id} ended as ${row.grade} ${hasKey ? 'with' : 'without'} a key`);
  if (row.ended === 'absent' && row.firstAskedAt === undefined && world.asked.has(item.name) && isAlone)
    fail(world, 'S17', `${item.id} was asked to go, and its receipt says that nobody had to`);
  const gone = world.truth.gone.find((one) => one.thing.name === item.name)?.thing;
  if (hasKey && (gone === undefined || gone.keyId !== item.keyId || !gone.losesKey))
    fail(world, 'S6', `the key ${item.keyId} of ${item.id} was not destroyed`);
  if (row.ended === 'absent' && item.ownership === 'preexisting' && row.intent !== 'detach')
    fail(world, 'S2', `${item.id} was there before and was not detached`);
  if (row.ended === 'detached' && thing !== undefined && world.truth.usedBy.has(`${thing.kind}:${thing.id}`))
    fail(world, 'S6', `${item.id} ended as detached, but is in use`);
}

/** S10, S11, S12: in the moment in which a deletion ends. */
export function noteFinished(world: World, desktopId: DesktopId): void {
  const { ledger } = world;
  const deletion = ledger.deletions.get(desktopId);
  for (const user of ledger.deletionUsers) {
    if (user.desktopId !== desktopId || deletion === undefined) continue;
    const others = countDesktops(ledger, user.userId);
    if (user.outcome === 'deleted' && (others > 0 || !deletion.deleteUsers))
      fail(world, 'S10', `${user.userId} was deleted with ${others} desktops left`);
    const wasThere = ledger.users.has(user.userId);
    if (user.outcome === 'kept' && deletion.deleteUsers && others === 0 && wasThere)
      fail(world, 'S10', `${user.userId} was kept ("${user.reason}") and has no desktop`);
    if (user.outcome === null) fail(world, 'S11', `${user.userId} was not judged`);
    const mail = ledger.mails.get(`${desktopId}/${user.userId}`);
    const owed = deletion.emailNotification && ledger.tenantSendsMail && user.email.endsWith('@example.org');
    if (owed !== (mail !== undefined)) fail(world, 'S12', `mail to ${user.userId}: owed ${owed}`);
    if (mail !== undefined && mail.recipient !== user.email)
      fail(world, 'S12', `the mail to ${user.userId} goes to ${mail.recipient}`);
  }
  const open = itemsOf(ledger, desktopId).filter(({ ended }) => ended === undefined);
  if (deletion !== undefined) checkTimes(world, deletion);
  if (open.length > 0) fail(world, 'S6', `${desktopId} is gone with ${open.length} items not ended`);
}

/** A12: accepted, asked, seen gone, ended, completed: in that order, whatever the clocks did meanwhile. */
function checkTimes(world: World, deletion: DeletionRow): void {
  const { desktopId, acceptedAt, raisedAt, completedAt } = deletion;
  const inOrder = (...times: readonly (number | null | undefined)[]): boolean => {
    const known = times.flatMap((time) => time ?? []);
    return known.every((time, place) => time >= (known[place - 1] ?? time));
  };
  if (!inOrder(acceptedAt, raisedAt, completedAt))
    fail(world, 'A12', `${desktopId} was asked for after it completed, or completed before it was accepted`);
  for (const row of itemsOf(world.ledger, desktopId)) {
    if (!inOrder(acceptedAt, row.keyDestroyedAt, row.endedAt))
      fail(world, 'A12', `the key of ${row.id} was destroyed before or after its deletion`);
    if (!inOrder(world.ledger.items.get(row.id)?.createdAt, row.firstAskedAt))
      fail(world, 'A12', `${row.id} was asked to go before it was made`);
    if (!inOrder(acceptedAt, row.firstAskedAt, row.firstAbsentAt, row.endedAt, completedAt))
      fail(world, 'A12', `the times of ${row.id} run back`);
  }
}

/** What was seen once and must not be undone. */
export interface Memory {
  readonly gone: Set<DesktopId>;
  readonly ended: Map<string, string>;
  planned: number;
}

/** After every step: what holds of any state. */
export function checkState(world: World, memory: Memory): void {
  const { ledger, truth } = world;
  for (const desktop of ledger.desktops.values()) {
    if (desktop.gone) memory.gone.add(desktop.id);
    else if (memory.gone.has(desktop.id)) fail(world, 'S9', `${desktop.id} is back`);
    if (desktop.gone && desktop.users.size > 0) fail(world, 'S9', `${desktop.id} is gone and has users`);
    if (desktop.gone && (desktop.status !== '' || desktop.taskDueAt !== null))
      fail(world, 'S9', `${desktop.id} is gone and something is done with it`);
    if (!desktop.gone)
      for (const user of desktop.users)
        if (!ledger.users.has(user)) fail(world, 'S10', `${desktop.id} belongs to ${user}, who was deleted`);
    const deletion = ledger.deletions.get(desktop.id);
    if (desktop.gone !== (deletion?.state === 'done'))
      fail(world, 'S6', `${desktop.id} and its deletion differ`);
  }
  let planned = 0;
  for (const { desktopId, state } of ledger.deletions.values()) {
    if ((state === 'done') === ledger.progress.has(desktopId))
      fail(world, 'L2', `the deletion of ${desktopId} is ${state}, and its progress says otherwise`);
    for (const { id, ended } of itemsOf(ledger, desktopId)) {
      planned += 1;
      const key = `${desktopId}/${id}`;
      const before = memory.ended.get(key);
      if (before !== undefined && before !== ended) fail(world, 'S7', `the end of ${id} was undone`);
      if (ended === undefined) continue;
      memory.ended.set(key, ended);
      const item = ledger.items.get(id);
      if (ended === 'absent' && item !== undefined && truth.byName.has(item.name))
        fail(world, 'S9', `${item.name} ended as absent and came back`);
    }
  }
  if (planned < memory.planned) fail(world, 'S7', 'an item left the ledger');
  memory.planned = planned;
  checkPeople(world, ledger);
}

function checkPeople(world: World, ledger: Ledger): void {
  for (const mail of ledger.mails.values())
    if (ledger.desktops.get(mail.desktopId)?.gone !== true)
      fail(world, 'S12', `a mail says that ${mail.desktopId} is gone, but it is not`);
  for (const user of ledger.deletionUsers)
    if (user.outcome !== null && ledger.deletions.get(user.desktopId)?.state !== 'done')
      fail(world, 'S10', `${user.userId} was judged before ${user.desktopId} ended`);
}
