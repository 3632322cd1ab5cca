import { restoreFormat } from '@deskplane/verify/restoreTypes.js';
import { Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import { EnvelopeBody, PlainEntryBody, PublicJwkBody, SignedEntryBody } from '../../audit/schemas.js';
import type { Database } from '../../database/connect.js';
import type { EngineName } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { formatSecondTime } from '../../http/apiTimes.js';
import { workspace } from '../../http/declare.js';
import { readIfMatch } from '../../http/ifMatch.js';
import { conditionHeader } from '../../http/schemas/conditionHeader.js';
import { DesktopPath, JobIdText, uuid } from '../../http/schemas/ids.js';
import { JobAnswer, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { asId, type DesktopId, type ItemId } from '../../ids.js';
import {
  authorizeDesktop,
  findAuthorizedDesktop,
  readAuthorizedDesktop,
} from '../access/authorizeDesktop.js';
import { decideAgain } from '../access/decideAgain.js';
import { accessOf } from '../access/desktopAccess.js';
import { readDesktopResources } from '../access/desktopResource.js';
import { decidedWith } from '../access/standingRights.js';
import { acceptRestores } from './acceptRestores.js';
import { assembleRestore } from './assembleRestore.js';
import { digestOfRestore, requireRestorable } from './planRestore.js';
import { readOwners, readRestorables } from './readRestores.js';

export interface RestoreParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly engineName: EngineName;
  /** Something became due. */
  readonly announceWork: () => void;
}

const SnapshotIdText = uuid<ItemId>('Snapshot ID.');

const RestorePlan = Type.Object({
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
  snapshot_id: Type.String(),
  snapshot_name: Type.String(),
  create_time: Type.String({
    description: 'When the snapshot was made: what was written to the disk since is lost.',
  }),
  volume_id: Type.String({ description: 'The disk that is put back.' }),
  device: Type.String(),
  is_system_disk: Type.Boolean(),
  size: Type.Integer({ description: 'Of the disk, in GB; it stays as large as it is.' }),
  key_id: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'The key of disk and snapshot, which is kept. Null: they are not encrypted.',
  }),
  reason: Type.String({ description: 'What is lost and what stays, in words.' }),
});

/** What `deskplane receipt verify` checks without the service. */
const RestoreReceipt = Type.Object({
  format: Type.Literal(restoreFormat),
  receipt: SignedEntryBody,
  acceptance: PlainEntryBody,
  head: EnvelopeBody,
  keys: Type.Array(PublicJwkBody),
});

/** BatchRestoreDesktopSnapshot, the plan of it and the receipt of what came of it (docs/reference/desktops.md#snapshots). */
export function addRestoreRoutes(app: Server, parts: RestoreParts): void {
  const { database, ambient, engineName, announceWork } = parts;

  app.post(
    '/v2/:project_id/snapshots/batch-restore',
    workspace('BatchRestoreDesktopSnapshot', 'Put disks back to snapshots of them', {
      description:
        'What was written to the disks since is lost. Their desktops must be off. All are put back, or none where one of them cannot ' +
        'be; afterwards the sub-jobs of the answered job tell of each.',
      body: Type.Object({ snapshot_ids: Type.Array(SnapshotIdText, { minItems: 1, maxItems: 100 }) }),
      headers: conditionHeader,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const digests = readIfMatch(request.headers['if-match']);
      const snapshotIds = [...new Set(request.body.snapshot_ids)];
      const jobId = await decideAgain(request, async (access) => {
        const { projectId } = access;
        // First the rights, only then whether there are such snapshots.
        const owners = await readOwners(database, projectId, snapshotIds);
        const desktops = await readDesktopResources(database, projectId, [...new Set(owners.values())]);
        const allowedBy = new Map(
          snapshotIds.map((id) => {
            const owner = owners.get(id);
            const desktop = owner === undefined ? undefined : desktops.get(owner);
            return [id, authorizeDesktop(access, owner ?? asId<DesktopId>(id), desktop)];
          }),
        );
        return acceptRestores(database, ambient, {
          projectId,
          snapshotIds,
          digests,
          userId: access.principal.userId,
          requestId: request.id,
          engine: engineName,
          allowedBy,
          decided: decidedWith(access, desktops),
        });
      });
      announceWork();
      request.log.info({ job: jobId, snapshots: snapshotIds }, 'restores of disks were asked for');
      return { job_id: jobId };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/snapshots/:snapshot_id/restore-plan',
    workspace('ShowSnapshotRestorePlan', 'What putting a disk back to a snapshot would do', {
      description: 'Changes nothing. Refused as the restore itself would be.',
      path: { ...DesktopPath, snapshot_id: SnapshotIdText },
      answers: { 200: RestorePlan },
    }),
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId, snapshot_id: id } = request.params;
      await findAuthorizedDesktop(database, access, desktopId);
      const read = (await readRestorables(database, access.projectId, [id])).get(id);
      if (read?.desktop.id !== desktopId) throw new ApiError('DPL.0404', ['snapshot']);
      const found = requireRestorable(read, id);
      const { desktop, disk } = found;
      const digest = digestOfRestore(found);
      const time = formatSecondTime(found.createdAt);
      return reply.header('etag', `"${digest}"`).send({
        desktop_id: desktop.id,
        computer_name: desktop.name,
        engine: engineName,
        digest,
        snapshot_id: id,
        snapshot_name: found.name,
        create_time: time,
        volume_id: disk.id,
        device: disk.device,
        is_system_disk: disk.isRoot,
        size: disk.sizeGiB,
        key_id: disk.keyId,
        reason: {
          en: `Everything written to the disk since ${time} is lost. The snapshot, the other disks and the size of the disk stay.`,
          zh: `磁盘自${time}以来写入的全部内容将丢失；快照、其他磁盘和该磁盘的大小保持不变。`,
        }[request.language],
      });
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/snapshots/:snapshot_id/restores/:job_id/receipt',
    workspace('ShowSnapshotRestoreReceipt', 'The receipt of a disk that was put back to a snapshot', {
      description:
        'Once the restore has ended, also when it failed, and also when the snapshot or the desktop is gone. It can be checked without ' +
        'the service: deskplane receipt verify.',
      path: { ...DesktopPath, snapshot_id: SnapshotIdText, job_id: JobIdText },
      answers: { 200: RestoreReceipt },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId, snapshot_id: snapshotId, job_id: jobId } = request.params;
      // The tombstone keeps its tags: whoever was allowed to see the desktop may see what was done to it.
      await readAuthorizedDesktop(database, access, desktopId);
      const { projectId } = access;
      const found = await assembleRestore(database, { projectId, desktopId, snapshotId, jobId });
      return requireFound(found, { en: 'receipt of this restore', zh: '该恢复的回执' });
    },
  );
}
