import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import type { Database } from '../database/connect.js';
import { powerDesktops } from '../desktops/power/powerDesktops.js';
import { flat } from '../http/declare.js';
import { noContent } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import type { LinkParts } from '../iam/keystone/endpoint.js';
import { type AdmissionOfViewers, admitViewer } from './admitViewer.js';
import { nobodysSecret, pageSecretOf } from './pageSecret.js';
import { findSession, type Viewer } from './tickets.js';

export interface StartRouteParts extends LinkParts {
  readonly viewing: AdmissionOfViewers;
  /** What it does is in the log: the connections that write audit events. */
  readonly database: Database;
  /** That a page comes back is no effect of the request. */
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  /** Starts it for somebody who has signed in to the desk. */
  readonly startOwnDesktop: (viewer: Viewer) => Promise<void>;
  readonly announceWork: () => void;
}

/** Starts the desktop that a page shows, for a viewer who may: as BatchRunDesktops would, or as the desk would. */
export function addStartRoute(app: Server, parts: StartRouteParts): void {
  app.post(
    '/screen/start',
    flat('StartShownDesktop', 'Start the desktop whose screen a page shows', {
      anonymous: true,
      description:
        'Called by the page, with its secret. Its viewer needs the right to start the desktop, or is its user.',
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const viewer = await findSession(parts.pool, pageSecretOf(request, parts));
      if (viewer === undefined) throw nobodysSecret();
      const { userId, userName, domainId, projectId, desktopId, proof } = viewer;
      noteInAuditEvent({
        actor: { userId, userName, domainId },
        resource: { type: 'desktop', id: desktopId },
      });
      const from = request.origin.address;
      await admitViewer(parts.viewing, viewer, from);
      if (proof.kind === 'desk') await parts.startOwnDesktop(viewer);
      else {
        await admitViewer(parts.viewing, viewer, from, 'BatchRunDesktops');
        const order = { projectId, desktopIds: [desktopId], operation: 'os-start', hard: false } as const;
        const { failed } = await powerDesktops(parts.database, parts.ambient, order);
        for (const { error } of failed) throw error;
      }
      parts.announceWork();
      return noContent(reply);
    },
  );
}
