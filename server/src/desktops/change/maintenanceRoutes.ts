import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { workspace } from '../../http/declare.js';
import { DesktopIdText } from '../../http/schemas/ids.js';
import type { Server } from '../../http/server.js';
import { readAuthorizedDesktops } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { maintainDesktops } from './maintainDesktops.js';

const MaintenanceBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  in_maintenance_mode: Type.Boolean(),
});

/** SetMaintenanceMode. */
export function addDesktopMaintenanceRoutes(
  app: Server,
  { database }: { readonly database: Database },
): void {
  app.put(
    '/v2/:project_id/desktops/maintenance-mode',
    workspace('SetMaintenanceMode', 'Keep the users of desktops out of them, or let them in again', {
      body: MaintenanceBody,
      answers: { 200: Type.Object({}) },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_ids, in_maintenance_mode: inMaintenance } = request.body;
      const desktopIds = [...new Set(desktop_ids)];
      await readAuthorizedDesktops(database, access, desktopIds);
      await maintainDesktops(database, { projectId: access.projectId, desktopIds, inMaintenance });
      return {};
    },
  );
}
