import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { inOneSnapshot } from '../../database/oneSnapshot.js';
import { workspace } from '../../http/declare.js';
import { callerOf, listScopeOf, projectOf } from '../../http/request.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { findAuthorizedGroups } from '../groups/findAuthorizedGroup.js';
import { UserGroupPath } from '../groups/groupSchemas.js';
import { listGroups } from '../groups/listGroups.js';
import { findVisibleUsers } from '../visibleUsers.js';
import {
  CsvFile,
  DeleteExportTasksBody,
  ExportGroupsQuery,
  ExportMembersQuery,
  ExportTaskIdAnswer,
  ExportTaskList,
  ExportTaskPath,
  ExportUsersBody,
  ListExportTasksQuery,
  TemplateQuery,
} from './exportSchemas.js';
import { createExport, deleteExports, findExport, listExports } from './exportTasks.js';
import { noteDownload, readExportedUsers } from './readExportedUsers.js';
import { languageOfFile, sendFile } from './sendFile.js';
import { writeGroupFile } from './writeGroupFile.js';
import { writeUserFile, writeUserTemplate } from './writeUserFile.js';

/** Desktop users and their groups as files (docs/reference/users.md#exports). */
export function addExportRoutes(
  app: Server,
  parts: { readonly database: Database; readonly ambient: Ambient },
): void {
  const { database, ambient } = parts;

  app.post(
    '/v3/:project_id/users/export',
    workspace('ExportUsersNew', 'Export desktop users', {
      description:
        'Notes who is in the export; DownloadExportFile makes the file. What an import takes stands first in it. Passwords are not in it.',
      body: ExportUsersBody,
      answers: { 200: ExportTaskIdAnswer },
    }),
    async (request) => {
      const projectId = projectOf(request);
      const { body } = request;
      const filter = {
        userName: body.user_name,
        userNames: body.user_names,
        description: body.description,
        activeType: body.active_type,
        enterpriseProjectId: body.enterprise_project_id,
        groupId: undefined,
        groupName: undefined,
        visible: await findVisibleUsers(database, projectId, listScopeOf(request)),
      };
      const order = {
        projectId,
        maker: callerOf(request).userId,
        filter,
        language: languageOfFile(request, body.language),
      };
      return { task_id: await createExport(parts, order) };
    },
  );

  app.get(
    '/v3/:project_id/groups/:group_id/users/export',
    workspace('ExportUserGroupUsersNew', 'Export the users of a group', {
      description: 'As ExportUsersNew.',
      path: UserGroupPath,
      query: ExportMembersQuery,
      answers: { 200: ExportTaskIdAnswer },
    }),
    async (request) => {
      const { query } = request;
      const { group_id: groupId } = request.params;
      await findAuthorizedGroups(database, request, [groupId]);
      const filter = {
        userName: query.user_name,
        userNames: undefined,
        description: query.description,
        activeType: query.active_type,
        enterpriseProjectId: query.enterprise_project_id,
        groupId,
        groupName: query.group_name,
        visible: undefined,
      };
      const language = languageOfFile(request, query.language);
      const order = { projectId: projectOf(request), maker: callerOf(request).userId, filter, language };
      return { task_id: await createExport(parts, order) };
    },
  );

  app.get(
    '/v2/:project_id/export-tasks',
    workspace('ListExportTasks', 'The exports whose file can be downloaded, or could be until lately', {
      description:
        'The newest first. A file can be downloaded for a day; a week after it was made an export is gone.',
      query: ListExportTasksQuery,
      answers: { 200: ExportTaskList },
    }),
    async (request) =>
      inOneSnapshot(database, (snapshot) =>
        listExports(snapshot, projectOf(request), request.query, ambient.serviceNow()),
      ),
  );

  app.get(
    '/v2/:project_id/export-tasks/:task_id/download',
    workspace('DownloadExportFile', 'Download the file of an export', {
      description:
        'CSV in UTF-8, with what the users are now. Who was deleted since is not in it, nor is whom the caller may not export.',
      path: ExportTaskPath,
      produces: ['text/csv'],
      answers: { 200: CsvFile },
    }),
    async (request, reply) => {
      const projectId = projectOf(request);
      const now = ambient.serviceNow();
      const task = await findExport(database, projectId, request.params.task_id, now);
      const visible = await findVisibleUsers(database, projectId, listScopeOf(request));
      const users = await readExportedUsers(database, projectId, task.id, visible);
      await noteDownload(database, projectId, task.id, now);
      return sendFile(reply, task.file_name, writeUserFile(users, task.language, now));
    },
  );

  app.post(
    '/v2/:project_id/export-tasks/batch-delete',
    workspace('DeleteExportTasks', 'Delete exports: all of them, or none if one is missing', {
      body: DeleteExportTasksBody,
      answers: { 200: NoContent },
    }),
    async (request, reply) => {
      await deleteExports(database, projectOf(request), request.body.task_ids);
      return reply.code(200).send(null);
    },
  );

  app.get(
    '/v2/:project_id/groups/export',
    workspace('ExportUserGroups', 'Export the groups of desktop users', {
      description: 'CSV in UTF-8.',
      query: ExportGroupsQuery,
      produces: ['text/csv'],
      answers: { 200: CsvFile },
    }),
    async (request, reply) => {
      const { keyword, limit, offset, language } = request.query;
      const filter = {
        ...(keyword === undefined ? {} : { keyword }),
        limit: String(limit),
        offset: String(offset),
      };
      const { user_groups } = await inOneSnapshot(database, (snapshot) =>
        listGroups(snapshot, projectOf(request), filter, listScopeOf(request)),
      );
      const groups = limit === 0 ? [] : user_groups;
      return sendFile(reply, 'user-groups.csv', writeGroupFile(groups, languageOfFile(request, language)));
    },
  );

  app.get(
    '/v2/:project_id/users/template/download',
    workspace('ExportUsersTemplate', 'Download a table to fill in with desktop users', {
      description: 'CSV in UTF-8: the titles that an import of users knows.',
      query: TemplateQuery,
      produces: ['text/csv'],
      answers: { 200: CsvFile },
    }),
    async (request, reply) => {
      const { language, active_type: activeType } = request.query;
      const file = writeUserTemplate(languageOfFile(request, language), activeType === 'ADMIN_ACTIVATE');
      return sendFile(reply, 'users.csv', file);
    },
  );
}
