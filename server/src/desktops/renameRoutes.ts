import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { ApiError } from '../http/errors.js';
import { DesktopIdText, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { computerNameLength, computerNamePattern } from './computerName.js';
import { accessOf } from './desktopAccess.js';
import { renameDesktop } from './renameDesktop.js';

export interface DesktopRenameParts {
  readonly database: Database;
}

const UpdateDesktopBody = Type.Object({
  desktop: Type.Object({
    computer_name: Type.Optional(
      Type.String({ minLength: 1, maxLength: computerNameLength, pattern: computerNamePattern }),
    ),
    self_backup_management: Type.Optional(Type.Enum(['0', '1'])),
  }),
});

/** UpdateDesktop: another name. Backups made by the user are known to the API but not to any engine of Deskplane. */
export function addDesktopRenameRoutes(app: Server, { database }: DesktopRenameParts): void {
  app.put(
    '/v2/:project_id/desktops/:desktop_id',
    {
      config: {
        declaration: {
          operation: 'UpdateDesktop',
          action: 'workspace:desktops:update',
          resource: 'desktop',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Rename a desktop',
        tags: ['Desktops'],
        params: Type.Object({ ...ProjectPath.properties, desktop_id: DesktopIdText }),
        body: UpdateDesktopBody,
        response: { 200: Type.Object({}), ...workspaceErrors },
      },
    },
    async (request) => {
      const { computer_name: name, self_backup_management: backup } = request.body.desktop;
      const access = accessOf(request);
      if (backup === '1')
        throw new ApiError('DPL.0501', ['self_backup_management'], 'desktop.self_backup_management');
      if (name === undefined)
        throw new ApiError('WKS.0001', ['desktop.computer_name is missing'], 'body: desktop');
      await renameDesktop(database, access, request.params.desktop_id, name);
      return {};
    },
  );
}
