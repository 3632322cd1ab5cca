import { appendEntry } from '../../audit/appendEntry.js';
import { idsOf } from '../accept/describeAcceptance.js';
import type { RecordRelease } from './releaseItem.js';

/** Writes a release and its reason into the log, where they stay. */
export const recordRelease: RecordRelease = async (transaction, release) => {
  await appendEntry(transaction, {
    kind: 'release',
    projectId: release.projectId,
    desktopId: release.desktopId,
    content: {
      type: 'release',
      project_id: release.projectId,
      ...idsOf(release.deleted),
      item_id: release.itemId,
      kind: release.kind,
      released_at: release.releasedAt.toISOString(),
      released_by: release.releasedBy,
      reason: release.reason,
      request_id: release.requestId,
    },
  });
};
