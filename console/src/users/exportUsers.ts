import { callOperation } from '../api/operations';
import { ServiceError } from '../api/serviceError';

/** All desktop users of the project, or of a group, as CSV that can be imported again. @throws {ServiceError} */
export async function exportUsers(projectId: string, groupId?: string): Promise<string> {
  const { task_id } =
    groupId === undefined
      ? await callOperation(projectId, 'ExportUsersNew', { body: {} })
      : await callOperation(projectId, 'ExportUserGroupUsersNew', { path: { group_id: groupId } });
  try {
    return await callOperation(projectId, 'DownloadExportFile', { path: { task_id } });
  } finally {
    await forget(projectId, task_id);
  }
}

/** Who may export need not be one who may delete exports: then it ends by itself. */
async function forget(projectId: string, task: string): Promise<void> {
  try {
    await callOperation(projectId, 'DeleteExportTasks', { body: { task_ids: [task] } });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
