import type pg from 'pg';
import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import type { Database } from '../database/connect.js';
import { findAuthorizedDesktop } from '../desktops/access/authorizeDesktop.js';
import { accessOf } from '../desktops/access/desktopAccess.js';
import type { EngineScreens } from '../engines/contract.js';
import { ApiError } from '../errors/errors.js';
import { flat, workspace } from '../http/declare.js';
import { isSameOrigin } from '../http/origin/sameOrigin.js';
import { callerOf, projectOf } from '../http/request.js';
import { DesktopPath } from '../http/schemas/ids.js';
import type { Server } from '../http/server.js';
import { endpointOf, type LinkParts } from '../iam/keystone/endpoint.js';
import { standingProofOf } from '../iam/standingProof.js';
import { addPageRoutes } from './pageRoutes.js';
import { addRecordRoutes } from './recordRoutes.js';
import type { ScreenServer } from './screenServer.js';
import { issueToken, redeemToken } from './tickets.js';

export interface ScreenRouteParts extends LinkParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly screens: EngineScreens | undefined;
  readonly server: ScreenServer;
}

/** The address of a screen, the page behind it, and the connections of that page. */
export function addScreenRoutes(app: Server, parts: ScreenRouteParts): void {
  const { database, pool, ambient } = parts;

  app.get(
    '/v2/:project_id/desktops/:desktop_id/remote-consoles',
    workspace('ShowRemoteConsoleAddress', "Get an address of a desktop's screen", {
      description:
        'The address opens the screen in a browser, once and within a minute. The page that it opens may come back as long as the ' +
        'caller has the right to ask for the address.',
      path: DesktopPath,
      answers: {
        200: Type.Object({
          type: Type.String({ description: 'novnc' }),
          url: Type.String({
            description: 'The secret is in its fragment, which browsers keep to themselves.',
          }),
          protocol: Type.String({ description: 'vnc' }),
        }),
      },
    }),
    async (request) => {
      const access = accessOf(request);
      const desktop = await findAuthorizedDesktop(database, access, request.params.desktop_id);
      if (parts.screens === undefined)
        throw new ApiError('DPL.0501', [{ en: 'simulated desktops have no screen', zh: '模拟桌面没有画面' }]);
      if (desktop.status !== 'ACTIVE')
        throw new ApiError('WKS.00010032', [desktop.computerName, desktop.status || desktop.taskStatus]);
      const caller = callerOf(request);
      const { userId, userName, domainId } = caller;
      const projectId = projectOf(request);
      const proof = standingProofOf(request, caller);
      const viewer = { userId, userName, domainId, projectId, desktopId: desktop.id, proof };
      const token = await issueToken(pool, ambient, viewer);
      const url = `${endpointOf(request, parts)}/screen/view#token=${token}`;
      return { type: 'novnc', url, protocol: 'vnc' };
    },
  );

  app.post(
    '/screen/sessions',
    flat('OpenScreen', 'Open a screen with the token of its address', {
      anonymous: true,
      description:
        'Called by the page. Uses the token up; the secret lets the page connect, again and again.',
      body: Type.Object(
        { token: Type.String({ minLength: 1, maxLength: 100 }) },
        { additionalProperties: false },
      ),
      answers: { 200: Type.Object({ secret: Type.String() }) },
    }),
    async (request) => {
      if (!isSameOrigin(request.headers.origin, endpointOf(request, parts)))
        throw new ApiError('DPL.0403', ['OpenScreen']);
      const page = await redeemToken(pool, ambient, request.body.token, (viewer) => {
        const { userId, userName, domainId, desktopId } = viewer;
        noteInAuditEvent({
          actor: { userId, userName, domainId },
          resource: { type: 'desktop', id: desktopId },
        });
      });
      if (page === undefined) throw new ApiError('DPL.0404', ['token']);
      return { secret: page.secret };
    },
  );

  addRecordRoutes(app, { pool });
  addPageRoutes(app);
  app.server.on('upgrade', (...request) => parts.server.upgrade(...request));
  app.addHook('preClose', () => parts.server.close());
}
