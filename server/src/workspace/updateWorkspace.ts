import type { Database } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';
import { requireWorkspace, type Workspace } from './findWorkspace.js';

export interface WorkspaceChange {
  readonly is_send_email?: boolean;
  readonly ad_domains?: { readonly delete_computer_object?: 0 | 1 };
  readonly enterprise_id?: string;
  readonly subnet_ids?: readonly string[];
}

/**
 * Changes whether mails are sent when desktops go, or whether computer accounts go with them. The other attributes stay what they
 * are: whoever names one as it is changes nothing, and any other value refuses the whole call.
 * @throws {ApiError} DPL.0501 naming an attribute that cannot be changed, WKS.0001 when none is named, WKS.00010099 when the
 * service is not open
 */
export async function updateWorkspace(
  database: Database,
  projectId: ProjectId,
  change: WorkspaceChange,
): Promise<{ enterpriseId: string }> {
  const { is_send_email, ad_domains } = change;
  const named = [is_send_email, ad_domains, change.enterprise_id, change.subnet_ids];
  if (named.every((attribute) => attribute === undefined)) {
    throw new ApiError('WKS.0001', [
      {
        en: 'only is_send_email and ad_domains.delete_computer_object can be changed',
        zh: '仅可修改is_send_email和ad_domains.delete_computer_object',
      },
    ]);
  }
  const workspace = await requireWorkspace(database, projectId);
  refuseOtherPlace(workspace, change);
  const deletesComputers = ad_domains?.delete_computer_object;
  if (is_send_email !== undefined || deletesComputers !== undefined)
    await database
      .updateTable('workspaces')
      .set({
        ...(is_send_email === undefined ? {} : { is_send_email }),
        ...(deletesComputers === undefined ? {} : { delete_computer_object: deletesComputers === 1 }),
      })
      .where('project_id', '=', projectId)
      .execute();
  return { enterpriseId: workspace.enterprise_id };
}

/** The subnets and the enterprise id are those with which the service was opened. */
function refuseOtherPlace(workspace: Workspace, { enterprise_id, subnet_ids }: WorkspaceChange): void {
  if (enterprise_id !== undefined && enterprise_id !== workspace.enterprise_id)
    throw cannotChange('enterprise_id', workspace.enterprise_id);
  const now = [...workspace.subnet_ids].sort().join(', ');
  const wanted = subnet_ids?.map((id) => id.toLowerCase()).sort();
  if (wanted !== undefined && wanted.join(', ') !== now) throw cannotChange('subnet_ids', now);
}

function cannotChange(field: string, now: string): ApiError {
  const words: ErrorArgument = {
    en: `${field} cannot be changed here; it is ${now}`,
    zh: `此处不能修改${field}，其值为${now}`,
  };
  return new ApiError('DPL.0501', [words], `body: ${field}`);
}
