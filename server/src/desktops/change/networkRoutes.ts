import { Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { workspace } from '../../http/declare.js';
import { DesktopIdText, DesktopPath } from '../../http/schemas/ids.js';
import { oneLineText } from '../../http/schemas/text.js';
import { JobAnswer } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { ProjectId, SubnetId } from '../../ids.js';
import { findAuthorizedDesktop, readAuthorizedDesktops } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { badOrder, unknownInOrder } from '../create/orderRefusals.js';
import { findNamedGroups, findNamedSubnets } from '../create/resolveOrder.js';
import { changeNetworks } from './changeNetworks.js';

export interface DesktopNetworkParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** Something became due. */
  readonly announceWork: () => void;
}

const GroupId = oneLineText(255, { minLength: 1 });
const place = {
  vpc_id: Type.Optional(oneLineText(255, { minLength: 1 })),
  subnet_id: Type.Optional(oneLineText(255, { minLength: 1 })),
};

const ChangeBody = Type.Object({
  ...place,
  private_ip: Type.Optional(oneLineText(255)),
  security_group_ids: Type.Array(GroupId, { minItems: 1, maxItems: 100 }),
});

const BatchChangeBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  ...place,
  security_group_ids: Type.Optional(Type.Array(GroupId, { maxItems: 100 })),
});

/** ChangeDesktopNetwork and BatchChangeDesktopNetwork: another subnet, address, other security groups. */
export function addDesktopNetworkRoutes(app: Server, parts: DesktopNetworkParts): void {
  const { database, ambient } = parts;

  app.put(
    '/v2/:project_id/desktops/:desktop_id/networks',
    workspace(
      'ChangeDesktopNetwork',
      'Move a desktop to another subnet or address, or change its security groups',
      {
        path: DesktopPath,
        body: ChangeBody,
        answers: { 200: JobAnswer },
      },
    ),
    async (request) => {
      const access = accessOf(request);
      const { projectId } = access;
      const { private_ip: address = '', security_group_ids: groups } = request.body;
      const { id } = await findAuthorizedDesktop(database, access, request.params.desktop_id);
      const jobId = await changeNetworks(database, ambient, {
        projectId,
        desktopIds: [id],
        subnetId: await findSubnet(database, projectId, request.body),
        address: address === '' ? undefined : address,
        securityGroupIds: await findNamedGroups(database, projectId, groups, 'security_group_ids'),
        jobType: 'changeDesktopNetwork',
      });
      parts.announceWork();
      return { job_id: jobId };
    },
  );

  app.post(
    '/v2/:project_id/desktops/networks/batch-change',
    workspace(
      'BatchChangeDesktopNetwork',
      'Move desktops to another subnet, or change their security groups',
      {
        body: BatchChangeBody,
        answers: { 200: JobAnswer },
      },
    ),
    async (request) => {
      const access = accessOf(request);
      const { projectId } = access;
      const { desktop_ids, security_group_ids: groups = [] } = request.body;
      const desktopIds = [...new Set(desktop_ids)];
      await readAuthorizedDesktops(database, access, desktopIds);
      const jobId = await changeNetworks(database, ambient, {
        projectId,
        desktopIds,
        subnetId: await findSubnet(database, projectId, request.body),
        address: undefined,
        securityGroupIds:
          groups.length === 0
            ? undefined
            : await findNamedGroups(database, projectId, groups, 'security_group_ids'),
        jobType: 'batchChangeDesktopNetwork',
      });
      parts.announceWork();
      return { job_id: jobId };
    },
  );
}

/** @throws {ApiError} WKS.0001 */
async function findSubnet(
  database: Database,
  projectId: ProjectId,
  body: { readonly vpc_id?: string; readonly subnet_id?: string },
): Promise<SubnetId | undefined> {
  const { vpc_id: vpc, subnet_id: wanted } = body;
  if (wanted === undefined) {
    if (vpc === undefined) return undefined;
    throw badOrder('subnet_id', {
      en: 'subnet_id is needed with vpc_id: a desktop moves to a subnet',
      zh: '指定vpc_id时必须同时指定subnet_id',
    });
  }
  const [subnet] = await findNamedSubnets(database, projectId, [wanted]);
  if (subnet === undefined) throw unknownInOrder('subnet_id', wanted);
  if (vpc !== undefined && subnet.vpc_id !== vpc.toLowerCase())
    throw badOrder('vpc_id', {
      en: `vpc_id must be the VPC of the subnet: "${vpc.slice(0, 100)}" is another one`,
      zh: `vpc_id的值“${vpc.slice(0, 100)}”不是该子网所属的VPC`,
    });
  return subnet.id;
}
