import { databaseTrouble } from '../../database/databaseTrouble.js';
import type { DesktopId, WorkerId } from '../../ids.js';
import type { HeldLease } from '../../workers/lease.js';
import type { TakingLoop } from '../../workers/loop.js';
import type { Claim } from '../carryOut/deletionStore.js';
import type { Acceptance, PlannedDesktop } from './acceptanceStore.js';

/** Who carries out what is accepted here, without looking for it: a claim is granted with the acceptance. */
export interface Grantee {
  /** Keeps places free for up to so many deletions. */
  reserve(wanted: number): Places;
}

export interface Places {
  readonly worker: WorkerId;
  readonly places: number;
  /** Hands over what was granted. To be called once, or {@link lose}. */
  take(claims: readonly Claim[]): void;
  /** The acceptance failed. Where it is not known whether anything was granted, what may have been is due for whoever looks. */
  lose(error: unknown): void;
}

/** The loop of this process, for as many deletions as it has places. */
export function createGrantee(loop: TakingLoop<Claim>, lease: HeldLease): Grantee {
  return {
    reserve: (wanted) => {
      const worker = lease.current();
      const reservation = loop.reserve(wanted);
      return {
        worker,
        places: reservation.places,
        take: (claims) => reservation.take(claims, worker),
        lose: (error) => {
          reservation.take([], worker);
          if (reservation.places > 0 && databaseTrouble(error) !== undefined) lease.doubt(worker);
        },
      };
    },
  };
}

/** Which of the planned deletions are granted: those whose items are all on record as made, and none of which
 * goes alone, as far as there are places. */
export function chooseGranted(planned: readonly PlannedDesktop[], places: number): ReadonlySet<DesktopId> {
  return new Set(
    planned
      .filter(isGrantable)
      .slice(0, places)
      .map(({ desktop }) => desktop.id),
  );
}

/** What was never confirmed may still come, and what goes alone has to end first: whoever looks for work is told how that stands. */
export function isGrantable({ desktop, plan }: PlannedDesktop): boolean {
  return plan.items.every(({ id }) => desktop.records.get(id)?.goesAlone === false);
}

/**
 * The claim that is granted with an acceptance.
 * @param now the present by the database's clock, as of {@link Claim}
 */
export function grantedClaim(
  { order }: Pick<Acceptance, 'order'>,
  { desktop, plan }: PlannedDesktop,
  worker: WorkerId,
  now: () => number,
): Claim {
  const acceptedAt = desktop.readAt.getTime();
  return {
    desktopId: desktop.id,
    worker,
    version: 0,
    force: order.flags.force,
    unplug: desktop.part !== undefined,
    failing: false,
    acceptedAt,
    now,
    stage: plan.items[0]?.stage ?? 0,
    openedAt: acceptedAt,
    items: plan.items.map(({ id, kind, intent, stage }) => ({ id, kind, intent, stage })),
    records: desktop.records,
  };
}
