import { Type } from 'typebox';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import type { EngineOffer } from '../../engines/contract.js';
import { workspace } from '../../http/declare.js';
import { AnyId, DesktopIdText } from '../../http/schemas/ids.js';
import { oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { DesktopId } from '../../ids.js';
import { readAuthorizedDesktops, refuseDeniedEffect } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { resizeDesktops } from './resizeDesktops.js';

export interface DesktopResizeParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly offer: EngineOffer;
  /** Something became due. */
  readonly announceWork: () => void;
}

const ResizeBody = Type.Object({
  desktops: Type.Array(Type.Object({ desktop_id: DesktopIdText }), { minItems: 1, maxItems: 100 }),
  product_id: AnyId,
  mode: oneOf(['STOP_DESKTOP']),
});

const ResizeAnswer = Type.Object({
  job_id: Type.String(),
  jobs: Type.Array(Type.Object({ desktop_id: Type.String(), job_id: Type.String() })),
});

/** ResizeDesktop: other cores and memory. */
export function addDesktopResizeRoutes(app: Server, parts: DesktopResizeParts): void {
  const { database, ambient, offer } = parts;
  app.post(
    '/v2/:project_id/desktops/resize',
    workspace(
      'ResizeDesktop',
      'Give desktops another product; a running one is shut down and started again',
      {
        body: ResizeBody,
        notOffered: { auto_placement: ['off'], desktop_pool_id: [] },
        answers: { 200: ResizeAnswer },
      },
    ),
    async (request) => {
      const access = accessOf(request);
      const { desktops, product_id: productId } = request.body;
      const desktopIds = [...new Set(desktops.map(({ desktop_id }) => desktop_id))];
      const known = await readAuthorizedDesktops(database, access, desktopIds);
      const { projectId } = access;
      const allowStop = (id: DesktopId) =>
        refuseDeniedEffect(access, 'workspace:desktops:operate', id, known.get(id));
      const order = { projectId, desktopIds, productId, allowStop };
      const jobId = await resizeDesktops(database, ambient, offer, order);
      parts.announceWork();
      return { job_id: jobId, jobs: desktopIds.map((id) => ({ desktop_id: id, job_id: jobId })) };
    },
  );
}
