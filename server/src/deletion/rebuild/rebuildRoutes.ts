import { Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import {
  authorizeDesktop,
  findAuthorizedDesktop,
  refuseDeniedEffect,
} from '../../desktops/access/authorizeDesktop.js';
import { decideAgain } from '../../desktops/access/decideAgain.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import { type DesktopResource, readDesktopResources } from '../../desktops/access/desktopResource.js';
import { decidedWith } from '../../desktops/access/standingRights.js';
import { badOrder } from '../../desktops/create/orderRefusals.js';
import type { EngineName, EngineOffer } from '../../engines/contract.js';
import { workspace } from '../../http/declare.js';
import { readIfMatch } from '../../http/ifMatch.js';
import { conditionHeader } from '../../http/schemas/conditionHeader.js';
import { AnyId, DesktopIdText, DesktopPath } from '../../http/schemas/ids.js';
import { JobAnswer, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { enterpriseProjectOf } from '../../iam/identities/enterpriseProjects/enterpriseProjects.js';
import type { DesktopId } from '../../ids.js';
import { PlanAnswer, presentPlan } from '../plan/presentPlan.js';
import { readSnapshotNames } from '../plan/readSnapshotNames.js';
import { acceptRebuilds } from './acceptRebuilds.js';
import { digestOfRebuild, planOfDisk, requireImage, requireRebuildable } from './planRebuild.js';
import { readRebuildables } from './readRebuildables.js';

export interface RebuildParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly offer: EngineOffer;
  readonly engineName: EngineName;
  /** Something became due. */
  readonly announceWork: () => void;
}

const ImageTypeText = oneOf(['private', 'gold', 'market']);

const RebuildBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  image_type: ImageTypeText,
  image_id: AnyId,
  os_type: Type.Optional(Type.String({ maxLength: 255 })),
  enterprise_project_id: Type.Optional(
    Type.String({ maxLength: 36, description: 'That of the desktops, whose disks have no other.' }),
  ),
});

const RebuildPlan = Type.Object({
  desktop_id: Type.String(),
  computer_name: Type.String({
    description: 'What the desktop is called now. The digest does not cover it.',
  }),
  engine: oneOf(['local', 'simulated'], {
    description: 'What would carry it out. simulated: nothing real would be changed.',
  }),
  digest: Type.String({
    description: 'Send it as If-Match: "<digest>" to go ahead with exactly this plan. Also the ETag.',
  }),
  image_id: Type.String({ description: 'What the new system disk begins with.' }),
  image_name: Type.String(),
  volume_id: Type.String({
    description: 'The system disk that goes. Its deletion, and the receipt of that, are known by this id.',
  }),
  size: Type.Integer({ description: 'Of the system disk, in GB; the new one is as large.' }),
  stops: Type.Boolean({
    description: 'Whether the desktop runs: it is shut down then, and started again.',
  }),
  items: PlanAnswer.properties.items,
  reason: Type.String({ description: 'What is lost and what stays, in words.' }),
});

/** BatchRebuildDesktopsSystemDisk and the plan of it (docs/reference/desktops.md#rebuild). */
export function addRebuildRoutes(app: Server, parts: RebuildParts): void {
  const { database, ambient, offer, engineName } = parts;

  app.post(
    '/v2/:project_id/desktops/rebuild',
    workspace('BatchRebuildDesktopsSystemDisk', 'Give desktops a new system disk from an image', {
      description:
        'Everything on their system disks is lost, with the snapshots of these; data disks, addresses, users and settings stay. A running ' +
        'desktop is shut down and started again. None is rebuilt where one of them cannot be; afterwards the sub-jobs of the answered ' +
        'job tell of each. The disk that goes is named by them as volume_id, and its deletion has a receipt.',
      body: RebuildBody,
      headers: conditionHeader,
      notOffered: {
        encrypt_type: ['KEEP'],
        kms_id: [],
        delay_time: [0],
        message: [],
        order_id: [],
        handle_type: [],
      },
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const digests = readIfMatch(request.headers['if-match']);
      const { body } = request;
      const desktopIds = [...new Set(body.desktop_ids)];
      const jobId = await decideAgain(request, async (access) => {
        const { projectId, principal } = access;
        const desktops = await readDesktopResources(database, projectId, desktopIds);
        const allowedBy = new Map(
          desktopIds.map((id) => [id, authorizeDesktop(access, id, desktops.get(id))]),
        );
        for (const id of desktopIds)
          if (desktops.get(id)?.status === 'ACTIVE')
            refuseDeniedEffect(access, 'workspace:desktops:operate', id, desktops.get(id));
        refuseOtherProject(body.enterprise_project_id, desktops);
        return acceptRebuilds(database, ambient, offer, {
          projectId,
          desktopIds,
          image: { imageId: body.image_id, imageType: body.image_type, osType: body.os_type },
          digests,
          userId: principal.userId,
          userName: principal.userName,
          requestId: request.id,
          allowedBy,
          decided: decidedWith(access, desktops),
        });
      });
      parts.announceWork();
      request.log.info({ job: jobId, desktops: desktopIds }, 'rebuilds of desktops were asked for');
      return { job_id: jobId };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/rebuild-plan',
    workspace('ShowDesktopRebuildPlan', 'What a new system disk for a desktop would do', {
      description:
        'Changes nothing. Refused as the rebuild itself would be. What goes is planned by the same planner that deletions are carried ' +
        'out with.',
      path: DesktopPath,
      query: Type.Object({ image_id: AnyId, image_type: ImageTypeText }),
      answers: { 200: RebuildPlan },
    }),
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const { image_id: imageId, image_type: imageType } = request.query;
      await findAuthorizedDesktop(database, access, desktopId);
      const { projectId } = access;
      const image = requireImage(offer, { imageId, imageType }, 'query');
      const row = await database
        .selectFrom('desktops')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('id', '=', desktopId)
        .where('gone_at', 'is', null)
        .executeTakeFirst();
      const rows = new Map(row === undefined ? [] : [[desktopId, row]]);
      const read = (await readRebuildables(database, projectId, rows)).get(desktopId);
      const found = requireRebuildable(read, desktopId, image, 'query');
      const { desktop, disk } = found;
      const snapshots = await readSnapshotNames(database, projectId, desktopId);
      const surroundings = { computerName: desktop.computer_name, groups: [], snapshots };
      const { items } = presentPlan(planOfDisk(found), surroundings, engineName, request.language);
      const digest = digestOfRebuild(found, image);
      const losesSnapshots = items.some(({ kind }) => kind === 'snapshot');
      return reply.header('etag', `"${digest}"`).send({
        desktop_id: desktopId,
        computer_name: desktop.computer_name,
        engine: engineName,
        digest,
        image_id: image.id,
        image_name: image.name,
        volume_id: disk.id,
        size: disk.sizeGiB,
        stops: desktop.status === 'ACTIVE',
        items,
        reason: {
          en: `Everything on the system disk is lost${losesSnapshots ? ', with its snapshots' : ''}. Data disks, addresses, users and settings of the desktop stay.`,
          zh: `系统盘上的全部内容${losesSnapshots ? '及其快照' : ''}将丢失；桌面的数据盘、地址、用户和设置保持不变。`,
        }[request.language],
      });
    },
  );
}

/** Disks have no enterprise project but that of their desktop. @throws {ApiError} WKS.0001 */
function refuseOtherProject(
  wanted: string | undefined,
  desktops: ReadonlyMap<DesktopId, DesktopResource>,
): void {
  for (const { enterpriseProjectId: own } of desktops.values())
    if (wanted !== undefined && enterpriseProjectOf(wanted) !== own)
      throw badOrder('enterprise_project_id', {
        en: `enterprise_project_id must be left out or that of the desktops, ${own}: their disks have no other`,
        zh: `enterprise_project_id须省略或与桌面的企业项目${own}一致：磁盘没有单独的企业项目`,
      });
}
