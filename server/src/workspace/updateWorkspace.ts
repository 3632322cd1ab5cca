import { sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import { refuseTaken } from '../iam/identities/taken.js';
import type { JobId, ProjectId, SubnetId } from '../ids.js';
import { enterpriseIdTaken, findSubnets, insertDoneJob, type ServiceParts } from './applyWorkspace.js';
import type { Workspace } from './findWorkspace.js';

export interface WorkspaceChange {
  readonly is_send_email?: boolean;
  readonly ad_domains?: { readonly delete_computer_object?: 0 | 1 };
  readonly enterprise_id?: string;
  readonly subnet_ids?: readonly string[];
  readonly internet_access_port?: string;
}

/**
 * Changes the service: mails when desktops go, computer accounts that go with them, what its users name to sign in, the subnets for new
 * desktops. All of it, or nothing.
 * @param port at which the users of desktops reach it; '': the service does not know
 * @returns the job of what clients wait for: the enterprise ID
 * @throws {ApiError} WKS.0001 when nothing is named, WKS.00010099 when the service is not open, DPL.0409 for an enterprise ID that is
 * taken and for leaving out a subnet with desktops, DPL.0404 for a subnet that is not of its VPC, DPL.0501 for another port
 */
export async function updateWorkspace(
  { database, ambient }: ServiceParts,
  projectId: ProjectId,
  change: WorkspaceChange,
  port: string,
): Promise<{ readonly enterpriseId: string; readonly jobId: JobId | undefined }> {
  const { is_send_email, ad_domains, internet_access_port: wantedPort = '' } = change;
  const enterpriseId = (change.enterprise_id ?? '') === '' ? undefined : change.enterprise_id;
  const deletesComputers = ad_domains?.delete_computer_object;
  const named = [is_send_email, deletesComputers, enterpriseId, change.subnet_ids, wantedPort || undefined];
  if (named.every((attribute) => attribute === undefined)) throw nothingNamed();
  if (wantedPort !== '' && wantedPort !== port) throw cannotChange('internet_access_port', port);
  return refuseTaken(enterpriseIdTaken(enterpriseId ?? ''), () =>
    database.transaction().execute(async (transaction) => {
      // No order of desktops is under way meanwhile.
      const workspace = await transaction
        .selectFrom('workspaces')
        .selectAll()
        .where('project_id', '=', projectId)
        .forUpdate()
        .executeTakeFirst();
      if (workspace === undefined) throw new ApiError('WKS.00010099');
      const subnetIds = await readSubnets(transaction, workspace, change.subnet_ids);
      const renamed = enterpriseId !== undefined && enterpriseId !== workspace.enterprise_id;
      await transaction
        .updateTable('workspaces')
        .set({
          project_id: projectId,
          ...(is_send_email === undefined ? {} : { is_send_email }),
          ...(deletesComputers === undefined ? {} : { delete_computer_object: deletesComputers === 1 }),
          ...(renamed ? { enterprise_id: enterpriseId, enterprise_id_twin: '' } : {}),
          ...(subnetIds === undefined ? {} : { subnet_ids: [...subnetIds] }),
        })
        .where('project_id', '=', projectId)
        .execute();
      return {
        enterpriseId: enterpriseId ?? workspace.enterprise_id,
        jobId: renamed ? await insertDoneJob(transaction, ambient, projectId, 'updateWorkspace') : undefined,
      };
    }),
  );
}

async function readSubnets(
  transaction: Transaction,
  { project_id: projectId, vpc_id: vpcId, subnet_ids: before }: Workspace,
  wanted: readonly string[] | undefined,
): Promise<readonly SubnetId[] | undefined> {
  if (wanted === undefined) return undefined;
  const found = await findSubnets(transaction, projectId, vpcId, wanted);
  const left = before.filter((id) => !found.includes(id));
  const { rows } = await sql<{ subnet_id: string; desktops: number }>`
    select subnet_id::text, count(*)::int as desktops from desktops
    where project_id = ${projectId} and gone_at is null and subnet_id = any (${left}::uuid[])
    group by subnet_id order by subnet_id limit 1`.execute(transaction);
  const [used] = rows;
  if (used === undefined) return found;
  throw new ApiError(
    'DPL.0409',
    [
      {
        en: `subnet ${used.subnet_id} has ${used.desktops} desktops and must stay in subnet_ids`,
        zh: `子网${used.subnet_id}中有${used.desktops}个桌面，须保留在subnet_ids中`,
      },
    ],
    'body: subnet_ids',
  );
}

const nothingNamed = (): ApiError =>
  new ApiError('WKS.0001', [
    {
      en: 'nothing is named that could be changed: is_send_email, ad_domains.delete_computer_object, enterprise_id, subnet_ids',
      zh: '未指定可修改的内容：is_send_email、ad_domains.delete_computer_object、enterprise_id、subnet_ids',
    },
  ]);

/** @param now its value; '' when it has none */
function cannotChange(field: string, now: string): ApiError {
  const words: ErrorArgument =
    now === ''
      ? { en: `${field} cannot be changed; there is none`, zh: `修改${field}，目前没有该值` }
      : { en: `${field} cannot be changed; it is ${now}`, zh: `修改${field}，其值为${now}` };
  return new ApiError('DPL.0501', [words], `body: ${field}`);
}
