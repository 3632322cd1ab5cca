import { callerOf, projectOf } from '../http/request.js';
import { ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import type { Principal } from '../iam/principal.js';
import { asId, type Generation, type ProjectId, type ProviderId } from '../ids.js';
import { countAll } from './leakWatch.js';
import { type Reclaimed, type ReclaimParts, reclaimLeaks } from './reclaimLeaks.js';
import type { LeakScan } from './scanLeaks.js';
import { LeakScanAnswer, ReclaimAnswer, ReclaimBody } from './schemas.js';

/** Our own extension of the API: what the engine has and the ledger does not, and the other way round. */
export function addLeakRoutes(app: Server, parts: ReclaimParts): void {
  app.get(
    '/v2/:project_id/leak-scan',
    {
      config: {
        declaration: { operation: 'ShowLeakScan', family: 'workspace' },
      },
      schema: {
        summary: 'Compare the engine with the ledger',
        description:
          'Scans now and changes nothing. Shows items of this project only; what belongs to no project is counted, and ' +
          'listed for the user of the account that this service was installed for.',
        tags: ['Leaks'],
        params: ProjectPath,
        response: { 200: LeakScanAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const scan = await parts.scanner.scan();
      return presentScan(scan, projectOf(request), seesForeign(callerOf(request)));
    },
  );

  app.post(
    '/v2/:project_id/leak-scan/reclaim',
    {
      config: {
        declaration: { operation: 'ReclaimLeaks', family: 'workspace' },
      },
      schema: {
        summary: 'Remove leaked items',
        description:
          'Removes items that this service has made and that belong to no desktop any more, each proven by its birth ' +
          'record again right before. Never touches foreign or unknown items.',
        tags: ['Leaks'],
        params: ProjectPath,
        body: ReclaimBody,
        response: { 200: ReclaimAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const results = await reclaimLeaks(parts, {
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

function presentScan(scan: LeakScan, projectId: ProjectId, withForeign: boolean) {
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
      ours_leaked: counts.oursLeaked,
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
