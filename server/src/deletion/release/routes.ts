import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { readAuthorizedDesktop } from '../../desktops/access/authorizeDesktop.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import { requireFound } from '../../errors/requireFound.js';
import { workspace } from '../../http/declare.js';
import { DesktopPath, ItemIdText } from '../../http/schemas/ids.js';
import { oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { noControlCharacters } from '../../text/oneLine.js';
import { findDeletedFrom } from '../ledger/findDeletedFrom.js';
import type { EndedItem } from '../watch/endedItems.js';
import { releaseItem } from './releaseItem.js';

export interface ReleaseRouteParts {
  readonly database: Database;
  /** Something else became due. */
  readonly announceWork: () => void;
  /** An item ended by this process' doing. */
  readonly onEnded: (item: EndedItem) => void;
}

/** `ReleaseDeletionItem`: Deskplane's own. */
export function addReleaseRoutes(app: Server, parts: ReleaseRouteParts): void {
  const { database } = parts;
  app.post(
    '/v2/:project_id/deletions/:desktop_id/items/:item_id/release',
    workspace('ReleaseDeletionItem', 'Stop waiting for an item of a deletion', {
      description:
        'For an item that will not go. The deletion goes on without it and says so for ever: who released it, when and ' +
        'why, in words that are logged for good and should name nobody. The item is not deleted; the orphan scan keeps ' +
        'showing it.',
      path: { ...DesktopPath, item_id: ItemIdText },
      body: Type.Object({
        reason: Type.String({
          minLength: 1,
          maxLength: 1000,
          pattern: `(?=.*\\S)${noControlCharacters}`,
        }),
      }),
      answers: {
        200: Type.Object({
          desktop_id: Type.String(),
          item_id: Type.String(),
          ended: oneOf(['released']),
          ended_at: Type.String(),
          released_by: Type.String(),
          release_reason: Type.String(),
        }),
      },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId, item_id: itemId } = request.params;
      const from = await findDeletedFrom(database, access.projectId, desktopId);
      requireFound(await readAuthorizedDesktop(database, access, from), 'deletion');
      const release = {
        projectId: access.projectId,
        desktopId,
        itemId,
        releasedBy: access.principal.userId,
        reason: request.body.reason.trim(),
        requestId: request.id,
      };
      const { releasedAt, ended } = await releaseItem(database, release);
      request.log.warn(
        { desktop: desktopId, item: itemId, by: release.releasedBy },
        'an item of a deletion was released',
      );
      for (const item of ended) parts.onEnded(item);
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
