import { itemsOf, plansOf } from './ledger.js';
import type { World } from './world.js';
import { fail } from './world.js';

/** Once the world has healed, everything that was accepted ends within this time, in milliseconds. */
export const maxAfterHealing = 400_000;

/** Whether anything is still to be done. */
export function isQuiet(world: World): boolean {
  const { ledger } = world;
  for (const deletion of ledger.deletions.values()) if (deletion.state !== 'done') return false;
  for (const desktop of ledger.desktops.values()) if (desktop.taskDueAt !== null) return false;
  return true;
}

/** L1 to L6: at the end, every accepted deletion has ended, whole, and nothing of it is left anywhere. */
export function checkEnd(world: World): void {
  const { ledger, truth } = world;
  for (const deletion of ledger.deletions.values()) {
    if (deletion.state === 'done') continue;
    const open = itemsOf(ledger, deletion.desktopId).filter(({ ended }) => ended === undefined);
    fail(
      world,
      'L2',
      `the deletion of ${deletion.desktopId} did not end: ${open.map(({ id }) => id).join()}`,
    );
  }
  for (const id of world.promised)
    if (ledger.deletions.get(id)?.state !== 'done' || ledger.desktops.get(id)?.gone === false)
      fail(world, 'L2', `${id} was promised to go and is there`);
  for (const desktop of ledger.desktops.values())
    if (desktop.taskDueAt !== null) fail(world, 'L2', `${desktop.id} is still being created`);
  for (const thing of truth.things.values()) {
    const item = [...ledger.items.values()].find((row) => row.name === thing.name);
    const desktop = item === undefined ? undefined : ledger.desktops.get(item.desktopId);
    // What an operator released may stay, and stays on record as ours.
    if (item !== undefined && plansOf(ledger, item.id).some((plan) => plan.item.ended === 'released'))
      continue;
    if (thing.origin === 'ours' && (desktop === undefined || desktop.gone || item?.state === 'absent'))
      fail(world, 'S6', `${thing.kind} ${thing.name} is orphaned`);
    if (
      thing.origin === 'preexisting' &&
      desktop?.gone === true &&
      truth.usedBy.has(`${thing.kind}:${thing.id}`)
    )
      fail(world, 'S6', `${thing.name} is still in use`);
  }
  for (const item of ledger.items.values())
    if (item.ownership === 'preexisting' && !truth.byName.has(item.name))
      fail(world, 'S2', `${item.name} was there before and is gone`);
  for (const subJob of ledger.subJobs) {
    const desktop = ledger.desktops.get(subJob.desktopId);
    const open = subJob.status === 'WAITING' || subJob.status === 'RUNNING';
    if (open && (desktop === undefined || desktop.gone))
      fail(world, 'L2', `a sub-job about ${subJob.desktopId} never ended`);
  }
}
