import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import { currentAuditEvent, withoutAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { gatherCalls } from '../../database/gatherCalls.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { EngineName } from '../../engines/contract.js';
import type { DesktopId, DomainId, ProjectId } from '../../ids.js';
import { type FoundDesktops, readDeletables, type WantedDesktops } from '../plan/readDeletables.js';
import { readParts } from '../plan/readParts.js';
import type { AcceptanceVariant } from './acceptanceSql.js';
import type { Acceptance, AcceptanceStore } from './acceptanceStore.js';
import type { Grantee } from './grantee.js';
import { joinRunningDeletions } from './joinRunningDeletions.js';
import { writeAcceptances } from './writeAcceptances.js';

export interface PostgresAcceptanceStore extends AcceptanceStore {
  /** As {@link AcceptanceStore.read}, with the revision that an account is at in the same snapshot. */
  readFor(domainId: DomainId, projectId: ProjectId, desktopIds: readonly DesktopId[]): Promise<FoundDesktops>;
}

/**
 * Acceptance on PostgreSQL: each operation is one statement (D9), and calls that come at the same time share one. A statement that
 * fails on a conflict with another transaction has changed nothing and is retried.
 * @param engine which carries out what is accepted
 * @param grantee who carries it out at once, as far as there are places; omitted: whoever looks for work
 * @param of what it takes: desktops, or parts that go alone, by their own ids
 */
export function createPostgresAcceptanceStore(
  pool: pg.Pool,
  ambient: Ambient,
  engine: EngineName,
  grantee?: Grantee,
  of: AcceptanceVariant['of'] = 'desktop',
): PostgresAcceptanceStore {
  const read = gatherCalls(
    (calls: readonly WantedDesktops[]) =>
      of === 'desktop' ? readDeletables(pool, calls) : readParts(pool, of, calls),
    together,
  );
  const write = (acceptances: readonly Acceptance[]) =>
    withoutAuditEvent(() =>
      retryOnConflict(() => writeAcceptances(pool, ambient, engine, acceptances, grantee)),
    );
  const writeTogether = gatherCalls(
    async (acceptances: readonly Acceptance[]) =>
      (await write(acceptances)).map((accepted) => ({ accepted, waited: acceptances.length === 1 })),
    together,
  );
  /** A desktop that another transaction had locked is left out at first, then written by a statement of its own that waits. */
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

/** One statement at a time, so that it grows with the load: two at a time would be half as large (measured: a tenth slower). */
const together = { max: 50, lanes: 1 };
