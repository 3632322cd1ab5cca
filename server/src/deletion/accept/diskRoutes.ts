import { Type } from 'typebox';
import {
  authorizeDesktop,
  type DesktopAccess,
  findAuthorizedDesktop,
} from '../../desktops/access/authorizeDesktop.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import { workspace } from '../../http/declare.js';
import { readIfMatch } from '../../http/ifMatch.js';
import { refreshCaller } from '../../http/request.js';
import { conditionHeader } from '../../http/schemas/conditionHeader.js';
import { DesktopPath, VolumeIdText } from '../../http/schemas/ids.js';
import { JobAnswer } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { asId, type DesktopId, type ItemId } from '../../ids.js';
import { PlanAnswer } from '../plan/presentPlan.js';
import type { Deletable } from '../plan/readDeletables.js';
import type { AcceptanceStore, DeletionOrder } from './acceptanceStore.js';
import { acceptParts } from './acceptDeletions.js';
import { flagsOfParts, showPartPlan } from './partPlan.js';
import { createPostgresAcceptanceStore } from './postgresAcceptanceStore.js';
import { calledBy, type DeletionRouteParts } from './routes.js';

/** DeleteDesktopVolumes and the plan of it: a disk that goes without its desktop, by the same core as a desktop. */
export function addDiskDeletionRoutes(app: Server, parts: DeletionRouteParts): void {
  const { ambient, engineName, database } = parts;
  const store = createPostgresAcceptanceStore(parts.pool, ambient, engineName, parts.grantee, 'volume');

  app.post(
    '/v2/:project_id/desktops/:desktop_id/volumes/batch-delete',
    workspace('DeleteDesktopVolumes', 'Delete data disks of a desktop', {
      description:
        'What is on them cannot be restored. A running desktop loses them at once. None is deleted where one of them cannot be; ' +
        'afterwards the sub-jobs of the answered job tell of each.',
      path: DesktopPath,
      body: Type.Object({ volume_ids: Type.Array(VolumeIdText, { minItems: 1, maxItems: 10 }) }),
      headers: conditionHeader,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const agreed = { digests: readIfMatch(request.headers['if-match']) };
      const ids = [...new Set(request.body.volume_ids)].map(deletionOf);
      const authorizeAgain = async (again: DesktopAccess): Promise<DeletionOrder> => {
        const desktop = await findAuthorizedDesktop(database, again, desktopId);
        return {
          ...calledBy(again, request),
          parts: { kind: 'volume', owners: new Map(ids.map((id) => [id, desktopId])) },
          flags: flagsOfParts,
          allowedBy: authorizeDesktop(again, desktopId, desktop),
        };
      };
      const order = await authorizeAgain(access);
      const disks = disksOf(store, desktopId);
      const known = await disks.read(access.projectId, ids);
      const renew = async () => authorizeAgain({ ...access, principal: await refreshCaller(request) });
      const jobId = await acceptParts(disks, ambient, order, ids, known, agreed, renew);
      parts.announceWork();
      request.log.info({ job: jobId, desktop: desktopId, volumes: ids }, 'deletions of disks were asked for');
      return { job_id: jobId };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/volumes/:volume_id/deletion-plan',
    workspace('ShowVolumeDeletionPlan', 'What a deletion of a data disk would do', {
      description: 'Changes nothing. Made by the same planner that a deletion is carried out with.',
      path: { ...DesktopPath, volume_id: VolumeIdText },
      answers: { 200: PlanAnswer },
    }),
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId, volume_id: volumeId } = request.params;
      await findAuthorizedDesktop(database, access, desktopId);
      const id = deletionOf(volumeId);
      const found = (await store.read(access.projectId, [id])).get(id);
      const asked = { kind: 'volume' as const, id, projectId: access.projectId, desktopId, found };
      const shown = await showPartPlan(database, asked, engineName, request.language);
      return reply.header('etag', `"${shown.digest}"`).send({ ...shown, volume_id: volumeId });
    },
  );
}

/** A deletion of a disk is known by the disk's id. */
function deletionOf(volumeId: ItemId): DesktopId {
  return asId<DesktopId>(volumeId);
}

/** The store as far as it is about the disks of one desktop: those of another look like missing ones. */
function disksOf(store: AcceptanceStore, desktopId: DesktopId): AcceptanceStore {
  return {
    accept: (acceptance) => store.accept(acceptance),
    join: (joining) => store.join(joining),
    read: async (projectId, ids) => {
      const found = await store.read(projectId, ids);
      const own = ([, { part }]: readonly [DesktopId, Deletable]) => part?.desktopId === desktopId;
      return new Map([...found].filter(own));
    },
  };
}
