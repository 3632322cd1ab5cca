import type { Answer } from '../api/operations';
import { useRead } from '../api/queries';

export type Snapshot = Answer<'ListDesktopSnapshot'>['desktop_snapshots'][number];

/** The snapshots of a desktop's disks; read more often while one of them is being made or deleted. */
export function useSnapshots(desktopId: string) {
  return useRead(
    'ListDesktopSnapshot',
    { query: { desktop_id: desktopId, limit: 1000 } },
    {
      every: (read) =>
        read?.desktop_snapshots.some(({ status }) => status.endsWith('ing')) ? 1_000 : 10_000,
    },
  );
}
