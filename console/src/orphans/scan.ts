import { useQuery } from '@tanstack/react-query';
import { type Answer, callOperation } from '../api/operations';
import { useProjectId } from '../api/project';

export type Scan = Answer<'ShowOrphanScan'>;
export type Suspect = Scan['items'][number];

/** All that the engine has, which takes it long: looked at when the page is opened and when that is asked for, never by itself. */
export function useScan() {
  const projectId = useProjectId();
  return useQuery({
    queryKey: [projectId, 'ShowOrphanScan'],
    queryFn: ({ signal }) => callOperation(projectId, 'ShowOrphanScan', {}, signal),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What tells an item of the engine from every other. */
export const keyOf = ({ kind, id, generation }: Pick<Suspect, 'kind' | 'id' | 'generation'>): string =>
  `${kind} ${id} ${generation}`;

/** Those that may be removed: ours, as their records prove, and of no desktop any more. */
export const reclaimable = (items: readonly Suspect[]): readonly Suspect[] =>
  items.filter((item) => item.class === 'ours-orphaned');
