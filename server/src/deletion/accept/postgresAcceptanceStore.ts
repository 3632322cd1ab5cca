import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import { currentAuditEvent, withoutAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { gatherCalls } from '../../database/gatherCalls.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, DomainId, ProjectId } from '../../ids.js';
import { type FoundDesktops, readDeletables, type WantedDesktops } from '../plan/readDeletables.js';
import type { Acceptance, AcceptanceStore } from './acceptanceStore.js';
import { joinRunningDeletions } from './joinRunningDeletions.js';
import { writeAcceptances } from './writeAcceptances.js';

export interface PostgresAcceptanceStore extends AcceptanceStore {
  /** As {@link AcceptanceStore.read}, with the revision that an account is at in the same snapshot. */
  readFor(domainId: DomainId, projectId: ProjectId, desktopIds: readonly DesktopId[]): Promise<FoundDesktops>;
}

/**
 * Acceptance on PostgreSQL: each operation is one statement (D9), and what comes at the same time shares one. A
 * statement that another transaction got in the way of, be it a second batch over the same desktops in another order, has
 * changed nothing and is sent again.
 * @param engine which carries out what is accepted
 */
export function createPostgresAcceptanceStore(
  pool: pg.Pool,
  ambient: Ambient,
  engine: EngineName,
): PostgresAcceptanceStore {
  const read = gatherCalls((calls: readonly WantedDesktops[]) => readDeletables(pool, calls), together);
  const write = (acceptances: readonly Acceptance[]) =>
    withoutAuditEvent(() => retryOnConflict(() => writeAcceptances(pool, ambient, engine, acceptances)));
  const writeTogether = gatherCalls(
    async (acceptances: readonly Acceptance[]) =>
      (await write(acceptances)).map((accepted) => ({ accepted, waited: acceptances.length === 1 })),
    together,
  );
  /** What was left out for somebody else's lock is written by itself, and waits for it. */
  const accept = async (acceptance: Acceptance): Promise<ReadonlySet<DesktopId>> => {
    const { accepted, waited } = await writeTogether(acceptance);
    const plans = acceptance.plans.filter(({ desktop }) => !accepted.has(desktop.id));
    if (waited || plans.length === 0) return accepted;
    const [late = new Set<DesktopId>()] = await write([{ ...acceptance, plans, failures: [] }]);
    return new Set([...accepted, ...late]);
  };
  return {
    read: async (projectId, desktopIds) => (await read({ projectId, desktopIds })).desktops,
    readFor: (domainId, projectId, desktopIds) => read({ domainId, projectId, desktopIds }),
    accept: async (acceptance) => {
      const auditEvent = currentAuditEvent();
      const accepted = await accept({ ...acceptance, auditEvent });
      if (accepted.size > 0) auditEvent?.settle(true);
      return accepted;
    },
    join: (joining) => retryOnConflict(() => joinRunningDeletions(pool, ambient, joining)),
  };
}

/** One statement at a time, so that it grows with the load: a second one under way would halve both (seen: a tenth slower). */
const together = { max: 50, lanes: 1 };
