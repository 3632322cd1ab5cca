import type { Answer } from '../api/operations';

type SubJob = Answer<'ListItaSubJobs'>['jobs'][number];

/** The deletion, with its receipt, of the system disk that was replaced; undefined: none was. */
export function deletionOfFormer({ job_type, status, entities }: SubJob): string | undefined {
  const { volume_id: disk } = entities;
  if (job_type !== 'rebuildDesktops' || status !== 'SUCCESS' || disk === undefined) return undefined;
  return `/console/deletions/${disk}`;
}
