import { Type } from 'typebox';
import { findVisibleDesktops } from '../../access/visibleDesktops.js';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { inOneSnapshot } from '../../database/oneSnapshot.js';
import { workspace } from '../../http/declare.js';
import { listScopeOf, projectOf } from '../../http/request.js';
import { DesktopIdText } from '../../http/schemas/ids.js';
import { paging } from '../../http/schemas/paging.js';
import { Filter, oneLineText } from '../../http/schemas/text.js';
import { JobAnswer, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { readAuthorizedDesktops } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { createSnapshots, diskTypes } from './createSnapshots.js';
import { listSnapshots, snapshotStatuses } from './listSnapshots.js';

export interface SnapshotParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** Something became due. */
  readonly announceWork: () => void;
}

const Words = Type.Optional(
  Type.Object({
    name: Type.Optional(oneLineText(64, { minLength: 1 })),
    description: Type.Optional(oneLineText(255)),
  }),
);

const Names = Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 }));

const Snapshot = Type.Object({
  snapshot_id: Type.String(),
  snapshot_name: Type.String(),
  desktop_id: Type.String(),
  desktop_name: Type.String(),
  desktop_sid: Type.Null(),
  desktop_pool_id: Type.Null(),
  volume_id: Type.String({ description: 'The disk that it is of.' }),
  is_system_disk: Type.Boolean(),
  status: oneOf(snapshotStatuses),
  process: Type.Integer({ minimum: 0, maximum: 100 }),
  description: Type.String(),
  create_time: Type.String(),
  create_type: oneOf(['MANUAL']),
});

/** ListDesktopSnapshot and BatchCreateDesktopSnapshot (docs/reference/desktops.md#snapshots). */
export function addSnapshotRoutes(app: Server, { database, ambient, announceWork }: SnapshotParts): void {
  app.get(
    '/v2/:project_id/snapshots',
    workspace('ListDesktopSnapshot', 'Snapshots of disks, the newest first', {
      query: Type.Object({
        desktop_id: Type.Optional(DesktopIdText),
        desktop_ids: Type.Optional(Type.Array(DesktopIdText, { maxItems: 100 })),
        desktop_name: Filter,
        desktop_names: Names,
        snapshot_name: Filter,
        snapshot_names: Names,
        disk_type: Type.Optional(oneOf(diskTypes)),
        create_type: Type.Optional(oneOf(['MANUAL'])),
        status: Type.Optional(oneOf(snapshotStatuses)),
        sort_field: Type.Optional(oneOf(['create_time', 'snapshot_name'])),
        sort_type: Type.Optional(oneOf(['ASC', 'DESC'])),
        ...paging({ max: 1000 }),
      }),
      answers: {
        200: Type.Object({ total_count: Type.Integer(), desktop_snapshots: Type.Array(Snapshot) }),
      },
    }),
    async (request) => {
      const projectId = projectOf(request);
      const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
      return inOneSnapshot(database, (snapshot) =>
        listSnapshots(snapshot, projectId, request.query, visible),
      );
    },
  );

  app.post(
    '/v2/:project_id/snapshots/batch-create',
    workspace('BatchCreateDesktopSnapshot', 'Make snapshots of disks of desktops', {
      description:
        'Of all of the desktops or of none. A desktop that runs goes on running. A snapshot goes with its disk and its desktop.',
      body: Type.Object({
        desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
        disk_type: oneOf(diskTypes),
        system_disk_snapshot: Words,
        data_disk_snapshot: Words,
      }),
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { body } = request;
      const desktopIds = [...new Set(body.desktop_ids)];
      await readAuthorizedDesktops(database, access, desktopIds);
      const jobId = await createSnapshots(database, ambient, {
        projectId: access.projectId,
        desktopIds,
        diskType: body.disk_type,
        ofSystemDisk: body.system_disk_snapshot,
        ofDataDisks: body.data_disk_snapshot,
      });
      announceWork();
      return { job_id: jobId };
    },
  );
}
