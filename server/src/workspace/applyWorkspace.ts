import { sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import { refuseTaken } from '../iam/identities/taken.js';
import type { JobId, ProjectId, SubnetId, VpcId } from '../ids.js';
import { insertJob } from '../jobs/insertJob.js';
import type { JobType } from '../jobs/jobTypes.js';
import { lockNetworks } from '../network/change/networkQuotas.js';
import { findWorkspace } from './findWorkspace.js';
import { createWorkspace } from './openWorkspace.js';

export interface ServiceParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

export interface ServiceRequest {
  readonly projectId: ProjectId;
  readonly language: string;
  readonly body: {
    readonly ad_domains: { readonly delete_computer_object?: 0 | 1 };
    readonly vpc_id?: string;
    readonly subnet_ids?: readonly { readonly subnet_id: string }[];
    readonly enterprise_id?: string;
    readonly is_send_email?: boolean;
  };
}

/**
 * Opens the service on request: on a VPC of the project with some of its subnets, or, where none is named, on new ones.
 * @returns the job that reports it, which is done
 * @throws {ApiError} DPL.0409 when it is open, or the enterprise ID is taken; DPL.0404 for a VPC or subnet that is not there; WKS.0001
 */
export async function applyWorkspace(
  { database, ambient }: ServiceParts,
  { projectId, language, body }: ServiceRequest,
): Promise<JobId> {
  return refuseTaken(enterpriseIdTaken(body.enterprise_id ?? ''), () =>
    database.transaction().execute(async (transaction) => {
      await lockNetworks(transaction, projectId);
      if ((await findWorkspace(transaction, projectId)) !== undefined) throw isOpen();
      const network = await findNetwork(transaction, projectId, body);
      const { enterprise_id: enterpriseId, is_send_email: sendsMail } = body;
      const opened = await createWorkspace(transaction, ambient, {
        projectId,
        language,
        ...(network === undefined ? {} : { network }),
        ...((enterpriseId ?? '') === '' ? {} : { enterpriseId }),
        ...(sendsMail === undefined ? {} : { sendsMail }),
        deletesComputers: body.ad_domains.delete_computer_object === 1,
      });
      await transaction.deleteFrom('closed_workspaces').where('project_id', '=', projectId).execute();
      noteInAuditEvent({ resource: { type: 'tenant', id: opened.id, name: opened.enterprise_id } });
      return insertDoneJob(transaction, ambient, projectId, 'applyWorkspace');
    }),
  );
}

/** A job about the service itself, whose work the same transaction does. */
export async function insertDoneJob(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  jobType: JobType,
): Promise<JobId> {
  return insertJob(transaction, ambient, { projectId, jobType, subJobs: [{ desktopId: null, done: true }] });
}

/**
 * The subnets of a VPC that are named, or all that it has.
 * @param at where they stand in the body, for refusals
 * @throws {ApiError} DPL.0404 for one that is not of the project or of the VPC, WKS.0001 when there is none
 */
export async function findSubnets(
  transaction: Transaction,
  projectId: ProjectId,
  vpcId: VpcId,
  wanted: readonly string[] | undefined,
): Promise<readonly SubnetId[]> {
  const rows = await transaction
    .selectFrom('subnets')
    .select('id')
    .where('project_id', '=', projectId)
    .where('vpc_id', '=', vpcId)
    .orderBy('id')
    .forKeyShare()
    .execute();
  const there = rows.map(({ id }) => id);
  const ids = wanted?.map((text) =>
    requireFound(
      there.find((id) => id === text.toLowerCase()),
      {
        en: `subnet ${text} of VPC ${vpcId}`,
        zh: `VPC ${vpcId}的子网${text}`,
      },
      'body: subnet_ids',
    ),
  );
  const found = [...new Set(ids ?? there)];
  if (found.length === 0) throw noSubnet();
  return found;
}

async function findNetwork(transaction: Transaction, projectId: ProjectId, body: ServiceRequest['body']) {
  const wanted = body.subnet_ids?.map(({ subnet_id }) => subnet_id) ?? [];
  if ((body.vpc_id ?? '') === '') {
    if (wanted.length === 0) return undefined;
    throw new ApiError(
      'WKS.0001',
      [
        {
          en: 'vpc_id is missing: subnet_ids are subnets of it',
          zh: '缺少vpc_id：subnet_ids须为该VPC的子网',
        },
      ],
      'body: vpc_id',
    );
  }
  const vpc = requireFound(
    await transaction
      .selectFrom('vpcs')
      .select('id')
      .where('project_id', '=', projectId)
      .where(sql<boolean>`id::text = lower(${body.vpc_id})`)
      .executeTakeFirst(),
    'VPC',
    'body: vpc_id',
  );
  const subnetIds = await findSubnets(
    transaction,
    projectId,
    vpc.id,
    wanted.length === 0 ? undefined : wanted,
  );
  return { vpcId: vpc.id, subnetIds };
}

/** What names an enterprise ID that another service of this installation has. */
export function enterpriseIdTaken(id: string): ApiError {
  return new ApiError(
    'DPL.0409',
    [{ en: `the enterprise ID "${id}" is taken; choose another one`, zh: `企业ID“${id}”已被使用，请更换` }],
    'body: enterprise_id',
  );
}

const isOpen = (): ApiError =>
  new ApiError('DPL.0409', [
    { en: 'the service is open in this project already', zh: '该项目已开通云桌面服务' },
  ]);

const noSubnet = (): ApiError =>
  new ApiError(
    'WKS.0001',
    [
      {
        en: 'subnet_ids must name at least one subnet of the VPC',
        zh: 'subnet_ids至少须包含该VPC的一个子网',
      },
    ],
    'body: subnet_ids',
  );
