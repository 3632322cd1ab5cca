import { Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { workspace } from '../../http/declare.js';
import { DesktopIdText } from '../../http/schemas/ids.js';
import { oneLineText } from '../../http/schemas/text.js';
import { JobAnswer } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { readAuthorizedDesktops } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { sendNotifications } from './sendNotifications.js';

export interface NotificationParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** Something became due. */
  readonly announceWork: () => void;
}

const NotificationBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  notifications: oneLineText(1000, { minLength: 1 }),
});

/** SendNotifications: a message on the screens of desktops. */
export function addNotificationRoutes(app: Server, parts: NotificationParts): void {
  const { database, ambient } = parts;
  app.post(
    '/v2/:project_id/desktops/notifications',
    workspace('SendNotifications', 'Show a message on the screens of desktops', {
      body: NotificationBody,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const desktopIds = [...new Set(request.body.desktop_ids)];
      await readAuthorizedDesktops(database, access, desktopIds);
      const jobId = await sendNotifications(database, ambient, {
        projectId: access.projectId,
        desktopIds,
        text: request.body.notifications,
        language: request.language,
      });
      parts.announceWork();
      return { job_id: jobId };
    },
  );
}
