import { type Desktop, type ShownStatus, shownStatus } from '../desktops/desktop';

interface StatusCount {
  readonly status: ShownStatus;
  readonly count: number;
  /** One of them. */
  readonly example: Desktop;
}

/** How many desktops are shown at each status, the most first. */
export function countByStatus(desktops: readonly Desktop[]): readonly StatusCount[] {
  const counts = new Map<ShownStatus, StatusCount>();
  for (const desktop of desktops) {
    const status = shownStatus(desktop);
    const known = counts.get(status);
    counts.set(status, { status, count: (known?.count ?? 0) + 1, example: known?.example ?? desktop });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.status.localeCompare(b.status));
}
