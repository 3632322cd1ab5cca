import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';

export interface WorkspaceChange {
  readonly is_send_email?: boolean;
  readonly ad_domains?: { readonly delete_computer_object?: 0 | 1 };
}

/**
 * Changes whether mails are sent when desktops go, or whether computer accounts go with them. Other attributes of the
 * real service have nothing here that they could change, so they are refused rather than ignored.
 * @throws {ApiError} WKS.0001 when nothing that can be changed is named, WKS.00010099 when the service is not open
 */
export async function updateWorkspace(
  database: Database,
  projectId: ProjectId,
  change: WorkspaceChange,
): Promise<{ enterpriseId: string }> {
  const deletesComputers = change.ad_domains?.delete_computer_object;
  if (change.is_send_email === undefined && deletesComputers === undefined) {
    throw new ApiError('WKS.0001', [
      'only is_send_email and ad_domains.delete_computer_object can be changed',
    ]);
  }
  const row = await database
    .updateTable('workspaces')
    .set({
      ...(change.is_send_email === undefined ? {} : { is_send_email: change.is_send_email }),
      ...(deletesComputers === undefined ? {} : { delete_computer_object: deletesComputers === 1 }),
    })
    .where('project_id', '=', projectId)
    .returning('enterprise_id')
    .executeTakeFirst();
  if (row === undefined) throw new ApiError('WKS.00010099');
  return { enterpriseId: row.enterprise_id };
}
