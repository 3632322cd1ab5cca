import type { Principal } from '../access/principal.js';
import { workspace } from '../http/declare.js';
import { callerOf, projectOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { asId, type Generation, type ProjectId, type ProviderId } from '../ids.js';
import { countAll } from './orphanWatch.js';
import { type Reclaimed, type ReclaimParts, reclaimOrphans } from './reclaimOrphans.js';
import type { OrphanScan } from './scanOrphans.js';
import { OrphanScanAnswer, ReclaimAnswer, ReclaimBody } from './schemas.js';

/** Our own extension of the API: what the engine has and the ledger does not, and the other way round. */
export function addOrphanRoutes(app: Server, parts: ReclaimParts): void {
  app.get(
    '/v2/:project_id/orphan-scan',
    workspace('ShowOrphanScan', 'Compare the engine with the ledger', {
      description:
        'Scans now and changes nothing. Shows items of this project only; what belongs to no project is counted, and ' +
        'listed for the user of the account that this service was installed for.',
      answers: { 200: OrphanScanAnswer },
    }),
    async (request) => {
      const scan = await parts.scanner.scan();
      return presentScan(scan, projectOf(request), seesForeign(callerOf(request)));
    },
  );

  app.post(
    '/v2/:project_id/orphan-scan/reclaim',
    workspace('ReclaimOrphans', 'Remove orphaned items', {
      description:
        'Removes items that this service has made and that belong to no desktop any more, each proven by its ' +
        'record again right before. Never touches foreign or unknown items.',
      body: ReclaimBody,
      answers: { 200: ReclaimAnswer },
    }),
    async (request) => {
      const results = await reclaimOrphans(parts, {
        projectId: projectOf(request),
        only: request.body.items?.map(({ kind, id, generation }) => ({
          kind,
          id: asId<ProviderId>(id),
          generation: asId<Generation>(generation),
        })),
        askedBy: callerOf(request).userId,
        requestId: request.id,
      });
      return { results: results.map(presentReclaimed) };
    },
  );
}

/** Foreign items may be another account's business: only the owner of the installation sees more than their number (S16). */
function seesForeign(principal: Principal): boolean {
  return principal.isRoot && principal.isOperator;
}

function presentScan(scan: OrphanScan, projectId: ProjectId, withForeign: boolean) {
  const counts = countAll(scan, { projectId, withUnrecorded: withForeign });
  const suspects = scan.suspects
    .filter(({ record }) => (record === undefined ? withForeign : record.projectId === projectId))
    .map(({ class: verdict, item, record, status, reason }) => ({
      class: verdict,
      kind: item.kind,
      id: item.id,
      generation: item.generation,
      name: item.name,
      item_id: record?.itemId ?? null,
      desktop_id: record?.desktopId ?? null,
      status,
      created_at: item.createdAt.toISOString(),
      reason,
    }));
  const missing = scan.missing
    .filter(({ record }) => record.projectId === projectId)
    .map(({ record, seen }) => ({
      class: 'missing' as const,
      kind: record.kind,
      id: record.providerId ?? '',
      generation: record.generation ?? '',
      name: record.name,
      item_id: record.itemId,
      desktop_id: record.desktopId,
      status: null,
      created_at: null,
      reason: seen,
    }));
  return {
    scanned_at: scan.startedAt.toISOString(),
    complete: scan.problems.length === 0,
    problems: [...scan.problems],
    summary: {
      ours_live: counts.oursLive,
      ours_orphaned: counts.oursOrphaned,
      unknown: counts.unknown,
      missing: counts.missing,
      missing_not_looked_at: scan.notLookedAt.get(projectId) ?? 0,
      foreign: counts.foreign,
    },
    items: [...suspects, ...missing],
    ...(withForeign && {
      foreign_items: scan.foreign.map(({ kind, id, generation, name, createdAt }) => ({
        kind,
        id,
        generation,
        name,
        created_at: createdAt.toISOString(),
      })),
    }),
  };
}

function presentReclaimed({ suspect, result, detail }: Reclaimed) {
  const { item, record } = suspect;
  return {
    kind: item.kind,
    id: item.id,
    generation: item.generation,
    name: item.name,
    item_id: record.itemId,
    desktop_id: record.desktopId,
    result,
    detail,
  };
}
