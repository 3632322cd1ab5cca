import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import { currentAuditEvent, withoutAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { gatherCalls } from '../../database/gatherCalls.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, DomainId, ProjectId } from '../../ids.js';
import { type FoundDesktops, readDeletables, type WantedDesktops } from '../plan/readDeletables.js';
import type { AcceptanceStore } from './acceptanceStore.js';
import { joinRunningDeletions } from './joinRunningDeletions.js';
import { type OrderedAcceptance, writeAcceptances } from './writeAcceptances.js';

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
  const write = (calls: readonly OrderedAcceptance[]) =>
    withoutAuditEvent(() => retryOnConflict(() => writeAcceptances(pool, ambient, engine, calls)));
  const writeTogether = gatherCalls(
    async (calls: readonly OrderedAcceptance[]) =>
      (await write(calls)).map((accepted) => ({ accepted, waited: calls.length === 1 })),
    together,
  );
  /** What was left out for somebody else's lock is written by itself, and waits for it. */
  const accept = async (call: OrderedAcceptance): Promise<ReadonlySet<DesktopId>> => {
    const { accepted, waited } = await writeTogether(call);
    const plans = call.acceptance.plans.filter(({ desktop }) => !accepted.has(desktop.id));
    if (waited || plans.length === 0) return accepted;
    const left = { ...call, acceptance: { ...call.acceptance, plans, failures: [] } };
    const [late = new Set<DesktopId>()] = await write([left]);
    return new Set([...accepted, ...late]);
  };
  return {
    read: async (projectId, desktopIds) => (await read({ projectId, desktopIds })).desktops,
    readFor: (domainId, projectId, desktopIds) => read({ domainId, projectId, desktopIds }),
    accept: async (order, acceptance) => {
      const trace = currentAuditEvent();
      const accepted = await accept({ order, acceptance, trace });
      if (accepted.size > 0) trace?.settle(true);
      return accepted;
    },
    join: (order, joined, jobId) =>
      retryOnConflict(() => joinRunningDeletions(pool, ambient, order, joined, jobId)),
  };
}

/** One statement at a time, so that it grows with the load: a second one under way would halve both (seen: a tenth slower). */
const together = { max: 50, lanes: 1 };
