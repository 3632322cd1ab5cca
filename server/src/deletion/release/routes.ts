import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { accessOf } from '../../desktops/desktopAccess.js';
import { authorizeDesktop, readDesktopResource } from '../../desktops/desktopResource.js';
import { ApiError } from '../../errors/errors.js';
import { DesktopIdText, ProjectPath, workspaceErrors } from '../../http/schemas/common.js';
import { noControlCharacters } from '../../http/schemas/text.js';
import type { Server } from '../../http/server.js';
import { asId, type ItemId } from '../../ids.js';
import type { EndedItem } from '../watch/deletionMetrics.js';
import { type RecordRelease, releaseItem } from './releaseItem.js';

export interface ReleaseRouteParts {
  readonly database: Database;
  readonly recordRelease: RecordRelease;
  /** Something else became due. */
  readonly announceWork: () => void;
  /** An item ended by this process' doing. */
  readonly onEnded: (item: EndedItem) => void;
}

const ItemIdText = Type.String({
  pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: "The item's ID in the deletion.",
});

/** `ReleaseDeletionItem`: Deskplane's own. */
export function addReleaseRoutes(app: Server, parts: ReleaseRouteParts): void {
  const { database } = parts;
  app.post(
    '/v2/:project_id/deletions/:desktop_id/items/:item_id/release',
    {
      config: {
        declaration: {
          operation: 'ReleaseDeletionItem',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Stop waiting for an item of a deletion',
        description:
          'For an item that will not go. The deletion goes on without it and says so for ever: who released it, when and ' +
          'why, in words that are logged for good and should name nobody. The item is not deleted; the orphan scan keeps ' +
          'showing it.',
        tags: ['Deletions'],
        params: Type.Object({
          ...ProjectPath.properties,
          desktop_id: DesktopIdText,
          item_id: ItemIdText,
        }),
        body: Type.Object({
          reason: Type.String({
            minLength: 1,
            maxLength: 1000,
            pattern: `(?=.*\\S)${noControlCharacters}`,
          }),
        }),
        response: {
          200: Type.Object({
            desktop_id: Type.String(),
            item_id: Type.String(),
            ended: Type.String({ enum: ['released'] }),
            ended_at: Type.String(),
            released_by: Type.String(),
            release_reason: Type.String(),
          }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const desktop = await readDesktopResource(database, access.projectId, desktopId);
      authorizeDesktop(access, desktopId, desktop);
      if (desktop === undefined) throw new ApiError('DPL.0404', ['deletion']);
      const itemId = asId<ItemId>(request.params.item_id);
      const release = {
        projectId: access.projectId,
        desktopId,
        itemId,
        releasedBy: access.principal.userId,
        reason: request.body.reason.trim(),
        requestId: request.id,
      };
      const releasedAt = await releaseItem(database, release, parts.recordRelease);
      request.log.warn(
        { desktop: desktopId, item: itemId, by: release.releasedBy },
        'an item of a deletion was released',
      );
      parts.onEnded({ desktopId, itemId });
      parts.announceWork();
      return {
        desktop_id: desktopId,
        item_id: itemId,
        ended: 'released' as const,
        ended_at: releasedAt.toISOString(),
        released_by: release.releasedBy,
        release_reason: release.reason,
      };
    },
  );
}
