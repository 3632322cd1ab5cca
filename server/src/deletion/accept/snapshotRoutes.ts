import { Type } from 'typebox';
import {
  authorizeDesktop,
  type DesktopAccess,
  findAuthorizedDesktop,
} from '../../desktops/access/authorizeDesktop.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import { readDesktopResources } from '../../desktops/access/desktopResource.js';
import { workspace } from '../../http/declare.js';
import { readIfMatch } from '../../http/ifMatch.js';
import { refreshCaller } from '../../http/request.js';
import { conditionHeader } from '../../http/schemas/conditionHeader.js';
import { DesktopPath, uuid } from '../../http/schemas/ids.js';
import { JobAnswer } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { DesktopId } from '../../ids.js';
import { PlanAnswer } from '../plan/presentPlan.js';
import type { Deletable } from '../plan/readDeletables.js';
import type { DeletionOrder } from './acceptanceStore.js';
import { acceptParts } from './acceptDeletions.js';
import { flagsOfParts, showPartPlan } from './partPlan.js';
import { createPostgresAcceptanceStore } from './postgresAcceptanceStore.js';
import { calledBy, type DeletionRouteParts } from './routes.js';

/** A deletion of a snapshot is known by the snapshot's id. */
const SnapshotIdText = uuid<DesktopId>('Snapshot ID.');

type Known = ReadonlyMap<DesktopId, Deletable>;

/** BatchDeleteDesktopSnapshot and the plan of it: snapshots that go alone, by the same core as a desktop. */
export function addSnapshotDeletionRoutes(app: Server, parts: DeletionRouteParts): void {
  const { ambient, engineName, database } = parts;
  const store = createPostgresAcceptanceStore(parts.pool, ambient, engineName, parts.grantee, 'snapshot');

  /** What allows the deletion of each. First the rights, only then whether there are such snapshots. */
  const authorizeEach = async (
    access: DesktopAccess,
    ids: readonly DesktopId[],
    known: Known,
  ): Promise<ReadonlyMap<DesktopId, string>> => {
    const owners = ids.flatMap((id) => known.get(id)?.part?.desktopId ?? []);
    const desktops = await readDesktopResources(database, access.projectId, [...new Set(owners)]);
    return new Map(
      ids.map((id) => {
        const owner = known.get(id)?.part?.desktopId;
        const desktop = owner === undefined ? undefined : desktops.get(owner);
        return [id, authorizeDesktop(access, owner ?? id, desktop)];
      }),
    );
  };

  app.post(
    '/v2/:project_id/snapshots/batch-delete',
    workspace('BatchDeleteDesktopSnapshot', 'Delete snapshots of disks', {
      description:
        'What is in them cannot be restored. None is deleted where one of them cannot be; afterwards the sub-jobs of the answered ' +
        'job tell of each.',
      body: Type.Object({ snapshot_ids: Type.Array(SnapshotIdText, { minItems: 1, maxItems: 100 }) }),
      headers: conditionHeader,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const agreed = { digests: readIfMatch(request.headers['if-match']) };
      const ids = [...new Set(request.body.snapshot_ids)];
      const known = await store.read(access.projectId, ids);
      const owners = new Map(
        [...known].flatMap(([id, { part }]) => (part === undefined ? [] : [[id, part.desktopId] as const])),
      );
      const orderOf = async (again: DesktopAccess, seen: Known): Promise<DeletionOrder> => ({
        ...calledBy(again, request),
        parts: { kind: 'snapshot', owners },
        flags: flagsOfParts,
        allowedBy: await authorizeEach(again, ids, new Map([...known, ...seen])),
      });
      const order = await orderOf(access, known);
      const renew = async (seen: Known) =>
        orderOf({ ...access, principal: await refreshCaller(request) }, seen);
      const jobId = await acceptParts(store, ambient, order, ids, known, agreed, renew);
      parts.announceWork();
      request.log.info({ job: jobId, snapshots: ids }, 'deletions of snapshots were asked for');
      return { job_id: jobId };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/snapshots/:snapshot_id/deletion-plan',
    workspace('ShowSnapshotDeletionPlan', 'What a deletion of a snapshot would do', {
      description: 'Changes nothing. Made by the same planner that a deletion is carried out with.',
      path: { ...DesktopPath, snapshot_id: SnapshotIdText },
      answers: { 200: PlanAnswer },
    }),
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId, snapshot_id: id } = request.params;
      await findAuthorizedDesktop(database, access, desktopId);
      const found = (await store.read(access.projectId, [id])).get(id);
      const asked = { kind: 'snapshot' as const, id, projectId: access.projectId, desktopId, found };
      const shown = await showPartPlan(database, asked, engineName, request.language);
      return reply.header('etag', `"${shown.digest}"`).send({ ...shown, snapshot_id: id });
    },
  );
}
