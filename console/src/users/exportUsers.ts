import { namesOfExport } from '@deskplane/server/users/exports/exportLimits.js';
import { callOperation } from '../api/operations';
import { ServiceError } from '../api/serviceError';

/** All desktop users of the project, or of a group, as CSV that can be imported again. @throws {ServiceError} */
export async function exportUsers(projectId: string, groupId?: string): Promise<string> {
  const { task_id } =
    groupId === undefined
      ? await callOperation(projectId, 'ExportUsersNew', { body: {} })
      : await callOperation(projectId, 'ExportUserGroupUsersNew', { path: { group_id: groupId } });
  return take(projectId, task_id);
}

/** The users of these names, as {@link exportUsers}: by name, whatever the order is. @throws {ServiceError} */
export async function exportNamedUsers(projectId: string, names: readonly string[]): Promise<string> {
  const sorted = names.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  let table = '';
  for (let start = 0; start < sorted.length; start += namesOfExport) {
    const user_names = sorted.slice(start, start + namesOfExport);
    const { task_id } = await callOperation(projectId, 'ExportUsersNew', { body: { user_names } });
    const part = await take(projectId, task_id);
    // Titles stand once.
    table += start === 0 ? part : part.slice(part.indexOf('\n') + 1);
  }
  return table;
}

/** The file of an export, which is deleted then. */
async function take(projectId: string, task_id: string): Promise<string> {
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
