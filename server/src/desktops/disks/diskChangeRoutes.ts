import { Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import { maxIops, maxThroughput } from '../../catalogue/volumeProducts.js';
import type { Database } from '../../database/connect.js';
import type { EngineOffer } from '../../engines/contract.js';
import { workspace } from '../../http/declare.js';
import { DesktopIdText, DesktopPath, VolumeIdText } from '../../http/schemas/ids.js';
import { JobAnswer } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { enterpriseProjectOf } from '../../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { asId, type DesktopId, type JobId } from '../../ids.js';
import {
  type DesktopAccess,
  findAuthorizedDesktop,
  readAuthorizedDesktops,
} from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { volumeOf } from '../create/createSchemas.js';
import { badOrder } from '../create/orderRefusals.js';
import { addDisks, maxDataDisks, type NewDisk } from './addDisks.js';
import { type Growth, growDisks } from './growDisks.js';
import { oneList } from './oneList.js';
import { readOwners, setDiskSpeeds } from './setDiskSpeeds.js';

export interface DiskChangeParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly offer: EngineOffer;
  /** Something became due. */
  readonly announceWork: () => void;
}

const NewVolumes = Type.Array(volumeOf(10), { minItems: 1, maxItems: maxDataDisks });
const DesktopVolumes = Type.Optional(
  Type.Array(Type.Object({ desktop_id: DesktopIdText, volumes: NewVolumes }), { maxItems: 100 }),
);
/** In GB, in steps of ten as at the creation. */
const NewSize = Type.Integer({ minimum: 10, maximum: 32_768, multipleOf: 10 });
const Expansions = Type.Optional(
  Type.Array(Type.Object({ desktop_id: DesktopIdText, volume_id: VolumeIdText, new_size: NewSize }), {
    maxItems: 100,
  }),
);

/** AddVolumes, AddDesktopVolumes, ExpandVolumes, ExpandDesktopVolume and BatchModifyQosVolumes. */
export function addDiskChangeRoutes(app: Server, parts: DiskChangeParts): void {
  const { database, ambient, offer } = parts;
  const add = (access: DesktopAccess, disks: readonly NewDisk[]): Promise<JobId> =>
    addDisks(database, ambient, offer, { projectId: access.projectId, disks });
  const grow = (access: DesktopAccess, growths: readonly Growth[]): Promise<JobId> =>
    growDisks(database, ambient, offer, { projectId: access.projectId, growths });
  const accepted = (jobId: JobId): { job_id: JobId } => {
    parts.announceWork();
    return { job_id: jobId };
  };

  app.post(
    '/v2/:project_id/volumes',
    workspace('AddVolumes', 'Add data disks to desktops', {
      description: 'A running desktop has them at once. Sub-jobs of the answered job tell of each disk.',
      body: Type.Object({ desktop_volumes: DesktopVolumes, addDesktopVolumesReq: DesktopVolumes }),
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const [name, wanted] = oneList(request.body, 'desktop_volumes', 'addDesktopVolumesReq');
      const desktopIds = [...new Set(wanted.map(({ desktop_id }) => desktop_id))];
      await readAuthorizedDesktops(database, access, desktopIds);
      const disks = wanted.flatMap(({ desktop_id: desktopId, volumes }, at) =>
        volumes.map((volume, index) => ({ desktopId, volume, place: `${name}.${at}.volumes.${index}` })),
      );
      return accepted(await add(access, disks));
    },
  );

  app.post(
    '/v2/:project_id/desktops/:desktop_id/volumes',
    workspace('AddDesktopVolumes', 'Add data disks to a desktop', {
      description: 'If it runs it has them at once. Sub-jobs of the answered job tell of each disk.',
      path: DesktopPath,
      body: Type.Object({
        volumes: NewVolumes,
        enterprise_project_id: Type.Optional(
          Type.String({ maxLength: 36, description: 'That of the desktop, whose disks have no other.' }),
        ),
      }),
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const { volumes, enterprise_project_id: enterprise } = request.body;
      const desktop = await findAuthorizedDesktop(database, access, desktopId);
      const own = desktop.enterpriseProjectId;
      if (enterprise !== undefined && enterpriseProjectOf(enterprise) !== own)
        throw badOrder('enterprise_project_id', {
          en: `enterprise_project_id must be left out or that of the desktop, ${own}: its disks have no other`,
          zh: `enterprise_project_id须省略或与桌面的企业项目${own}一致：磁盘没有单独的企业项目`,
        });
      const disks = volumes.map((volume, index) => ({ desktopId, volume, place: `volumes.${index}` }));
      return accepted(await add(access, disks));
    },
  );

  app.post(
    '/v2/:project_id/volumes/expand',
    workspace('ExpandVolumes', 'Make disks of desktops larger', {
      description:
        'System disks and data disks, while their desktops run where the machine lets disks grow in use. A disk never shrinks.',
      body: Type.Object({ desktop_volumes_expansion: Expansions, expandVolumesReq: Expansions }),
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const [name, wanted] = oneList(request.body, 'desktop_volumes_expansion', 'expandVolumesReq');
      const desktopIds = [...new Set(wanted.map(({ desktop_id }) => desktop_id))];
      await readAuthorizedDesktops(database, access, desktopIds);
      const growths = wanted.map((each, index) => ({
        desktopId: each.desktop_id,
        volumeId: each.volume_id,
        sizeGiB: each.new_size,
        field: `${name}.${index}.new_size`,
      }));
      return accepted(await grow(access, growths));
    },
  );

  app.post(
    '/v2/:project_id/desktops/:desktop_id/volumes/:volume_id/expand',
    workspace('ExpandDesktopVolume', 'Make a disk of a desktop larger', {
      description:
        'Its system disk or a data disk, while it runs where the machine lets disks grow in use. A disk never shrinks.',
      path: { ...DesktopPath, volume_id: VolumeIdText },
      body: Type.Object({ new_size: NewSize }),
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId, volume_id: volumeId } = request.params;
      await findAuthorizedDesktop(database, access, desktopId);
      const sizeGiB = request.body.new_size;
      return accepted(await grow(access, [{ desktopId, volumeId, sizeGiB, field: 'new_size' }]));
    },
  );

  app.put(
    '/v2/:project_id/volumes/batch-modify-qos',
    workspace('BatchModifyQosVolumes', 'Give disks another speed', {
      description: 'Of the type GPSSD2, where the engine can hold a disk to a speed.',
      body: Type.Object({
        volume_ids: Type.Array(VolumeIdText, { minItems: 1, maxItems: 100 }),
        qos: Type.Object({
          iops: Type.Integer({ minimum: 1, maximum: maxIops }),
          throughput: Type.Integer({ minimum: 1, maximum: maxThroughput }),
        }),
      }),
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { projectId } = access;
      const { volume_ids, qos } = request.body;
      const speed = { iops: qos.iops, throughputMiB: qos.throughput };
      const volumeIds = [...new Set(volume_ids)];
      const owners = await readOwners(database, projectId, volumeIds);
      // For a missing disk as for a missing desktop: first the right, only then the existence.
      const asked = volumeIds.map((id) => owners.get(id) ?? asId<DesktopId>(id));
      await readAuthorizedDesktops(database, access, [...new Set(asked)]);
      return accepted(await setDiskSpeeds(database, ambient, offer, { projectId, volumeIds, speed }));
    },
  );
}
