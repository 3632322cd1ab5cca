import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { workspace } from '../../http/declare.js';
import { DesktopPath } from '../../http/schemas/ids.js';
import { oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { accessOf } from '../access/desktopAccess.js';
import { computerNameLength, computerNamePattern } from '../computerName.js';
import { DeletionProtection, protectDesktop } from './protectDesktop.js';
import { renameDesktop } from './renameDesktop.js';

export interface DesktopRenameParts {
  readonly database: Database;
}

const UpdateDesktopBody = Type.Object({
  desktop: Type.Object({
    computer_name: Type.Optional(
      Type.String({ minLength: 1, maxLength: computerNameLength, pattern: computerNamePattern }),
    ),
    self_backup_management: Type.Optional(oneOf(['0', '1'])),
    deletion_protection: Type.Optional(DeletionProtection),
  }),
});

/** UpdateDesktop: another name, deletion protection. Backups made by the user are known to the API but not to any engine of Deskplane. */
export function addDesktopRenameRoutes(app: Server, { database }: DesktopRenameParts): void {
  app.put(
    '/v2/:project_id/desktops/:desktop_id',
    workspace('UpdateDesktop', 'Rename a desktop, or change its deletion protection', {
      path: DesktopPath,
      body: UpdateDesktopBody,
      answers: { 200: Type.Object({}) },
    }),
    async (request) => {
      const {
        computer_name: name,
        self_backup_management: backup,
        deletion_protection: isProtected,
      } = request.body.desktop;
      const { desktop_id: desktopId } = request.params;
      const access = accessOf(request);
      if (backup === '1')
        throw new ApiError('DPL.0501', ['self_backup_management'], 'body: desktop.self_backup_management');
      if (name !== undefined) await renameDesktop(database, access, desktopId, name, isProtected);
      else if (isProtected !== undefined) await protectDesktop(database, access, desktopId, isProtected);
      else
        throw new ApiError(
          'WKS.0001',
          [{ en: 'desktop.computer_name is missing', zh: '缺少desktop.computer_name' }],
          'body: desktop',
        );
      return {};
    },
  );
}
