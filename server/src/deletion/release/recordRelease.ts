import { appendEntry } from '../../audit/appendEntry.js';
import type { RecordRelease } from './releaseItem.js';

/** Writes a release into the log, with the words that it was justified with: they stay for ever. */
export const recordRelease: RecordRelease = async (transaction, release) => {
  await appendEntry(transaction, {
    kind: 'release',
    projectId: release.projectId,
    desktopId: release.desktopId,
    content: {
      type: 'release',
      project_id: release.projectId,
      desktop_id: release.desktopId,
      item_id: release.itemId,
      kind: release.kind,
      released_at: release.releasedAt.toISOString(),
      released_by: release.releasedBy,
      reason: release.reason,
      request_id: release.requestId,
    },
  });
};
