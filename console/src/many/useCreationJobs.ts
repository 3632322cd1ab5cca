import { useRead } from '../api/queries';
import type { ListedRow } from './checkList';
import type { RowState } from './createMany';
import type { Creation } from './useCreateMany';

/** Where a desktop of the list is. `accepted`: ordered, nothing is known of its making yet. */
export interface RowProgress {
  readonly kind: RowState['kind'] | 'creating' | 'created' | 'failed';
  /** In percent, while it is being made. */
  readonly percent: number;
  /** Why it was refused or failed, in the service's words. */
  readonly reason: string;
  readonly desktopId: string | undefined;
}

/** By row. */
export type Progress = ReadonlyMap<number, RowProgress>;

/** In milliseconds. */
const readEvery = 2_000;
const kinds = { WAITING: 'creating', RUNNING: 'creating', SUCCESS: 'created', FAILED: 'failed' } as const;

/** What has become of each row: what came of the order and, for those that were accepted, of the making. */
export function useCreationJobs(
  rows: readonly ListedRow[],
  { states, isRunning }: Creation,
  isBegun: boolean,
): Progress {
  const read = useRead(
    'ListItaSubJobs',
    { query: { job_type: 'createDesktops', limit: 1000 } },
    {
      enabled: isBegun,
      every: (last) => (isRunning || isOpen(progressOf(rows, states, last?.jobs ?? [])) ? readEvery : 60_000),
    },
  );
  return progressOf(rows, states, read.data?.jobs ?? []);
}

interface SubJob {
  readonly entities: { readonly desktop_id: string | null; readonly desktop_name: string | null };
  readonly status: keyof typeof kinds;
  readonly process: number;
  readonly fail_reason: string | null;
}

/** @param jobs the newest first */
export function progressOf(
  rows: readonly ListedRow[],
  states: Creation['states'],
  jobs: readonly SubJob[],
): Progress {
  const byName = new Map(
    jobs.toReversed().map((job) => [job.entities.desktop_name?.toLowerCase() ?? '', job] as const),
  );
  return new Map(
    rows.map(({ row, computer_name }): [number, RowProgress] => {
      const state = states.get(row) ?? { kind: 'waiting' };
      const plain = { kind: state.kind, percent: 0, reason: '', desktopId: undefined };
      if ('error' in state) return [row, { ...plain, reason: state.error.message }];
      const job = state.kind === 'accepted' ? byName.get(computer_name.toLowerCase()) : undefined;
      if (job === undefined) return [row, plain];
      const { entities, status, process, fail_reason } = job;
      return [
        row,
        {
          kind: kinds[status],
          percent: process,
          reason: fail_reason ?? '',
          desktopId: entities.desktop_id ?? undefined,
        },
      ];
    }),
  );
}

/** Whether anything may still change by itself. */
function isOpen(progress: Progress): boolean {
  return [...progress.values()].some(({ kind }) => kind === 'accepted' || kind === 'creating');
}
