import type { Answer } from '../api/operations';

export type Scan = Answer<'ShowOrphanScan'>;
export type Suspect = Scan['items'][number];

/** What tells an item of the engine from every other. */
export const keyOf = ({ kind, id, generation }: Pick<Suspect, 'kind' | 'id' | 'generation'>): string =>
  `${kind} ${id} ${generation}`;

/** Those that may be removed: ours, as their records prove, and of no desktop any more. */
export const reclaimable = (items: readonly Suspect[]): readonly Suspect[] =>
  items.filter((item) => item.class === 'ours-orphaned');
