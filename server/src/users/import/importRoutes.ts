import { refusalOfEffect } from '../../access/authorize.js';
import { workspace } from '../../http/declare.js';
import { callerOf, projectOf } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import { authorizeUserCreation, userToBe } from '../authorizeUserCreation.js';
import type { UserParts } from '../createUser.js';
import { CsvFile, ListTemplateQuery } from '../exports/exportSchemas.js';
import { languageOfFile, sendFile } from '../exports/sendFile.js';
import { writeUserTemplate } from '../exports/writeUserFile.js';
import { ImportedUserList, ImportUserListBody, ImportUserListQuery } from './importSchemas.js';
import { importUsers } from './importUsers.js';

/** Desktop users from a file (docs/reference/users.md#imports). */
export function addImportRoutes(app: Server, parts: UserParts): void {
  app.post(
    '/v2/:project_id/users/desktop-users/action/import',
    workspace('ImportUserList', 'Create the desktop users of a file', {
      description:
        'A form (multipart/form-data) whose part `file` is CSV, as ExportUserListTemplate has it: at most 200 users, 20 of them with a ' +
        'password. Who cannot be created is in `failed_detail_list` with the reasons; the others are created together.',
      query: ImportUserListQuery,
      body: ImportUserListBody,
      takesForm: true,
      notOffered: { 'query.vpc_id': [], 'query.subnet_id': [] },
      answers: { 200: ImportedUserList },
    }),
    async (request) => {
      authorizeUserCreation(request, undefined);
      const access = userToBe(projectOf(request), undefined);
      const refusal = refusalOfEffect(callerOf(request), 'workspace:users:create', 'user', access);
      if (refusal !== undefined) throw refusal;
      return importUsers(parts, projectOf(request), request.body.file, request.language);
    },
  );

  app.get(
    '/v2/:project_id/users/desktop-users/template',
    workspace('ExportUserListTemplate', 'Download a table to fill in for ImportUserList', {
      description: 'CSV in UTF-8: the titles that an import of users knows.',
      query: ListTemplateQuery,
      produces: ['text/csv'],
      notOffered: { 'query.os_type': [] },
      answers: { 200: CsvFile },
    }),
    async (request, reply) => {
      const file = writeUserTemplate(languageOfFile(request, request.query.language), false);
      return sendFile(reply, 'user-list.csv', file);
    },
  );
}
