import type { Answer } from '../api/operations';
import { useRead } from '../api/queries';
import { restoreJob } from './restoreOf';

export type Restore = Answer<'ListItaSubJobs'>['jobs'][number];

/** The newest restore to each snapshot of a desktop, as far as it is among the newest 1 000 of the project. */
export function useRestores(desktopId: string): ReadonlyMap<string, Restore> {
  const read = useRead('ListItaSubJobs', { query: { job_type: restoreJob, limit: 1000 } }, { every: 5_000 });
  const newest = new Map<string, Restore>();
  for (const job of read.data?.jobs ?? []) {
    const { desktop_id: desktop, snapshot_id: snapshot } = job.entities;
    if (desktop === desktopId && snapshot !== undefined && !newest.has(snapshot)) newest.set(snapshot, job);
  }
  return newest;
}
