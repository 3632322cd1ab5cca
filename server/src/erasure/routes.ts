import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { workspace } from '../http/declare.js';
import { callerOf, projectOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { asId, type DesktopUserId, type ProjectId } from '../ids.js';
import { eraseUser } from './eraseUser.js';
import { findUserToErase } from './findUserToErase.js';

export interface ErasureRouteParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

/** `EraseUser`: Deskplane's own. */
export function addErasureRoutes(app: Server, parts: ErasureRouteParts): void {
  app.post(
    '/v2/:project_id/erasures',
    workspace('EraseUser', 'Forget a desktop user who was deleted', {
      description:
        'Removes every name and address of the user, and the names of their deleted desktops, for good. Receipts ' +
        'verify as before. Refused with 409 while the user exists, a desktop of theirs is being deleted, or a mail ' +
        'about one is still to be sent. Repeating it changes nothing.',
      body: Type.Object({
        user_id: Type.Optional(
          Type.String({ pattern: '^[0-9A-Za-z-]{1,64}$', description: 'Or user_name.' }),
        ),
        user_name: Type.Optional(
          Type.String({
            maxLength: 255,
            minLength: 1,
            description: 'Regardless of case. Or user_id.',
          }),
        ),
      }),
      answers: {
        200: Type.Object({
          user_id: Type.String(),
          erased: Type.Integer({ description: 'Rows that still held something of the user.' }),
          erased_at: Type.String(),
        }),
      },
    }),
    async (request) => {
      const projectId = projectOf(request);
      const userId = await userOf(parts.database, projectId, request.body);
      const { erased, at } = await eraseUser(parts, {
        projectId,
        userId,
        askedBy: callerOf(request).userId,
        requestId: request.id,
      });
      request.log.warn({ user: userId, erased }, 'a desktop user was erased');
      return { user_id: userId, erased, erased_at: at.toISOString() };
    },
  );
}

async function userOf(
  database: Database,
  projectId: ProjectId,
  { user_id: id, user_name: name }: { user_id?: string; user_name?: string },
): Promise<DesktopUserId> {
  if (id !== undefined && name === undefined) return asId<DesktopUserId>(id);
  if (name !== undefined && id === undefined) return findUserToErase(database, projectId, name);
  throw new ApiError(
    'WKS.0001',
    [{ en: 'either user_id or user_name is needed', zh: '须提供user_id或user_name之一' }],
    'body',
  );
}
