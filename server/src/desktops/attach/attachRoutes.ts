import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { ApiError, type Language } from '../../errors/errors.js';
import { workspace } from '../../http/declare.js';
import { DesktopPath } from '../../http/schemas/ids.js';
import { JobAnswer } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { DesktopId } from '../../ids.js';
import { admitUserChange } from '../../users/admitUserChange.js';
import {
  findAuthorizedDesktop,
  readAuthorizedDesktops,
  refuseDeniedEffect,
} from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import { presentFailed } from '../failedOperations.js';
import { type AttachCall, attachDesktops } from './attachDesktops.js';
import { readAttachOrders } from './attachOrder.js';
import {
  AttachBody,
  attachNotOffered,
  BatchDetachBody,
  DetachAnswer,
  DetachBody,
  DetachInfoAnswer,
} from './attachSchemas.js';
import { type DetachCall, detachDesktops } from './detachDesktops.js';
import { listDetachments } from './detachments.js';

export interface AttachParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** What the desktops were made of. */
  readonly engine: { readonly offer: { readonly images: AttachCall['images'] } };
  /** Something became due. */
  readonly announceWork: () => void;
}

/**
 * Who has which desktop: AttachInstances, DetachInstances, BatchDetachInstances, ListDesktopDetachInfo
 * (docs/reference/desktops.md#who-has-a-desktop).
 */
export function addAttachRoutes(app: Server, parts: AttachParts): void {
  const { database, ambient } = parts;
  const detach = async (call: DetachCall, language: Language) => {
    const outcome = await detachDesktops(database, ambient, call);
    parts.announceWork();
    return {
      failed_operation_list: presentFailed(outcome.failed, language),
      success_job_ids: [...outcome.jobIds],
    };
  };

  app.post(
    '/v2/:project_id/desktops/attach',
    workspace('AttachInstances', 'Give desktops to users and user groups', {
      description:
        'What becomes of each desktop is told by the sub-jobs of the answered job. A user named by user_name with a ' +
        'user_email is created if need be; users of attach_user_infos must exist. The disks are left as they are. ' +
        'A group (type GROUP) gets a SHARED desktop: its members may open it as long as they are in the group.',
      body: AttachBody,
      notOffered: attachNotOffered,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const ids = request.body.desktops.map((desktop) => desktop.desktop_id);
      await readAuthorizedDesktops(database, access, ids);
      const orders = readAttachOrders(request.body);
      const admit = admitUserChange(access.principal, access.projectId);
      const { projectId } = access;
      const { language } = request;
      const { images } = parts.engine.offer;
      const jobId = await attachDesktops(database, ambient, { projectId, orders, language, images }, admit);
      return { job_id: jobId };
    },
  );

  app.post(
    '/v2/:project_id/desktops/detach',
    workspace('DetachInstances', 'Take all users and user groups off desktops', {
      body: DetachBody,
      answers: { 200: DetachAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const ids = [...new Set(request.body.desktop_ids)];
      const known = await readAuthorizedDesktops(database, access, ids);
      const shutOff = request.body.shutoff_after_detach ?? false;
      for (const id of shutOff ? ids : [])
        refuseDeniedEffect(access, 'workspace:desktops:operate', id, known.get(id));
      return detach(
        {
          projectId: access.projectId,
          orders: ids.map((desktopId) => ({ desktopId, users: 'all' })),
          jobType: 'detachDesktops',
          shutOff,
        },
        request.language,
      );
    },
  );

  app.post(
    '/v2/:project_id/desktops/batch-detach',
    workspace('BatchDetachInstances', 'Take some or all users and user groups off desktops', {
      body: BatchDetachBody,
      notOffered: { 'desktops[].detach_user_infos[].domain': [] },
      answers: { 200: DetachAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const ids = request.body.desktops.map((desktop) => desktop.desktop_id);
      await readAuthorizedDesktops(database, access, ids);
      return detach(
        {
          projectId: access.projectId,
          orders: readDetachOrders(request.body),
          jobType: 'batchDetachDesktops',
          shutOff: false,
        },
        request.language,
      );
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/detach-info',
    workspace('ListDesktopDetachInfo', 'Who was taken off a desktop, and when last', {
      path: DesktopPath,
      answers: { 200: DetachInfoAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { id, computerName } = await findAuthorizedDesktop(database, access, request.params.desktop_id);
      return {
        desktop_detach_infos: await listDetachments(database, access.projectId, { id, computerName }),
      };
    },
  );
}

function readDetachOrders(body: BatchDetachBody): DetachCall['orders'] {
  const seen = new Set<DesktopId>();
  return body.desktops.map((desktop, index) => {
    const at = `desktops.${index}`;
    if (seen.has(desktop.desktop_id))
      throw new ApiError(
        'WKS.0001',
        [{ en: `${at}.desktop_id is named twice`, zh: `${at}.desktop_id重复` }],
        `body: ${at}`,
      );
    seen.add(desktop.desktop_id);
    if (desktop.is_detach_all_users === true) return { desktopId: desktop.desktop_id, users: 'all' };
    const users = desktop.detach_user_infos ?? [];
    if (users.length === 0)
      throw new ApiError(
        'WKS.0001',
        [{ en: `${at}.detach_user_infos is missing`, zh: `缺少${at}.detach_user_infos` }],
        `body: ${at}`,
      );
    return {
      desktopId: desktop.desktop_id,
      users: users.map((user) => ({
        name: user.user_name,
        id: user.user_id ?? '',
        isGroup: user.type === 'GROUP',
      })),
    };
  });
}
