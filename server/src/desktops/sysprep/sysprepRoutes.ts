import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { requireFound } from '../../errors/requireFound.js';
import { workspace } from '../../http/declare.js';
import { DesktopIdText, DesktopPath } from '../../http/schemas/ids.js';
import type { Server } from '../../http/server.js';
import { findAuthorizedDesktop, readAuthorizedDesktops } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { hibernates } from '../power/steerServer.js';

/** No engine puts Sysprep into a desktop: their images come ready made, and none is made of a desktop. */
const sysprepVersion = '';

/** What clients ask before they hibernate desktops or make an image of one: CheckSysprepInfo, ShowSysprepInfo. */
export function addSysprepRoutes(app: Server, database: Database): void {
  app.post(
    '/v2/:project_id/sysprep',
    workspace('CheckSysprepInfo', 'Which of desktops can be hibernated', {
      description:
        'No desktop has Sysprep here, and no desktop lets its routes be changed. Nothing is changed by the call.',
      body: Type.Object({ desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }) }),
      answers: {
        200: Type.Object({
          sysprep_infos: Type.Array(
            Type.Object({
              desktop_id: Type.String(),
              sysprep_version: Type.String(),
              support_hibernate: Type.Boolean(),
              support_update_route: Type.Boolean(),
            }),
          ),
        }),
      },
    }),
    async (request) => {
      const desktopIds = [...new Set(request.body.desktop_ids)];
      const desktops = await readAuthorizedDesktops(database, accessOf(request), desktopIds);
      return {
        sysprep_infos: desktopIds.map((id) => {
          const desktop = desktops.get(id);
          const { status } = requireFound(desktop?.gone === true ? undefined : desktop, 'desktop');
          return {
            desktop_id: id,
            sysprep_version: sysprepVersion,
            support_hibernate: hibernates(status),
            support_update_route: false,
          };
        }),
      };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/sysprep',
    workspace('ShowSysprepInfo', 'Whether an image can be made of a desktop; of none here', {
      path: DesktopPath,
      answers: {
        200: Type.Object({ sysprep_version: Type.String(), support_create_image: Type.Boolean() }),
      },
    }),
    async (request) => {
      await findAuthorizedDesktop(database, accessOf(request), request.params.desktop_id);
      return { sysprep_version: sysprepVersion, support_create_image: false };
    },
  );
}
